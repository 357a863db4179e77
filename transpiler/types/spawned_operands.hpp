// `spawn f(a, g())`: the call is the task; what it is given is computed by the spawner, once.
#pragma once

#include "ast/walk.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

// Whether the operands of this spawned call are computed before the task starts.
inline bool takes_operands(const CallPlan* plan) { return plan != nullptr && plan->kind != CalleeKind::value && !plan->safe; }

// Names are taken along instead, and what needs no computing stands in the task.
inline bool is_computed_by_spawner(const Instance& instance, const ast::Expr& operand) {
  if (ast::is_literal(operand) || operand.kind == ast::NodeKind::Lambda) return false;
  if (operand.kind == ast::NodeKind::NameExpr) return instance.tries.find(operand.id) != nullptr;   // `x?` may leave the spawner
  const Selection* selection = instance.selections.find(operand.id);
  return selection == nullptr || selection->kind != MemberKind::type;
}

// Calls f(operand) for each operand of the spawned call that is computed before the task starts.
template <typename F>
void for_each_computed_operand(const Instance& instance, const ast::Expr& spawned, F&& f) {
  const CallPlan* plan = instance.calls.find(spawned.id);
  if (!takes_operands(plan)) return;
  const auto operand = [&](const ast::Expr* value) {
    if (value != nullptr && is_computed_by_spawner(instance, *value)) f(*value);
  };
  operand(plan->receiver);
  for (const ArgSource& source : plan->args) {
    operand(source.value);
    for (const ast::Argument* rest : source.rest) operand(rest->value);
  }
}

}  // namespace ariac::types
