// Which files mention which: two that mention each other have headers that C++ cannot both read first.
#pragma once

#include "lower/names.hpp"

namespace ariac::lower {

// Whether the file mentions the other one, or a file that does.
bool file_mentions(const Input& input, const Names& names, ModuleId file, ModuleId other);

}  // namespace ariac::lower
