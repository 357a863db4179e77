// Linux futex and membarrier, as leaves that return and touch nothing else.
#pragma once

#include <atomic>
#include <cstdint>

#include "seam/world.hpp"

namespace aria::detail {

// Sleeps while `word` holds `expected`, at most `nanoseconds` (negative: for ever). Wakes spuriously.
void futex_wait(std::atomic<std::uint32_t>& word, std::uint32_t expected, std::int64_t nanoseconds = -1) noexcept;
void futex_wake(std::atomic<std::uint32_t>& word, int count) noexcept;

// An asymmetric pair of barriers, for protocols where one side runs all the time and the other seldom: what one thread
// stores before process_barrier and another before light_barrier cannot both be overlooked by loads that come after.
//
// process_barrier: every thread of the process passes a full memory barrier before it returns. light_barrier costs
// nothing then; where the kernel lacks the first, it is a full fence of its own.
void process_barrier() noexcept;
void register_process_barrier() noexcept;

extern std::atomic<bool> process_barrier_works;
inline void light_barrier() noexcept {
  world::point("barrier");
  if (process_barrier_works.load(std::memory_order_relaxed)) [[likely]] {
    std::atomic_signal_fence(std::memory_order_seq_cst);
  } else {
    std::atomic_thread_fence(std::memory_order_seq_cst);
  }
}

}  // namespace aria::detail
