// The types of the program whose values it shows: only those, and those that derive something, get `reflect()`.
#pragma once

#include <set>

#include "lower/lower.hpp"

namespace ariac::lower {

std::set<resolve::DefId> types_that_are_shown(const Input& input);

}  // namespace ariac::lower
