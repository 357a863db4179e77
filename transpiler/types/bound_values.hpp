// Closures that captured what belongs to one task and then left the place they were written at, and such values that became
// a `dyn`. A function value of such a type that comes out of a function, a field or a channel may be one of them, and so
// may a `dyn` of the same trait: it stays in its task as well.
#pragma once

#include <span>

#include "types/handed_on.hpp"
#include "types/program_inference.hpp"

namespace ariac::types {

// Fills ProgramInference::bound_functions and bound_dyns from all instances.
void find_bound_values(ProgramInference& program, std::span<const HandedOn> handed_on);

}  // namespace ariac::types
