#include "sim/virtual_clock.hpp"

#include "seam/world.hpp"
#include "time/timer_queue.hpp"

namespace aria::detail {

namespace {
TimerQueue* timers = nullptr;
}

TimerQueue& TimerQueue::shared() {
  if (timers == nullptr) {
    timers = new TimerQueue;
  }
  return *timers;
}

}  // namespace aria::detail

namespace aria::sim {

// A failed schedule may have left the queue locked, with timers on stacks that are gone.
void reset_clock() {
  delete detail::timers;
  detail::timers = nullptr;
  detail::TimerQueue::shared().use_virtual_time(0);
}

void run_clock() {
  detail::TimerQueue& timers = detail::TimerQueue::shared();
  for (;;) {
    detail::world::wait_until([&timers] { return timers.pending() != 0; });
    timers.advance_to_next();
  }
}

bool timers_left() { return detail::TimerQueue::shared().pending() != 0; }

}  // namespace aria::sim
