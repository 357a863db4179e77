// aria::poll(): at the back-edge of a loop that has no other checkpoint. One load, until the loop has run for some
// milliseconds: then it lets others run, and a cancellation shows.
#pragma once

#include <atomic>
#include <cstdint>

namespace aria {

namespace detail {
extern std::atomic<std::uint32_t> schedulers_overdue;
void poll_overdue();
}  // namespace detail

inline void poll() {
  if (detail::schedulers_overdue.load(std::memory_order_relaxed) != 0) [[unlikely]] {
    detail::poll_overdue();
  }
}

}  // namespace aria
