// What hides a value that belongs to one task: closures that captured one and then left the place they were written at, lazy
// sequences that go on from one, a `dyn` that is one. Another value of such a type that comes out of a function, a field or a
// channel may be one of them: it stays in its task as well.
#pragma once

#include <span>

#include "types/handed_on.hpp"
#include "types/program_inference.hpp"

namespace ariac::types {

// Fills ProgramInference::bound_values.
void find_bound_values(ProgramInference& program, std::span<const HandedOn> handed_on);

}  // namespace ariac::types
