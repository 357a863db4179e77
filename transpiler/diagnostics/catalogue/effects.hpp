// The diagnostics of catalogue/effects.def as structs.
#pragma once

#include "diagnostics/entry.hpp"

namespace ariac::diag {
#include "diagnostics/catalogue/effects.def"
}
