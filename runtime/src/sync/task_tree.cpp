// Walks the cancellation tree, which knows every scope and task.
#include "sync/task_tree.hpp"

#include <algorithm>

#include <aria/detail/pending_action.hpp>

#include "sync/channel_core.hpp"

namespace aria::detail {

namespace {

std::string place(Site site) { return site ? std::string(site.file) + ":" + std::to_string(site.line) : "?"; }

// Who waits to receive waits for those.
std::string senders_left(ChannelCore& channel) {
  ChannelGuard guard(channel.lock);
  switch (channel.sending_halves) {
    case 0:
      return " (nobody is left who could send)";
    case 1:
      return " (1 sending half is still held)";
    default:
      return " (" + std::to_string(channel.sending_halves) + " sending halves are still held)";
  }
}

std::string line_of(const CancelNode& node, bool parked_only) {
  if (node.role() == CancelNode::Role::task) {
    const auto& task = static_cast<const TaskCore&>(node);
    if (task.finished()) {
      return "";  // about to be forgotten
    }
    const Wait* wait = task.parked_on.load(std::memory_order_acquire);
    std::string line = "task " + (task.name().empty() ? std::to_string(task.number()) : task.name());
    if (wait != nullptr) {
      line += " waits in " + std::string(wait->reason) + " at " + place(wait->site);
      if (parked_only && wait->receives_from != nullptr) {
        line += senders_left(*wait->receives_from);
      }
    } else if (parked_only) {
      return "";
    }
    return line + (task.site() ? ", spawned at " + place(task.site()) : "");
  }
  if (node.role() == CancelNode::Role::timer && !parked_only) {
    return "timer set at " + place(static_cast<const PendingAction&>(node).site());
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

std::string describe_tasks(ScopeCore& root) { return tree_text(root); }

std::string tree_text(ScopeCore& scope) {
  std::string text;
  walk(scope, 0, false, text);
  return text;
}

namespace {

std::string label_of(const CancelNode& node) {
  std::string label = line_of(node, false);
  std::replace(label.begin(), label.end(), '"', '\'');
  return label.empty() ? "node" : label;
}

// Calls show(node) for every node and connect(parent, node) below the first.
template <typename Show, typename Connect>
void each_node(CancelNode& node, const Show& show, const Connect& connect) {
  show(node);
  for (CancelNode* child : node.children()) {
    connect(node, *child);
    each_node(*child, show, connect);
    child->release();
  }
}

std::string id_of(const CancelNode& node) { return "n" + std::to_string(node.number()); }

}  // namespace

std::string tree_dot(ScopeCore& scope) {
  std::string text = "digraph tasks {\n";
  each_node(
      scope, [&](const CancelNode& node) { text += "  " + id_of(node) + " [label=\"" + label_of(node) + "\"];\n"; },
      [&](const CancelNode& from, const CancelNode& to) { text += "  " + id_of(from) + " -> " + id_of(to) + ";\n"; });
  return text + "}\n";
}

std::string tree_mermaid(ScopeCore& scope) {
  std::string text = "graph TD\n";
  each_node(
      scope, [&](const CancelNode& node) { text += "  " + id_of(node) + "[\"" + label_of(node) + "\"]\n"; },
      [&](const CancelNode& from, const CancelNode& to) { text += "  " + id_of(from) + " --> " + id_of(to) + "\n"; });
  return text;
}

std::string describe_parked_tasks(ScopeCore& root) {
  std::string text;
  walk(root, 0, true, text);
  return text;
}

}  // namespace aria::detail
