// The diagnostics of catalogue/foreign.def as structs.
#pragma once

#include "diagnostics/entry.hpp"

namespace ariac::diag {
#include "diagnostics/catalogue/foreign.def"
}
