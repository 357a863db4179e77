// The beginning of every operation that may suspend.
#pragma once

#include <aria/detail/task_core.hpp>

#include "scheduler/worker.hpp"

namespace aria::detail {

// A checkpoint of the calling fiber, which is the result.
inline Fiber& enter_operation() {
  Fiber& self = current_fiber();
  const TaskCore* task = self.task;
  if (task != nullptr && (task->shield != nullptr || task->current_node->visible())) [[unlikely]] {
    checkpoint();
  }
  return self;
}

}  // namespace aria::detail
