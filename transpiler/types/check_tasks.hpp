// What goes into a task and comes out of it, be it as an error, must be Transfer; what all tasks see must be Sharable.
#pragma once

#include <span>

#include "types/handed_on.hpp"
#include "types/program_inference.hpp"

namespace ariac::types {

// Over all finished instances of the program's own code; reports E6001 to E6006.
void check_tasks(ProgramInference& program, std::span<const HandedOn> handed_on);

}  // namespace ariac::types
