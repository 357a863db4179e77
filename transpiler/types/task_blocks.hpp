// Calls of the library that run their blocks as tasks, several at once: what is declared `@tasks`.
#pragma once

#include "ast/match.hpp"
#include "resolve/attributes.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

inline bool runs_blocks_as_tasks(const CallPlan& plan, const resolve::Bindings& bindings, const support::Interner& interner) {
  return plan.def.valid() && bindings.def(plan.def).is_library && resolve::find_attribute(bindings, interner, plan.def, "tasks", true) != nullptr;
}

// What it is given, another task may get: `@hands_over`.
inline bool hands_over(const CallPlan& plan, const resolve::Bindings& bindings, const support::Interner& interner) {
  return plan.def.valid() && bindings.def(plan.def).is_library && resolve::find_attribute(bindings, interner, plan.def, "hands_over", false) != nullptr;
}

// `xs.map { … }.await_all`, one form: the function that runs as a task for every element, be it a block, a closure in
// parentheses or a name. Null for other calls, and where the function gives tasks itself.
inline const ast::Expr* mapped_by_tasks(const CallPlan& plan, const Instance& instance, const TypeStore& store, const resolve::Bindings& bindings,
                                        const support::Interner& interner) {
  const auto named = [&](const CallPlan& call, std::string_view name) {
    return call.def.valid() && bindings.def(call.def).is_library && interner.text(bindings.def(call.def).name) == name;
  };
  const auto* map = ast::as<ast::Call>(plan.receiver);
  const CallPlan* mapped = map != nullptr ? instance.calls.find(map->id) : nullptr;
  if (mapped == nullptr || mapped->receiver == nullptr || mapped->args.empty() || !named(plan, "await_all") || !named(*mapped, "map")) return nullptr;
  const TypeId* type = instance.types.find(map->id);
  const bool gives_tasks = type != nullptr && store[*type].args.size() == 1 && store.is_named(store[*type].args[0], store.well_known().task);
  return gives_tasks ? nullptr : mapped->args[0].value;
}

}  // namespace ariac::types
