#include "sim/describe.hpp"

#include <aria/detail/scope_core.hpp>

#include "sync/task_tree.hpp"
#include "sync/wait.hpp"

namespace aria::sim {

namespace {
detail::ScopeCore* root = nullptr;
}

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

void describe_below(detail::ScopeCore* top) { root = top; }

std::string describe_tree() { return root != nullptr ? detail::tree_text(*root) : ""; }

bool somebody_is_parked() { return root != nullptr && !detail::describe_parked_tasks(*root).empty(); }

}  // namespace aria::sim
