// The diagnostics of catalogue/contracts.def as structs.
#pragma once

#include "diagnostics/entry.hpp"

namespace ariac::diag {
#include "diagnostics/catalogue/contracts.def"
}
