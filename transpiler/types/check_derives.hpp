// derive(…): each trait is one that follows from parts, and each part has it.
#pragma once

namespace ariac::types {

class ProgramInference;

// Reports for every type of the program. A generic type is left out: whether its parts have a trait depends on the
// arguments, and so has it only where they do.
void check_derives(ProgramInference& program);

}  // namespace ariac::types
