// The diagnostics of catalogue/internal.def as structs.
#pragma once

#include "diagnostics/entry.hpp"

namespace ariac::diag {
#include "diagnostics/catalogue/internal.def"
}
