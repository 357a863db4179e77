// Where the last sender of a channel is done with it.
#include "ownership/channel_ends.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "ast/walk.hpp"
#include "ownership/bodies.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;
using types::CallPlan;
using types::Instance;

namespace {

// Methods of a channel that never send.
bool only_listens(std::string_view method) {
  constexpr std::array<std::string_view, 12> names{"recv", "recv_opt", "recv_result", "recv_timeout", "try_recv", "close",
                                                   "closed?", "empty?", "full?", "len", "capacity", "iter"};
  return std::ranges::find(names, method) != names.end();
}

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

ChannelEnds::ChannelEnds(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner)
    : bindings_(bindings), types_(types), interner_(interner), needed_(bindings.well_known.channel.valid() && loops_over_channels()) {
  if (!needed_) return;
  for (const Instance& instance : types.instances) may_send_.emplace_back(instance.params.size(), false);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < types.instances.size(); ++i) {
      const Instance& instance = types.instances[i];
      const auto* function = instance.def.valid() ? as<FunctionDecl>(bindings.def(instance.def).decl) : nullptr;
      for (std::size_t p = 0; function != nullptr && p < function->params.size() && p < may_send_[i].size(); ++p) {
        const LocalId local = bindings.local_of(function->params[p].id);
        if (may_send_[i][p] || !is_channel(instance, local) || !sends(instance, function->body, local)) continue;
        may_send_[i][p] = changed = true;
      }
    }
  }
}

// Without such a loop nobody notices who could still send.
bool ChannelEnds::loops_over_channels() const {
  for (const Instance& instance : types_.instances) {
    const auto* function = instance.def.valid() ? as<FunctionDecl>(bindings_.def(instance.def).decl) : nullptr;
    bool found = false;
    const auto visit = [&](const Node& node) {
      const auto iterates = [&](const Expr* subject) {
        const types::TypeId* type = subject != nullptr ? instance.types.find(subject->id) : nullptr;
        found = found || (type != nullptr && types_.store.is_named(*type, bindings_.well_known.channel));
      };
      if (const auto* loop = as<For>(&node)) iterates(loop->iterable);
      if (const auto* clauses = as<Comprehension>(&node))
        for (const ForClause& clause : clauses->clauses) iterates(clause.iterable);
      const CallPlan* plan = instance.calls.find(node.id);
      if (plan != nullptr && plan->def.valid() && interner_.text(bindings_.def(plan->def).name) == "iter") iterates(plan->receiver);
      return !found;
    };
    if (function != nullptr)
      for (const Stmt* stmt : function->body.statements) walk(*stmt, visit);
    const resolve::Def* def = instance.def.valid() ? &bindings_.def(instance.def) : nullptr;
    if (def != nullptr && def->kind == resolve::DefKind::program)
      for (const Stmt* stmt : bindings_.modules[def->module.index()].tree->items.statements) walk(*stmt, visit);
    if (found) return true;
  }
  return false;
}

bool ChannelEnds::is_channel(const Instance& instance, LocalId local) const {
  const auto type = instance.locals.find(local);
  return type != instance.locals.end() && types_.store.is_named(type->second, bindings_.well_known.channel);
}

bool ChannelEnds::names(const Expr* e, LocalId local) const {
  return e != nullptr && e->kind == NodeKind::NameExpr && bindings_.entity(e->id).local == local;
}

bool ChannelEnds::mentions(const Node& node, LocalId local) const {
  bool found = false;
  walk(node, [&](const Node& inner) {
    found = found || (inner.kind == NodeKind::NameExpr && bindings_.entity(inner.id).local == local);
    return !found;
  });
  return found;
}

bool ChannelEnds::sends(const Instance& instance, const Body& body, LocalId local) const {
  return std::ranges::any_of(body.statements, [&](const Stmt* stmt) { return sends(instance, *stmt, local); });
}

bool ChannelEnds::call_sends(const Instance& instance, const CallPlan& plan, LocalId local) const {
  if (names(plan.receiver, local)) {
    if (!plan.def.valid() || !only_listens(interner_.text(bindings_.def(plan.def).name))) return true;
  } else if (plan.receiver != nullptr && sends(instance, *plan.receiver, local)) {
    return true;
  }
  const auto signature = types_.signatures.find(plan.def);
  const std::size_t shift = signature != types_.signatures.end() && signature->second.has_self ? 1 : 0;
  for (std::size_t i = 0; i < plan.args.size(); ++i) {
    for (const Argument* rest : plan.args[i].rest)
      if (sends(instance, *rest->value, local)) return true;
    const Expr* value = plan.args[i].value;
    if (value == nullptr) continue;
    if (!names(value, local)) {
      if (sends(instance, *value, local)) return true;
      continue;
    }
    const std::size_t param = i + shift;
    const bool known = plan.instance.valid() && plan.kind == types::CalleeKind::function && param < may_send_[plan.instance.index()].size();
    if (!known || may_send_[plan.instance.index()][param]) return true;
  }
  return false;
}

bool ChannelEnds::sends(const Instance& instance, const Node& node, LocalId local) const {
  if (node.kind == NodeKind::NameExpr) return names(static_cast<const NameExpr*>(&node), local) && !bindings_.local_of(node.id).valid();
  if (node.kind == NodeKind::DeclStmt) return false;
  const auto* unary = as<Unary>(&node);
  if (unary != nullptr && unary->op == UnaryOp::receive && names(unary->operand, local)) return false;
  if (const auto* loop = as<For>(&node)) return (!names(loop->iterable, local) && sends(instance, *loop->iterable, local)) || sends(instance, loop->body, local);
  if (const auto* select = as<Select>(&node)) {
    return std::ranges::any_of(select->arms, [&](const SelectArm& arm) {
      const bool receives = arm.kind == SelectArmKind::ambiguous && !bindings_.ambiguous_sends.contains(arm.id);
      const bool listens = receives || arm.kind == SelectArmKind::receive || arm.kind == SelectArmKind::closed;
      const Expr* source = receives ? arm.value : arm.channel;
      if (!(listens && names(source, local)) && source != nullptr && sends(instance, *source, local)) return true;
      for (const Expr* part : {receives ? nullptr : arm.value, arm.guard})
        if (part != nullptr && sends(instance, *part, local)) return true;
      return sends(instance, arm.body, local);
    });
  }
  const auto* binary = as<Binary>(&node);
  const bool is_send = binary != nullptr && binary->op == BinaryOp::send;
  if (const CallPlan* plan = instance.calls.find(node.id); plan != nullptr && !is_send && plan->kind != types::CalleeKind::value) {
    return call_sends(instance, *plan, local);
  }
  bool found = false;
  for_each_child(node, [&](const Node& child) {
    const auto* clauses = as<Comprehension>(&node);
    const bool iterated = clauses != nullptr && std::ranges::any_of(clauses->clauses, [&](const ForClause& clause) { return clause.iterable == &child && names(clause.iterable, local); });
    found = found || (!iterated && sends(instance, child, local));
  });
  return found;
}

// --- where it ends ------------------------------------------------------------------------------------------------

void ChannelEnds::record(const Instance& instance, InstanceUses& out) const {
  if (!needed_) return;
  const resolve::Def& def = bindings_.def(instance.def);
  if (const auto* function = as<FunctionDecl>(def.decl)) body(instance, function->body, out);
  if (const auto* test = as<TestDecl>(def.decl)) body(instance, test->body, out);
  if (def.kind == resolve::DefKind::program) body(instance, bindings_.modules[def.module.index()].tree->items, out);
}

void ChannelEnds::body(const Instance& instance, const Body& code, InstanceUses& out) const {
  for (std::size_t i = 0; i < code.statements.size(); ++i) {
    const Stmt& stmt = *code.statements[i];
    if (is_own_body(stmt)) continue;
    const Node* target = nullptr;
    if (const auto* let = as<Let>(&stmt)) target = let->pattern;
    if (const auto* assign = as<Assign>(&stmt)) target = assign->target;
    if (target != nullptr)
      walk(*target, [&](const Node& inner) {
        const LocalId local = bindings_.local_of(inner.id);
        if (local.valid() && is_channel(instance, local)) end(instance, &stmt, code.statements.subspan(i + 1), local, out);
        return true;
      });
    nested(instance, stmt, out);
  }
}

// Bodies inside a node, and closures.
void ChannelEnds::nested(const Instance& instance, const Node& node, InstanceUses& out) const {
  if (is_own_body(node)) return;
  if (const auto* spawn = as<Spawn>(&node); spawn != nullptr && spawn->value != nullptr)
    closure(instance, spawn->value->kind == NodeKind::Lambda ? *spawn->value : node, *spawn->value, out);
  std::unordered_set<const Node*> done;
  bodies_of(node, [&](const Body& inner) {
    for (const Stmt* stmt : inner.statements) done.insert(stmt);
    body(instance, inner, out);
  });
  for_each_child(node, [&](const Node& child) {
    if (!done.contains(&child)) nested(instance, child, out);
  });
}

void ChannelEnds::end(const Instance& instance, const Stmt* last, std::span<const Stmt* const> statements, LocalId local, InstanceUses& out) const {
  if (defers_a_send(instance, statements, local)) return;
  const bool is_declared = last != nullptr;
  bool shared = false;      // somebody else may wait for the end
  std::size_t behind = 0;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (!sends(instance, *statements[i], local)) continue;
    last = statements[i];
    behind = i + 1;
  }
  if (last == nullptr) return;
  for (const Stmt* stmt : statements.first(behind)) shared = shared || captures(*stmt, local);
  const auto later = statements.subspan(behind);
  const bool used_later = std::ranges::any_of(later, [&](const Stmt* stmt) { return mentions(*stmt, local); });
  const bool ends_here = used_later || ((shared || !is_declared) && !later.empty() && !moves(*last, local, out));
  auto& ends = out.sending_ends[last];
  if (ends_here && std::ranges::find(ends, local) == ends.end()) ends.push_back(local);
  if (behind != 0) end_inside(instance, *last, local, out);
}

// Then it sends when everything else is over.
bool ChannelEnds::defers_a_send(const Instance& instance, std::span<const Stmt* const> statements, LocalId local) const {
  return std::ranges::any_of(statements, [&](const Stmt* stmt) { return stmt->kind == NodeKind::Defer && sends(instance, *stmt, local); });
}

bool ChannelEnds::captures(const Node& node, LocalId local) const {
  bool found = false;
  walk(node, [&](const Node& inner) {
    found = found || ((inner.kind == NodeKind::Lambda || inner.kind == NodeKind::Spawn) && mentions(inner, local));
    return !found;
  });
  return found;
}

// Whether the variable gives its channel away there: then nothing of it is left to end.
bool ChannelEnds::moves(const Node& node, LocalId local, const InstanceUses& uses) const {
  bool found = false;
  walk(node, [&](const Node& inner) {
    found = found || (inner.kind == NodeKind::NameExpr && bindings_.entity(inner.id).local == local && uses.use(inner.id) == UseKind::move);
    if (const CaptureUses* captured = uses.captures_of(inner.id)) found = found || std::ranges::find(*captured, std::pair(local, UseKind::move)) != captured->end();
    return !found;
  });
  return found;
}

// The last statement that sends may itself hold statements of which only the first ones send.
void ChannelEnds::end_inside(const Instance& instance, const Node& node, LocalId local, InstanceUses& out) const {
  switch (node.kind) {
    case NodeKind::While:
    case NodeKind::For:
    case NodeKind::Loop:
    case NodeKind::Lambda:
    case NodeKind::Spawn:
    case NodeKind::DeclStmt: return;
    default: break;
  }
  // What a `rescue` or `ensure` sends comes after the body.
  int sending = 0;
  bodies_of(node, [&](const Body& nested) { sending += sends(instance, nested, local) ? 1 : 0; });
  if (node.kind == NodeKind::Begin && sending > 1) return;
  bool entered = false;
  bodies_of(node, [&](const Body& nested) {
    entered = true;
    if (defers_a_send(instance, nested.statements, local)) return;
    std::size_t last = nested.statements.size();
    for (std::size_t i = 0; i < nested.statements.size(); ++i)
      if (sends(instance, *nested.statements[i], local)) last = i;
    if (last == nested.statements.size()) return;
    const bool used_later = std::any_of(nested.statements.begin() + static_cast<std::ptrdiff_t>(last) + 1, nested.statements.end(), [&](const Stmt* stmt) { return mentions(*stmt, local); });
    auto& ends = out.sending_ends[nested.statements[last]];
    if (used_later && std::ranges::find(ends, local) == ends.end()) ends.push_back(local);
    end_inside(instance, *nested.statements[last], local, out);
  });
  if (!entered) for_each_child(node, [&](const Node& child) { end_inside(instance, child, local, out); });
}

// What a task captures and never sends on only listens from the start, and else from its last use on that may send.
void ChannelEnds::closure(const Instance& instance, const Node& node, const Node& code, InstanceUses& out) const {
  for (const LocalId local : bindings_.captures_of(node.id)) {
    if (!is_channel(instance, local)) continue;
    if (sends(instance, code, local)) {
      if (const auto* block = as<Lambda>(&code)) end(instance, nullptr, block->body.statements, local, out);
      continue;
    }
    auto& listeners = out.listening_captures[node.id];
    if (std::ranges::find(listeners, local) == listeners.end()) listeners.push_back(local);
  }
}

}  // namespace ariac::ownership
