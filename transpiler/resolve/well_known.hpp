// WellKnown: the library definitions that the compiler itself speaks of, found once by name.
#pragma once

#include "resolve/symbol.hpp"

namespace ariac::resolve {

struct WellKnown {
#define ARIA_WELL_KNOWN(field, name) DefId field;
#include "resolve/well_known.def"
};

}  // namespace ariac::resolve
