// Slabs are cut into blocks once and never given back: what a program needed at its peak it will need again.
#include "scheduler/block_pool.hpp"

#include <sys/mman.h>

#include <new>
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

 private:
  Chain cut(std::size_t block_size) {
    const std::size_t size = batch * block_size;
    char* memory = nullptr;
    {
      SpinGuard guard(lock_);
      if (slab_left_ >= size) {
        memory = slab_;
        slab_ += size;
        slab_left_ -= size;
      }
    }
    if (memory == nullptr) {
      void* slab = mmap(nullptr, slab_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (slab == MAP_FAILED) {
        throw std::bad_alloc();
      }
      memory = static_cast<char*>(slab);
      SpinGuard guard(lock_);
      slab_ = memory + size;
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
