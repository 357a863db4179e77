// The diagnostics of catalogue/concurrency.def as structs.
#pragma once

#include "diagnostics/entry.hpp"

namespace ariac::diag {
#include "diagnostics/catalogue/concurrency.def"
}
