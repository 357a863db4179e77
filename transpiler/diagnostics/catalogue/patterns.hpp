// The diagnostics of catalogue/patterns.def as structs.
#pragma once

#include "diagnostics/entry.hpp"

namespace ariac::diag {
#include "diagnostics/catalogue/patterns.def"
}
