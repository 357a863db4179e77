// aria::poll(): at the back-edge of a loop that has no other checkpoint. One load, until the loop has run for some
// milliseconds: then it lets others run, and a cancellation shows.
#pragma once

#include <atomic>

namespace aria {

namespace detail {
extern std::atomic<bool> some_worker_is_overdue;
void poll_overdue();
}  // namespace detail

inline void poll() {
  if (detail::some_worker_is_overdue.load(std::memory_order_relaxed)) [[unlikely]] {
    detail::poll_overdue();
  }
}

}  // namespace aria
