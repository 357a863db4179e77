// The diagnostics of catalogue/ownership.def as structs.
#pragma once

#include "diagnostics/entry.hpp"

namespace ariac::diag {
#include "diagnostics/catalogue/ownership.def"
}
