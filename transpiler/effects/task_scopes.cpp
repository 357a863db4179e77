// Which functions are the scope of the tasks they spawn.
#include "effects/task_scopes.hpp"

#include <algorithm>
#include <unordered_set>

namespace ariac::effects {

namespace {

class Holds {
 public:
  Holds(const types::TypeTable& types, DefId task, bool in_closures) : types_(types), task_(task), in_closures_(in_closures) {}

  bool task(types::TypeId id) {
    if (!id.valid() || !task_.valid() || !seen_.insert(id).second) return false;
    const types::Type& type = types_.store[id];
    if (type.kind == types::TypeKind::function) return in_closures_ && task(types_.store.result_of(id));
    if (type.kind == types::TypeKind::named && type.def == task_) return true;
    for (types::TypeId argument : type.args) {
      if (task(argument)) return true;
    }
    auto info = type.kind == types::TypeKind::named ? types_.types.find(type.def) : types_.types.end();
    if (info == types_.types.end()) return false;
    for (const types::RecordInfo& variant : info->second.variants) {
      for (const types::FieldInfo& field : variant.fields) {
        if (task(field.type)) return true;
      }
    }
    return false;
  }

 private:
  const types::TypeTable& types_;
  DefId task_;
  bool in_closures_;
  std::unordered_set<types::TypeId> seen_;
};

// The method of a trait that a function is reached through, its own body there included; invalid: it is no method of a trait.
DefId method_of_trait(const resolve::Bindings& bindings, const types::TypeTable& types, DefId function) {
  const resolve::Def& def = bindings.def(function);
  if (bindings.def(def.parent).kind == resolve::DefKind::trait) return function;
  const auto impl = types.impls.find(def.parent);
  if (impl == types.impls.end() || !impl->second.trait.valid()) return {};
  const auto members = bindings.members(impl->second.trait);
  const auto method = std::ranges::find_if(members, [&](DefId member) { return bindings.def(member).name == def.name; });
  return method == members.end() ? DefId() : *method;
}

}  // namespace

bool holds_task(const types::TypeTable& types, const resolve::Bindings& bindings, types::TypeId type) {
  return Holds(types, bindings.well_known.task, false).task(type);
}

void assign_scopes(const resolve::Bindings& bindings, const types::TypeTable& types, ProgramUnknowns& program, EffectTable& table) {
  // What a closure spawns belongs to the function that wrote it, or on up to whoever it was handed to.
  std::vector<bool> gives_task(types.instances.size());
  std::vector<DefId> methods(types.instances.size());
  std::unordered_set<DefId> finding_methods;       // of the library's traits, where some impl finds its scope
  for (std::size_t i = 0; i < types.instances.size(); ++i) {
    const types::Instance& instance = types.instances[i];
    const bool is_function = instance.def.valid() && bindings.def(instance.def).kind == resolve::DefKind::function;
    if (is_function) methods[i] = method_of_trait(bindings, types, instance.def);
    gives_task[i] = is_function && Holds(types, bindings.well_known.task, true).task(instance.result);
    // What is reached through a trait has the trait's interface, that of every impl. The library hands no scope in.
    if (methods[i].valid() && gives_task[i] && !bindings.def(methods[i]).is_library) table.scoped_methods.insert(methods[i]);
  }
  for (std::size_t i = 0; i < types.instances.size(); ++i) {
    if (!methods[i].valid() || bindings.def(methods[i]).is_library) continue;
    gives_task[i] = false;
    table.instances[i].takes_scope = table.scoped_methods.contains(methods[i]);
  }
  const auto starts_tasks = [&](const TaskSource& source) {
    if (source.fallback.valid()) return table[source.callee].scope_owners.contains(source.fallback);
    if (source.callee.valid()) return table[source.callee].takes_scope || table[source.callee].finds_scope;
    return !source.method.valid() || table.scoped_methods.contains(source.method) || finding_methods.contains(source.method);
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < types.instances.size(); ++i) {
      InstanceEffects& effects = table.instances[i];
      for (const TaskSource& source : program.instances[i].task_sources)
        if (starts_tasks(source) && effects.scope_owners.insert(source.owner).second) changed = true;
      if (effects.takes_scope || effects.finds_scope || !gives_task[i] || !effects.scope_owners.contains(NodeId())) continue;
      (methods[i].valid() ? effects.finds_scope : effects.takes_scope) = changed = true;
      if (methods[i].valid()) finding_methods.insert(methods[i]);
    }
  }
  // Whoever leaves a default out waits for its tasks, or hands them on as well.
  for (std::size_t i = 0; i < types.instances.size(); ++i) {
    const InstanceUnknowns& unknowns = program.instances[i];
    for (const TaskSource& source : unknowns.task_sources) {
      const bool handed_on = source.owner.valid() ? unknowns.defaults.contains(source.owner) : table.instances[i].takes_scope || table.instances[i].finds_scope;
      if (!handed_on && starts_tasks(source)) program.equations.add(source.at, EffectSet::of(Effect::async));
    }
  }
}

}  // namespace ariac::effects
