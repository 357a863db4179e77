// Which functions and closures are scopes of their own, and which spawn into their caller's: those whose result holds a
// task, and so on up, as long as results hold tasks.
#pragma once

#include "effects/collect.hpp"

namespace ariac::effects {

// The type is or holds a Task.
bool holds_task(const types::TypeTable& types, const resolve::Bindings& bindings, types::TypeId type);

// Sets scope_owners and takes_scope of every instance, and adds to what the sources of tasks do that somebody waits for them.
void assign_scopes(const resolve::Bindings& bindings, const types::TypeTable& types, ProgramUnknowns& program, EffectTable& table);

}  // namespace ariac::effects
