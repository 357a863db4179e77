// Slots of [guard | stack] in large reserved regions; stacks of other sizes are mapped one by one.
#include "scheduler/stack_pool.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>

#include <aria/panic.hpp>

namespace aria::detail {

namespace {

constexpr std::size_t guard_size = 64 * 1024;  // frames are probed page by page: -fstack-clash-protection
constexpr std::size_t slot_size = StackPool::default_size + guard_size;
constexpr std::size_t slots_per_region = 1024;
constexpr int advise_guard_install = 102;  // MADV_GUARD_INSTALL, Linux 6.13
constexpr int mprotect_budget = 28'000;    // vm.max_map_count is 65,530 and each guard splits a mapping in two

std::atomic<int> protected_guards{0};
std::atomic<bool> warned{false};

void install_guard(char* bottom) {
  if (madvise(bottom, guard_size, advise_guard_install) == 0) {
    return;
  }
  if (protected_guards.fetch_add(1, std::memory_order_relaxed) < mprotect_budget &&
      mprotect(bottom, guard_size, PROT_NONE) == 0) {
    return;
  }
  if (!warned.exchange(true, std::memory_order_relaxed)) {
    std::fputs("aria: more tasks than this kernel can guard; stacks beyond that have no overflow check\n", stderr);
  }
}

char* reserve(std::size_t size) {
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) {
    panic("no address space left for the stack of a task");
  }
  madvise(memory, size, MADV_NOHUGEPAGE);
  return static_cast<char*>(memory);
}

// Regions ever mapped, for is_stack_guard, which runs in a signal handler: append-only, read without a lock.
struct Region {
  std::atomic<char*> begin{nullptr};
  std::atomic<std::size_t> size{0};
  std::atomic<std::size_t> slot{0};
};
std::array<Region, 4096> regions;
std::atomic<std::size_t> region_count{0};

// The release of `size` publishes the entry to is_stack_guard's acquire.
void remember(char* begin, std::size_t size, std::size_t slot) {
  const std::size_t index = region_count.fetch_add(1, std::memory_order_relaxed);
  if (index < regions.size()) {
    regions[index].begin.store(begin, std::memory_order_relaxed);
    regions[index].slot.store(slot, std::memory_order_relaxed);
    regions[index].size.store(size, std::memory_order_release);
  }
}

}  // namespace

StackPool& StackPool::shared() {
  static StackPool* pool = new StackPool;  // outlives every thread
  return *pool;
}

char* StackPool::next_slot() {
  if (region_left_ == 0) {
    region_ = reserve(slot_size * slots_per_region);
    region_left_ = slots_per_region;
    remember(region_, slot_size * slots_per_region, slot_size);
  }
  char* slot = region_;
  region_ += slot_size;
  --region_left_;
  return slot;
}

StackMemory StackPool::take(std::size_t size) {
  if (size > default_size) {
    return map_one(size);
  }
  char* slot = nullptr;
  {
    SpinGuard guard(lock_);
    for (std::vector<char*>* list : {&free_, &clean_}) {
      if (!list->empty()) {
        slot = list->back();
        list->pop_back();
        return {slot + guard_size, default_size};
      }
    }
    slot = next_slot();
  }
  install_guard(slot);
  return {slot + guard_size, default_size};
}

StackMemory StackPool::map_one(std::size_t size) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t usable = (size + page - 1) / page * page;
  char* memory = reserve(usable + guard_size);
  install_guard(memory);
  remember(memory, usable + guard_size, usable + guard_size);
  return {memory + guard_size, usable};
}

void StackPool::give_back(StackMemory stack) noexcept {
  if (stack.size != default_size) {
    munmap(stack.bottom - guard_size, stack.size + guard_size);
    return;
  }
  SpinGuard guard(lock_);
  free_.push_back(stack.bottom - guard_size);
}

// Neighbours in one call. Guards of either kind stay as they are.
void StackPool::release_memory() {
  std::vector<char*> slots;
  {
    SpinGuard guard(lock_);
    slots.swap(free_);
  }
  std::sort(slots.begin(), slots.end());
  for (std::size_t i = 0; i < slots.size();) {
    std::size_t end = i + 1;
    while (end < slots.size() && slots[end] == slots[end - 1] + slot_size) {
      ++end;
    }
    madvise(slots[i], (end - i) * slot_size, MADV_DONTNEED);
    i = end;
  }
  SpinGuard guard(lock_);
  clean_.insert(clean_.end(), slots.begin(), slots.end());
}

bool is_stack_guard(const void* address) noexcept {
  const auto* at = static_cast<const char*>(address);
  const std::size_t count = std::min(region_count.load(std::memory_order_relaxed), regions.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t size = regions[i].size.load(std::memory_order_acquire);
    const char* begin = regions[i].begin.load(std::memory_order_relaxed);
    if (size != 0 && at >= begin && at < begin + size) {
      const std::size_t offset = static_cast<std::size_t>(at - begin);
      return offset % regions[i].slot.load(std::memory_order_relaxed) < guard_size;
    }
  }
  return false;
}

}  // namespace aria::detail
