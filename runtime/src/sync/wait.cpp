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

namespace {

void park_on(Wait& wait, TaskCore* task) {
  if (task == nullptr) {
    park();
    return;
  }
  task->parked_on.store(&wait, std::memory_order_release);
  park();
  task->parked_on.store(nullptr, std::memory_order_release);
}

[[gnu::noinline]] void park_until(Wait& wait, TaskCore* task, std::int64_t limit) {
  if (limit <= Instant::now().as_nanoseconds()) {
    if (!wait.claim(Wait::timed_out)) {
      park_on(wait, task);
    }
    return;
  }
  WaitTimer timer(wait);
  TimerQueue::shared().add(timer, limit);
  park_on(wait, task);
  // The acquire pairs with the release in TimerQueue::fire: the timer thread is done with the node.
  world::point("timer");
  if (timer.state.load(std::memory_order_acquire) != TimerNode::State::idle && !world::mutated(Mutant::timer_left_queued)) {
    TimerQueue::shared().remove(timer);
  }
}

}  // namespace

int suspend(Wait& wait, std::int64_t deadline, bool uncancellable) {
  TaskCore* task = wait.fiber->task;
  CancelNode* node = uncancellable || task == nullptr ? nullptr : task->current_node;
  bool must_park = true;
  if (node != nullptr && !node->watch(wait)) [[unlikely]] {
    must_park = !wait.claim(Wait::cancelled);
  }
  std::int64_t limit = deadline;
  bool limited_by_shield = false;
  if (node != nullptr && task->shield != nullptr) [[unlikely]] {
    const std::int64_t shield_end = hidden_cancellation_shows_at(*task);
    limited_by_shield = shield_end < limit;
    limit = std::min(limit, shield_end);
  }
  if (must_park) {
    if (limit == no_deadline) [[likely]] {
      park_on(wait, task);
    } else {
      park_until(wait, task, limit);
    }
  }
  if (node != nullptr) {
    node->unwatch();
  }
  const int outcome = wait.outcome.load(std::memory_order_acquire);
  return outcome == Wait::timed_out && limited_by_shield ? Wait::cancelled : outcome;
}

}  // namespace aria::detail
