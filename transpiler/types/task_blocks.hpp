// Calls of the library that run their blocks as tasks, several at once: what is declared `@tasks`.
#pragma once

#include "resolve/attributes.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

inline bool runs_blocks_as_tasks(const CallPlan& plan, const resolve::Bindings& bindings, const support::Interner& interner) {
  return plan.def.valid() && bindings.def(plan.def).is_library && resolve::find_attribute(bindings, interner, plan.def, "tasks", true) != nullptr;
}

}  // namespace ariac::types
