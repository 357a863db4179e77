// Slabs hold blocks of one size and lie at multiples of their own size, so a block's address tells its slab.
#include "scheduler/block_pool.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scheduler/sanitizers.hpp"
#include "scheduler/spin_lock.hpp"
#include "scheduler/worker.hpp"

namespace aria::detail {

namespace {

#if defined(ARIA_ASAN) || defined(ARIA_TSAN)
constexpr bool from_heap = true;
#else
constexpr bool from_heap = false;
#endif

constexpr std::size_t batch = 128;
constexpr std::size_t most_cached = 3 * batch;
constexpr std::size_t slab_size = std::size_t{1} << 20;

struct Chain {
  FreeBlock* first;
  std::size_t count;
};

// Batches that no worker holds.
class SharedBlocks {
 public:
  Chain take(std::size_t block_size) {
    {
      SpinGuard guard(lock_);
      if (!chains_.empty()) {
        const Chain chain = chains_.back();
        chains_.pop_back();
        return chain;
      }
    }
    return cut(block_size);
  }
  void give(Chain chain) {
    SpinGuard guard(lock_);
    chains_.push_back(chain);
  }
  void release_slabs(std::size_t block_size);

 private:
  static char* map_slab() {
    void* room = mmap(nullptr, 2 * slab_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) {
      throw std::bad_alloc();
    }
    char* begin = static_cast<char*>(room);
    char* slab = slab_of(begin + slab_size - 1);
    if (slab != begin) {
      munmap(begin, static_cast<std::size_t>(slab - begin));
    }
    munmap(slab + slab_size, static_cast<std::size_t>(begin + slab_size - slab));
    return slab;
  }
  static char* slab_of(void* address) noexcept {
    return reinterpret_cast<char*>(reinterpret_cast<std::uintptr_t>(address) & ~(slab_size - 1));
  }
  Chain cut(std::size_t block_size) {
    const std::size_t size = batch * block_size;
    char* memory = nullptr;
    {
      SpinGuard guard(lock_);
      if (slab_left_ >= size) {
        memory = slab_ + (slab_size - slab_left_);
        slab_left_ -= size;
      }
    }
    if (memory == nullptr) {
      memory = map_slab();
      SpinGuard guard(lock_);
      slab_ = memory;
      slab_left_ = slab_size - size;
    }
    FreeBlock* next = nullptr;
    for (std::size_t i = batch; i-- > 0;) {
      next = new (memory + i * block_size) FreeBlock{next};
    }
    return {next, batch};
  }

  SpinLock lock_;
  std::vector<Chain> chains_ ARIA_GUARDED_BY(lock_);
  char* slab_ ARIA_GUARDED_BY(lock_) = nullptr;
  std::size_t slab_left_ ARIA_GUARDED_BY(lock_) = 0;
};

// Counts the free blocks of each slab; keeps those of slabs that are in use. The slab that is being cut stays.
void SharedBlocks::release_slabs(std::size_t block_size) {
  std::vector<Chain> chains;
  char* being_cut = nullptr;
  {
    SpinGuard guard(lock_);
    chains.swap(chains_);
    being_cut = slab_;
  }
  std::unordered_map<char*, std::size_t> free_of;
  for (const Chain& chain : chains) {
    for (FreeBlock* block = chain.first; block != nullptr; block = block->next) {
      ++free_of[slab_of(block)];
    }
  }
  const std::size_t per_slab = slab_size / (batch * block_size) * batch;
  Chain kept{nullptr, 0};
  for (const Chain& chain : chains) {
    for (FreeBlock* block = chain.first; block != nullptr;) {
      FreeBlock* next = block->next;
      if (free_of[slab_of(block)] < per_slab || slab_of(block) == being_cut) {
        block->next = kept.first;
        kept = {block, kept.count + 1};
        if (kept.count == batch) {
          give(std::exchange(kept, Chain{nullptr, 0}));
        }
      }
      block = next;
    }
  }
  if (kept.count != 0) {
    give(kept);
  }
  for (const auto& [slab, count] : free_of) {
    if (count == per_slab && slab != being_cut) {
      munmap(slab, slab_size);
    }
  }
}

SharedBlocks& shared(std::size_t size_class) {
  static auto* all = new SharedBlocks[block_classes];  // outlives every thread
  return all[size_class];
}

std::size_t class_of(std::size_t size) noexcept { return (size - 1) / block_step; }

[[gnu::noinline]] void refill(BlockCache::List& list, std::size_t size_class) {
  const Chain chain = shared(size_class).take((size_class + 1) * block_step);
  list.first = chain.first;
  list.count = chain.count;
}

[[gnu::noinline]] void spill(BlockCache::List& list, std::size_t size_class) {
  FreeBlock* last = list.first;
  for (std::size_t i = 1; i < batch; ++i) {
    last = last->next;
  }
  const Chain chain{list.first, batch};
  list.first = last->next;
  list.count -= batch;
  last->next = nullptr;
  shared(size_class).give(chain);
}

}  // namespace

bool BlockCache::empty() const noexcept {
  return std::all_of(std::begin(lists), std::end(lists), [](const List& list) { return list.first == nullptr; });
}

void give_back_blocks(BlockCache& cache) {
  for (std::size_t size_class = 0; size_class < block_classes; ++size_class) {
    BlockCache::List& list = cache.lists[size_class];
    if (list.first != nullptr) {
      shared(size_class).give({list.first, list.count});
      list = {};
      shared(size_class).release_slabs((size_class + 1) * block_step);
    }
  }
}

void* allocate_block(std::size_t size) {
  const std::size_t size_class = class_of(size);
  if (from_heap || size_class >= block_classes) {
    return ::operator new(size, std::align_val_t(block_step));
  }
  BlockCache::List foreign;
  Worker* worker = this_worker();
  BlockCache::List& list = worker != nullptr ? worker->blocks.lists[size_class] : foreign;
  if (list.first == nullptr) [[unlikely]] {
    refill(list, size_class);
  }
  FreeBlock* block = list.first;
  list.first = block->next;
  --list.count;
  if (worker == nullptr && foreign.first != nullptr) {
    shared(size_class).give({foreign.first, foreign.count});
  }
  return block;
}

void free_block(void* memory, std::size_t size) noexcept {
  const std::size_t size_class = class_of(size);
  if (from_heap || size_class >= block_classes) {
    ::operator delete(memory, std::align_val_t(block_step));
    return;
  }
  auto* block = new (memory) FreeBlock{nullptr};
  Worker* worker = this_worker();
  if (worker == nullptr) {
    shared(size_class).give({block, 1});
    return;
  }
  BlockCache::List& list = worker->blocks.lists[size_class];
  block->next = list.first;
  list.first = block;
  if (++list.count >= most_cached) [[unlikely]] {
    spill(list, size_class);
  }
}

}  // namespace aria::detail
