// Values that may leave their task inside something that does not show them: a closure, a lazy sequence, a `dyn`, an error. Generic
// code does it with values of its type parameters; which types those are, its callers know.
#pragma once

#include "types/program_inference.hpp"

namespace ariac::types {

struct HandedOn {
  TypeId value;                    // without type parameters
  TypeId inside;                   // the type that hides it; invalid: raised
  source::SourceRange at;
};

// Of the whole program, in the order of its instances.
std::vector<HandedOn> find_handed_on(ProgramInference& program);

}  // namespace ariac::types
