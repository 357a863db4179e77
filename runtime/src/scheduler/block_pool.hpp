// Memory for records that come and go with tasks: blocks of 64 … 512 bytes, per worker without a lock, moved between
// workers in batches. Larger requests, and those of foreign threads, go to the heap or through the shared list.
//
// A block may be freed by another thread than it was allocated by. Under sanitizers everything comes from the heap.
#pragma once

#include <cstddef>

namespace aria::detail {

struct FreeBlock {
  FreeBlock* next;
};

inline constexpr std::size_t block_step = 64;
inline constexpr std::size_t block_classes = 8;

// A worker's own blocks.
struct BlockCache {
  struct List {
    FreeBlock* first = nullptr;
    std::size_t count = 0;
  };
  List lists[block_classes];
  bool empty() const noexcept;
};

void* allocate_block(std::size_t size);
void free_block(void* block, std::size_t size) noexcept;

// For a worker that idles: gives its blocks to the others, and slabs of which no block is in use to the system.
void give_back_blocks(BlockCache& cache);

}  // namespace aria::detail
