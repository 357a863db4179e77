// Values that belong to one task and leave the place they are made at inside something that does not show them: a closure, or a lazy sequence.
#pragma once

#include "types/handed_on.hpp"

namespace ariac::types {

// Of one body, in terms of the type parameters around; `at` is the closure, or the call that gives the sequence. A closure
// that captured another one holds what that one captured.
std::vector<HandedOn> find_leaving_values(ProgramInference& program, const Instance& instance, const ast::Body& body);

}  // namespace ariac::types
