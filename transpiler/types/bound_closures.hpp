// Closures that captured what belongs to one task and then left the place they were written at. A function value of such a
// type that comes out of a function, a field or a channel may be one of them: it stays in its task as well.
#pragma once

#include "types/program_inference.hpp"

namespace ariac::types {

// Fills ProgramInference::bound_functions from all instances.
void find_bound_closures(ProgramInference& program);

}  // namespace ariac::types
