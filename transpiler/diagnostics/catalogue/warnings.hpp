// The diagnostics of catalogue/warnings.def as structs.
#pragma once

#include "diagnostics/entry.hpp"

namespace ariac::diag {
#include "diagnostics/catalogue/warnings.def"
}
