// What goes into a task and comes out of it must be Transfer.
#pragma once

#include "types/program_inference.hpp"

namespace ariac::types {

// Over all finished instances of the program's own code; reports E6001 and E6003.
void check_tasks(ProgramInference& program);

}  // namespace ariac::types
