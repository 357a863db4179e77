// What a function takes, gives and may do, in one line: `apply(f: Fn(Int) -> Int !{e}, n: Int) -> Int !{e}`.
#pragma once

#include <string>

#include "effects/effect_table.hpp"

namespace ariac::effects {

// The function-typed parameters that the body calls lend their effects a name: `e`, or `e1`, `e2` … of several.
std::string signature_line(const EffectTable& table, const types::TypeTable& types, const resolve::Bindings& bindings,
                           const support::Interner& interner, InstanceId id);

// signature_line() of every function of the program's own modules, in the order of their declarations; methods under
// the name of their type: `Shop.total(self) -> Int !{}`.
std::string print_functions(const EffectTable& table, const types::TypeTable& types, const resolve::Bindings& bindings,
                            const support::Interner& interner);

}  // namespace ariac::effects
