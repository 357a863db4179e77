// Which variables of an instance hold channels, and what its tasks capture of them.
#include "ownership/channel_ends.hpp"

#include <algorithm>

#include "ast/walk.hpp"
#include "ownership/bodies.hpp"
#include "ownership/channel_life.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;
using types::Instance;

namespace {

// Calls f with each body that is part of the node itself.
template <typename T, typename F>
void each_body(const T& value, F& f) {
  if constexpr (std::is_same_v<T, Body>) {
    f(value);
  } else if constexpr (std::is_pointer_v<T>) {
    // a node of its own
  } else if constexpr (ast::is_span<T>) {
    for (const auto& element : value) each_body(element, f);
  } else if constexpr (requires { value.reflect(); }) {
    std::apply([&](const auto&... field) { (each_body(field.value, f), ...); }, value.reflect());
  }
}

template <typename F>
void bodies_of(const Node& node, F f) {
  ast::visit(node, [&](const auto& actual) { std::apply([&](const auto&... field) { (each_body(field.value, f), ...); }, actual.reflect()); });
}

}  // namespace

void ChannelEnds::record(const Instance& instance, InstanceUses& out) const {
  if (!sends_.matter()) return;
  const resolve::Def& def = bindings_.def(instance.def);
  if (const auto* function = as<FunctionDecl>(def.decl)) body(instance, function->body, out);
  if (const auto* test = as<TestDecl>(def.decl)) body(instance, test->body, out);
  if (def.kind == resolve::DefKind::program) body(instance, bindings_.modules[def.module.index()].tree->items, out);
}

std::size_t ChannelEnds::mentions(const Body& code, LocalId local) const {
  std::size_t found = 0;
  for (const Stmt* stmt : code.statements)
    walk(*stmt, [&](const Node& inner) {
      found += bindings_.entity(inner.id).local == local || bindings_.local_of(inner.id) == local ? 1 : 0;
      return true;
    });
  return found;
}

// The innermost body that holds all that is said of the variable. Where that is a loop's, each run gives it a value
// before it reads one.
const Body& ChannelEnds::home(const Body& code, LocalId local) const {
  const std::size_t all = mentions(code, local);
  const Body* inside = nullptr;
  for (const Stmt* stmt : code.statements)
    walk(*stmt, [&](const Node& node) {
      if (inside != nullptr || is_own_body(node) || node.kind == NodeKind::Lambda) return false;
      bodies_of(node, [&](const Body& nested) {
        if (mentions(nested, local) == all) inside = &nested;
      });
      return true;
    });
  return inside != nullptr ? home(*inside, local) : code;
}

// What is made in the middle of an expression, and given to somebody who only listens.
void ChannelEnds::unnamed(const Instance& instance, const Node& node, InstanceUses& out) const {
  const auto listens = [&](const Expr* channel) {
    if (channel != nullptr && sends_.is_unnamed_channel(instance, *channel)) out.listening_values.insert(channel->id);
  };
  if (const auto* loop = as<For>(&node)) listens(loop->iterable);
  if (const auto* made = as<Comprehension>(&node))
    for (const ForClause& clause : made->clauses) listens(clause.iterable);
  const types::CallPlan* plan = instance.calls.find(node.id);
  if (plan == nullptr) return;
  if (sends_.iterates_over_receiver(*plan)) listens(plan->receiver);
  for (std::size_t i = 0; i < plan->args.size(); ++i)
    if (!sends_.argument_sends(*plan, i)) listens(plan->args[i].value);
}

// The variables that the body itself declares; blocks and tasks inside are bodies of their own.
void ChannelEnds::body(const Instance& instance, const Body& code, InstanceUses& out) const {
  std::vector<LocalId> declared;
  std::vector<LocalId> closures;
  for (const Stmt* stmt : code.statements)
    walk(*stmt, [&](const Node& node) {
      if (is_own_body(node)) return false;
      unnamed(instance, node, out);
      if (const auto* spawn = as<Spawn>(&node)) task(instance, *spawn, out);
      if (const auto* block = as<Lambda>(&node)) {
        body(instance, block->body, out);
        return false;
      }
      const Node* target = nullptr;
      if (const auto* let = as<Let>(&node)) target = let->pattern;
      if (const auto* assign = as<Assign>(&node)) target = assign->target;
      if (const LocalId closure = closure_that_sends(instance, node, closures, out); closure.valid() && std::ranges::find(closures, closure) == closures.end()) closures.push_back(closure);
      if (target != nullptr)
        walk(*target, [&](const Node& inner) {
          const LocalId local = bindings_.local_of(inner.id);
          if (local.valid() && sends_.is_walked_channel(instance, local)) declared.push_back(local);
          return true;
        });
      return true;
    });
  for (const LocalId local : declared) ChannelLife(bindings_, sends_, instance, local, out).end_in(home(code, local), ChannelLife::Origin::declared);
  for (const LocalId local : closures) ChannelLife(bindings_, sends_, instance, local, out).end_in(home(code, local), ChannelLife::Origin::captured);
}

// The variable that a closure is given to which holds a channel, or another such closure: its last call is the last that
// could send.
LocalId ChannelEnds::closure_that_sends(const Instance& instance, const Node& node, std::span<const LocalId> others, const InstanceUses& out) const {
  const auto* let = as<Let>(&node);
  const auto* assign = as<Assign>(&node);
  const Expr* value = let != nullptr ? let->value : assign != nullptr ? assign->value : nullptr;
  const CaptureUses* captured = value != nullptr && value->kind == NodeKind::Lambda ? out.captures_of(value->id) : nullptr;
  const auto holds = [&](const auto& each) { return sends_.is_walked_channel(instance, each.first) || std::ranges::find(others, each.first) != others.end(); };
  if (captured == nullptr || std::ranges::none_of(*captured, holds)) return {};
  if (assign != nullptr) return bindings_.entity(assign->target->id).local;
  const LocalId declared = bindings_.local_of(let->pattern->id);
  return declared.valid() ? declared : bindings_.entity(let->pattern->id).local;
}

// What a task captures and never sends on only listens from the start, and else from its last use on that may send.
void ChannelEnds::task(const Instance& instance, const Spawn& spawn, InstanceUses& out) const {
  if (spawn.value == nullptr) return;
  const auto* block = as<Lambda>(spawn.value);
  const Node& node = block != nullptr ? static_cast<const Node&>(*block) : spawn;
  for (const LocalId local : bindings_.captures_of(node.id)) {
    if (!sends_.is_walked_channel(instance, local)) continue;
    if (!sends_.sends(instance, *spawn.value, local)) {
      auto& listeners = out.listening_captures[node.id];
      if (std::ranges::find(listeners, local) == listeners.end()) listeners.push_back(local);
    } else if (block != nullptr) {
      ChannelLife(bindings_, sends_, instance, local, out).end_in(block->body, ChannelLife::Origin::captured);
    }
  }
}

}  // namespace ariac::ownership
