// Walks the cancellation tree, which knows every scope and task.
#include "sync/task_tree.hpp"

#include "sync/wait.hpp"

namespace aria::detail {

namespace {

std::string place(Site site) { return site ? std::string(site.file) + ":" + std::to_string(site.line) : "?"; }

std::string line_of(const CancelNode& node, bool parked_only) {
  if (node.role() == CancelNode::Role::task) {
    const auto& task = static_cast<const TaskCore&>(node);
    const Wait* wait = task.parked_on.load(std::memory_order_acquire);
    std::string line = "task " + (task.name().empty() ? std::to_string(task.number()) : task.name());
    if (wait != nullptr) {
      line += " waits in " + std::string(wait->reason) + " at " + place(wait->site);
    } else if (parked_only) {
      return "";
    }
    return line + (task.site() ? ", spawned at " + place(task.site()) : "");
  }
  if (node.role() == CancelNode::Role::scope && !parked_only) {
    const auto& scope = static_cast<const ScopeCore&>(node);
    return "scope " + scope.settings().name + (scope.site() ? " at " + place(scope.site()) : "");
  }
  return "";
}

void walk(CancelNode& node, int depth, bool parked_only, std::string& text) {
  if (const std::string line = line_of(node, parked_only); !line.empty()) {
    text += std::string(parked_only ? 2 : static_cast<std::size_t>(2 * depth), ' ') + line + "\n";
  }
  for (CancelNode* child : node.children()) {
    walk(*child, depth + 1, parked_only, text);
    child->release();
  }
}

}  // namespace

std::string describe_tasks(ScopeCore& root) {
  std::string text;
  walk(root, 0, false, text);
  return text;
}

std::string describe_parked_tasks(ScopeCore& root) {
  std::string text;
  walk(root, 0, true, text);
  return text;
}

}  // namespace aria::detail
