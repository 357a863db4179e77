// Parking an operation. The order of registration does not matter: every source makes one claim, and the fiber parks
// exactly when somebody else won or will win.
#include "sync/wait.hpp"

#include <algorithm>

#include <aria/detail/task_core.hpp>

#include "sync/shield.hpp"
#include "time/timer_queue.hpp"

namespace aria::detail {

namespace {

struct WaitTimer : TimerNode {
  explicit WaitTimer(Wait& operation) noexcept : TimerNode(&expire), wait(operation) {}
  static void expire(TimerNode& node) {
    Wait& wait = static_cast<WaitTimer&>(node).wait;
    Fiber& fiber = *wait.fiber;
    if (wait.claim(Wait::timed_out)) {
      unpark(fiber);
    }
  }
  Wait& wait;
};

}  // namespace

int suspend(Wait& wait, std::int64_t deadline, bool uncancellable) {
  TaskCore* task = current_task();
  CancelNode* node = uncancellable || task == nullptr ? nullptr : task->current_node;
  bool must_park = true;
  if (node != nullptr && !node->watch(wait)) {
    must_park = !wait.claim(Wait::cancelled);
  }
  std::int64_t limit = deadline;
  bool limited_by_shield = false;
  if (must_park && node != nullptr && task->shield != nullptr) {
    const std::int64_t shield_end = hidden_cancellation_shows_at(*task);
    limited_by_shield = shield_end < limit;
    limit = std::min(limit, shield_end);
  }
  WaitTimer timer(wait);
  if (must_park && limit != no_deadline) {
    if (limit <= Instant::now().as_nanoseconds()) {
      must_park = !wait.claim(Wait::timed_out);
    } else {
      TimerQueue::shared().add(timer, limit);
    }
  }
  if (must_park) {
    if (task != nullptr) {
      task->parked_on.store(&wait, std::memory_order_release);
    }
    park();
    if (task != nullptr) {
      task->parked_on.store(nullptr, std::memory_order_release);
    }
  }
  // The acquire pairs with the release in TimerQueue::fire: the timer thread is done with the node.
  if (timer.state.load(std::memory_order_acquire) != TimerNode::State::idle) {
    TimerQueue::shared().remove(timer);
  }
  if (node != nullptr) {
    node->unwatch(wait);
  }
  const int outcome = wait.outcome.load(std::memory_order_acquire);
  return outcome == Wait::timed_out && limited_by_shield ? Wait::cancelled : outcome;
}

}  // namespace aria::detail
