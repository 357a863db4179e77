// Types that no program could hold: those that need themselves, and instances of generics that grow without end.
#pragma once

#include "types/program_inference.hpp"

namespace ariac::types {

void check_types(ProgramInference& program);

}  // namespace ariac::types
