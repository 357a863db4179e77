// What lowering asks of the effects: may this suspend, is this block a job, does this function need a scope?
#pragma once

#include "effects/effect_table.hpp"

namespace ariac::effects {

// May calling something with this row suspend the task? A function-typed parameter may do anything.
inline bool may_suspend(const EffectSet& row) { return row.has(Effect::async) || !row.awaited_parameters().empty(); }

// May running this instance suspend?
inline bool may_suspend(const EffectTable& table, InstanceId instance) { return may_suspend(table[instance].row); }

// May the code below `node` (a body or expression of `instance`) suspend?
bool may_suspend_inside(const EffectTable& table, InstanceId instance, const ast::Node& node);
bool may_suspend_inside(const EffectTable& table, InstanceId instance, const ast::Body& body);

// The value of this spawn never suspends and never blocks: a job, without a stack of its own.
bool is_job(const EffectTable& table, InstanceId instance, const ast::Spawn& spawn);

// The function, or the closure `owner` in it, has spawns of its own: its body is the body of a function scope.
inline bool needs_scope(const EffectTable& table, InstanceId instance, NodeId owner = {}) {
  return table[instance].scope_owners.contains(owner);
}

// It spawns into a scope that its caller hands in.
inline bool takes_scope(const EffectTable& table, InstanceId instance) { return table[instance].takes_scope; }
inline bool finds_scope(const EffectTable& table, InstanceId instance) { return table[instance].finds_scope; }
inline bool takes_scope(const EffectTable& table, const types::CallPlan& plan) { return takes_scope(table, plan.instance) || table.scoped_methods.contains(plan.def); }

}  // namespace ariac::effects
