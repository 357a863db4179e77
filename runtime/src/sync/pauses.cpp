// Yielding and sleeping.
#include <aria/detail/task_core.hpp>
#include <aria/time.hpp>

#include "sync/task_runner.hpp"
#include "sync/wait.hpp"
#include "time/timer_queue.hpp"

namespace aria {

void yield_now() {
  detail::checkpoint();
  detail::yield_fiber();
}

void sleep(Duration time, Site site) {
  detail::checkpoint();
  detail::Wait wait("sleep", site);
  if (detail::suspend(wait, (Instant::now() + time).as_nanoseconds()) == detail::Wait::cancelled) {
    detail::raise_cancelled();
  }
}

namespace detail {

CancelNode* current_node() noexcept {
  TaskCore* task = current_task();
  return task == nullptr ? nullptr : task->current_node;
}

namespace {

// Owns itself: lives until it fires. It keeps the task's record, not the task, alive.
struct CancelTimer : TimerNode {
  explicit CancelTimer(TaskCore& target) : TimerNode(&expire), task(Ref<TaskCore>::share(&target)) {}
  static void expire(TimerNode& node) {
    auto& self = static_cast<CancelTimer&>(node);
    if (!self.task->finished()) {
      self.task->request("deadline");
    }
    self.task = {};
  }
  Ref<TaskCore> task;
};

}  // namespace

void cancel_after(TaskCore& task, Duration time) {
  auto timer = std::make_shared<CancelTimer>(task);
  task.on_end([timer] { TimerQueue::shared().remove(*timer); });
  TimerQueue::shared().add(*timer, (Instant::now() + time).as_nanoseconds());
}

}  // namespace detail
}  // namespace aria
