// Shields and the cleanup grace.
#include "sync/shield.hpp"

#include <aria/detail/error_types.hpp>
#include <aria/detail/scope_core.hpp>

#include "sync/wait.hpp"

namespace aria::detail {

ShieldFrame::ShieldFrame(Purpose why, Duration time) : task(current_task()), purpose(why) {
  if (task == nullptr) {
    return;
  }
  end = (Instant::now() + time).as_nanoseconds();
  outside = task->current_node;
  enclosing = task->shield;
  node = new CancelNode(CancelNode::Role::shield, nullptr);
  task->current_node = node;
  task->shield = this;
}

ShieldFrame::~ShieldFrame() {
  if (task != nullptr) {
    task->current_node = outside;
    task->shield = enclosing;
    node->release();
  }
}

Duration cleanup_grace() {
  const TaskCore* task = current_task();
  return task == nullptr ? Duration{} : task->current_scope->settings().cleanup;
}

namespace {
bool hides_cancellation(const ShieldFrame& frame) {
  return frame.outside->visible() || (frame.enclosing != nullptr && hides_cancellation(*frame.enclosing));
}
}  // namespace

// A scope opened inside the shield does not lengthen it: the frame is found through the task, whatever is current.
std::int64_t hidden_cancellation_shows_at(const TaskCore& task) {
  return task.shield != nullptr && hides_cancellation(*task.shield) ? task.shield->end : no_deadline;
}

void raise_through_shield(TaskCore& task) {
  ShieldFrame& frame = *task.shield;
  if (frame.purpose == ShieldFrame::Purpose::cleanup) {
    raise(CleanupTimeout{}, Site{});
  }
  CancelNode* origin = frame.outside->origin();
  raise(Cancelled(origin != nullptr ? origin->number() : 0, origin != nullptr ? origin->reason() : ""), Site{});
}

}  // namespace aria::detail
