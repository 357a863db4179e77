#include "ownership/used_up.hpp"

#include <algorithm>

#include "ast/match.hpp"

namespace ariac::ownership {

using types::CallPlan;
using types::TypeId;
using types::TypeKind;

namespace {

bool mentions(const types::TypeStore& store, TypeId type, resolve::DefId def) {
  if (!type.valid()) return true;
  const types::Type& parts = store[type];
  if (parts.kind == TypeKind::named && parts.def == def) return true;
  return std::ranges::any_of(parts.args, [&](TypeId part) { return mentions(store, part, def); });
}

}  // namespace

bool is_lazy(const resolve::Bindings& bindings, const CallPlan& plan) {
  if (!plan.def.valid() || !bindings.def(plan.def).is_library) return false;
  const auto* decl = ast::as<ast::FunctionDecl>(bindings.def(plan.def).decl);
  return decl != nullptr && std::ranges::any_of(decl->params, [](const ast::Param& param) { return param.escaping; });
}

void note_used_up(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings, const ast::Node& node,
                  std::unordered_set<ast::NodeId>& used_up) {
  if (const auto* loop = ast::as<ast::For>(&node)) used_up.insert(loop->iterable->id);
  if (const auto* made = ast::as<ast::Comprehension>(&node))
    for (const ast::ForClause& clause : made->clauses) used_up.insert(clause.iterable->id);
  const CallPlan* plan = instance.calls.find(node.id);
  if (plan == nullptr || !plan->def.valid() || !bindings.def(plan->def).is_library) return;
  const auto note = [&](const ast::Expr* operand, bool is_receiver) {
    const CallPlan* made = operand != nullptr ? instance.calls.find(operand->id) : nullptr;
    if (made == nullptr || !made->result.valid() || types.store[made->result].kind != TypeKind::named) return;
    const resolve::DefId sequence = types.store[made->result].def;
    const bool goes_on = plan->result.valid() && types.store[plan->result].kind == TypeKind::named && types.store[plan->result].def == sequence;
    const bool ends = is_receiver && !mentions(types.store, plan->result, sequence);
    if (ends || (goes_on && used_up.contains(node.id))) used_up.insert(operand->id);
  };
  note(plan->receiver, true);
  for (const types::ArgSource& argument : plan->args) note(argument.value, false);
}

}  // namespace ariac::ownership
