// Types as Aria writes them: `[Int]`, `String?`, `Fn(Int) -> Bool`.
#pragma once

#include <string>

#include "types/solver.hpp"

namespace ariac::types {

// Bound variables are followed when there is a solver; open ones print as `_`.
std::string print_type(const TypeStore& store, const resolve::Bindings& bindings, const support::Interner& interner, TypeId type,
                       const Solver* solver = nullptr);

}  // namespace ariac::types
