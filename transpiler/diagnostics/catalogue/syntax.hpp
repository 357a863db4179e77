// The diagnostics of catalogue/syntax.def as structs.
#pragma once

#include "diagnostics/entry.hpp"

namespace ariac::diag {
#include "diagnostics/catalogue/syntax.def"
}
