// The timers of the program.
#include "time/timer_queue.hpp"

namespace aria::detail {

TimerQueue& TimerQueue::shared() {
  static TimerQueue* queue = new TimerQueue;  // outlives its thread
  return *queue;
}

}  // namespace aria::detail
