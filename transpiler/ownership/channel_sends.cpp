// Which uses of a channel variable may send.
#include "ownership/channel_sends.hpp"

#include <algorithm>
#include <array>

#include "ast/walk.hpp"

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

}  // namespace

ChannelSends::ChannelSends(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner)
    : bindings_(bindings), types_(types), interner_(interner) {
  if (bindings.well_known.channel.valid()) find_walked();
  if (!matter()) return;
  for (const Instance& instance : types.instances) may_send_.emplace_back(instance.params.size(), false);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < types.instances.size(); ++i) {
      const Instance& instance = types.instances[i];
      const auto* function = instance.def.valid() ? as<FunctionDecl>(bindings.def(instance.def).decl) : nullptr;
      for (std::size_t p = 0; function != nullptr && p < function->params.size() && p < may_send_[i].size(); ++p) {
        const LocalId local = bindings.local_of(function->params[p].id);
        if (may_send_[i][p] || !is_walked_channel(instance, local) || !sends(instance, function->body, local)) continue;
        may_send_[i][p] = changed = true;
      }
    }
  }
}

void ChannelSends::find_walked() {
  for (const Instance& instance : types_.instances) {
    const auto* function = instance.def.valid() ? as<FunctionDecl>(bindings_.def(instance.def).decl) : nullptr;
    const auto visit = [&](const Node& node) {
      const auto iterates = [&](const Expr* subject) {
        const types::TypeId* type = subject != nullptr ? instance.types.find(subject->id) : nullptr;
        if (type != nullptr && types_.store.is_named(*type, bindings_.well_known.channel)) walked_.insert(*type);
      };
      if (const auto* loop = as<For>(&node)) iterates(loop->iterable);
      if (const auto* clauses = as<Comprehension>(&node))
        for (const ForClause& clause : clauses->clauses) iterates(clause.iterable);
      const CallPlan* plan = instance.calls.find(node.id);
      if (plan != nullptr && iterates_over_receiver(*plan)) iterates(plan->receiver);
      return true;
    };
    if (function != nullptr)
      for (const Stmt* stmt : function->body.statements) walk(*stmt, visit);
    const resolve::Def* def = instance.def.valid() ? &bindings_.def(instance.def) : nullptr;
    if (const auto* test = def != nullptr ? as<TestDecl>(def->decl) : nullptr)
      for (const Stmt* stmt : test->body.statements) walk(*stmt, visit);
    if (def != nullptr && def->kind == resolve::DefKind::program)
      for (const Stmt* stmt : bindings_.modules[def->module.index()].tree->items.statements) walk(*stmt, visit);
  }
}

bool ChannelSends::is_walked_channel(const Instance& instance, LocalId local) const {
  const auto type = instance.locals.find(local);
  return type != instance.locals.end() && is_walked(type->second);
}

bool ChannelSends::is_walked(types::TypeId type) const {
  if (!types_.store.is_named(type, bindings_.well_known.channel)) return false;
  // A type parameter may stand for any type.
  return types_.store[type].has_params || std::ranges::any_of(walked_, [&](types::TypeId walked) { return walked == type || types_.store[walked].has_params; });
}

bool ChannelSends::is_unnamed_channel(const Instance& instance, const Expr& e) const {
  const bool is_call = e.kind == NodeKind::Call || e.kind == NodeKind::NameExpr || e.kind == NodeKind::Member || e.kind == NodeKind::PathExpr;
  const types::TypeId* type = instance.types.find(e.id);
  const bool is_made = e.kind == NodeKind::Begin || (is_call && instance.calls.find(e.id) != nullptr);
  return is_made && type != nullptr && is_walked(*type);
}

bool ChannelSends::iterates_over_receiver(const CallPlan& plan) const {
  return plan.receiver != nullptr && plan.def.valid() && interner_.text(bindings_.def(plan.def).name) == "iter";
}

bool ChannelSends::argument_sends(const CallPlan& plan, std::size_t at) const {
  const auto signature = types_.signatures.find(plan.def);
  const std::size_t param = at + (signature != types_.signatures.end() && signature->second.has_self ? 1 : 0);
  const bool known = plan.instance.valid() && plan.kind == types::CalleeKind::function && param < may_send_[plan.instance.index()].size();
  return !known || may_send_[plan.instance.index()][param];
}

bool ChannelSends::names(const Expr* e, LocalId local) const {
  return e != nullptr && e->kind == NodeKind::NameExpr && bindings_.entity(e->id).local == local;
}

bool ChannelSends::mentions(const Node& node, LocalId local) const {
  bool found = false;
  walk(node, [&](const Node& inner) {
    found = found || (inner.kind == NodeKind::NameExpr && bindings_.entity(inner.id).local == local);
    return !found;
  });
  return found;
}

bool ChannelSends::sends(const Instance& instance, const Body& body, LocalId local) const {
  return std::ranges::any_of(body.statements, [&](const Stmt* stmt) { return sends(instance, *stmt, local); });
}

bool ChannelSends::call_sends(const Instance& instance, const CallPlan& plan, LocalId local) const {
  if (names(plan.receiver, local)) {
    if (!plan.def.valid() || !only_listens(interner_.text(bindings_.def(plan.def).name))) return true;
  } else if (plan.receiver != nullptr && sends(instance, *plan.receiver, local)) {
    return true;
  }
  for (std::size_t i = 0; i < plan.args.size(); ++i) {
    for (const Argument* rest : plan.args[i].rest)
      if (sends(instance, *rest->value, local)) return true;
    const Expr* value = plan.args[i].value;
    if (value == nullptr) continue;
    if (!names(value, local)) {
      if (sends(instance, *value, local)) return true;
      continue;
    }
    if (!is_walked_channel(instance, local) || argument_sends(plan, i)) return true;
  }
  return false;
}

bool ChannelSends::sends(const Instance& instance, const Node& node, LocalId local) const {
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

}  // namespace ariac::ownership
