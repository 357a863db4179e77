// What is read and checked but has no C++ yet is said by the check already, before anything is emitted.
#pragma once

#include "lower/lower.hpp"

namespace ariac::lower {

// E9900 for each place that needs what lowering cannot make.
void report_unavailable(const Input& input);

}  // namespace ariac::lower
