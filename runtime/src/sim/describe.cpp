#include "sim/describe.hpp"

#include <aria/detail/scope_core.hpp>

#include "sync/task_tree.hpp"
#include "sync/wait.hpp"

namespace aria::sim {

std::string describe_thread(ThreadId id, bool is_clock, const detail::Fiber& fiber) {
  if (is_clock) {
    return "the clock";
  }
  std::string text = "thread " + std::to_string(id);
  if (fiber.task != nullptr) {
    text += " (task " + (fiber.task->name().empty() ? "" : fiber.task->name());
    if (const detail::Wait* wait = fiber.task->parked_on.load(std::memory_order_relaxed)) {
      text += std::string(", in ") + wait->reason;
    }
    text += ")";
  }
  return text;
}

std::string describe_tree_of(detail::TaskCore& task) {
  detail::CancelNode* top = &task;
  while (top->parent() != nullptr) {
    top = top->parent();
  }
  return top->role() == detail::CancelNode::Role::scope ? detail::tree_text(static_cast<detail::ScopeCore&>(*top)) : "";
}

}  // namespace aria::sim
