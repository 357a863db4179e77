// Prints the C++ of all modules: `net/http.aria.hpp` where there is an interface, and `net/http.aria.cpp`.
#pragma once

#include "driver/emission.hpp"
#include "driver/options.hpp"
#include "lower/lower.hpp"

namespace ariac::driver {

Emission emit_modules(const lower::Input& input, LineMarks line_marks);

}  // namespace ariac::driver
