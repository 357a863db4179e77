// What every rescued error has besides its own members: `e.cause`, `e.suppressed`.
#pragma once

#include "types/body_inference.hpp"

namespace ariac::types {

// Nothing is found unless `object` is the variable of a `rescue … => e`.
FoundMember find_on_rescued(BodyInference& in, const ast::Expr& object, Symbol name);

}  // namespace ariac::types
