// EffectTable: what each instance, and each closure and spawned block in it, may do besides computing its value.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "effects/effect_set.hpp"

namespace ariac::effects {

using ast::NodeId;
using types::InstanceId;

struct InstanceEffects {
  EffectSet row;
  // Of a function that gives a Result: what its body raises other than by an early `return Err(…)`, before it becomes an Err.
  EffectSet body{};
  // Of lambdas and of the values of spawns: what running them does.
  std::unordered_map<NodeId, EffectSet> closures;
  // Of calls and operators that do anything: what the call alone does, closures that are handed in included.
  std::unordered_map<NodeId, EffectSet> calls;
  std::vector<NodeId> bare_spawns{};
  // The closures and defaults that bare spawns belong to, and calls of functions that spawn into their caller's scope (an
  // invalid id: the instance itself): it is their scope, and waits for them.
  std::unordered_set<NodeId> scope_owners;
  // Its tasks belong to the scope of its caller: its result holds their handles.
  bool takes_scope = false;
  // So they do, but the library calls it, without a scope to hand in: it looks for the innermost that is open.
  bool finds_scope = false;
};

struct EffectTable {
  std::vector<InstanceEffects> instances;          // by InstanceId
  // Methods of traits whose result holds a task in some impl: whoever calls them hands in a scope.
  std::unordered_set<DefId> scoped_methods;

  const InstanceEffects& operator[](InstanceId id) const {
    static const InstanceEffects kNone;
    return id.valid() && id.index() < instances.size() ? instances[id.index()] : kNone;
  }
};

}  // namespace ariac::effects
