// Stacks for fibers: lazily committed address space with a guard below each, reused.
//
// Any thread may take and give back. Guards: MADV_GUARD_INSTALL where the kernel has it (6.13), else mprotect up to a budget of map
// entries, else none, with one warning.
#pragma once

#include <cstddef>
#include <vector>

#include "scheduler/context_switch.hpp"
#include "scheduler/spin_lock.hpp"

namespace aria::detail {

class StackPool {
 public:
  static constexpr std::size_t default_size = std::size_t{1} << 20;

  static StackPool& shared();

  // At least `size` usable bytes. Raises an error when the system has no more address space.
  StackMemory take(std::size_t size = default_size);
  void give_back(StackMemory stack) noexcept;
  // Returns to the system what the stacks that nobody has were holding.
  void release_memory();

 private:
  StackMemory map_one(std::size_t size);
  char* next_slot();  // with the lock held

  SpinLock lock_;
  std::vector<char*> free_ ARIA_GUARDED_BY(lock_);   // with pages from their last use
  std::vector<char*> clean_ ARIA_GUARDED_BY(lock_);  // without
  char* region_ ARIA_GUARDED_BY(lock_) = nullptr;
  std::size_t region_left_ ARIA_GUARDED_BY(lock_) = 0;
};

// True if the address lies in the guard below some fiber stack.
bool is_stack_guard(const void* address) noexcept;

}  // namespace aria::detail
