// The beginning of every operation that may suspend.
#pragma once

#include <aria/detail/task_core.hpp>

#include "scheduler/worker.hpp"

namespace aria::detail {

// Has a checkpoint of the running fiber anything to look at?
inline bool must_check(const Fiber& self) noexcept {
  const TaskCore* task = self.task;
  return task != nullptr && (task->shield != nullptr || task->current_node->visible());
}

// A checkpoint of the calling fiber, which is the result.
inline Fiber& enter_operation() {
  Fiber& self = current_fiber();
  if (must_check(self)) [[unlikely]] {
    checkpoint();
  }
  return self;
}

}  // namespace aria::detail
