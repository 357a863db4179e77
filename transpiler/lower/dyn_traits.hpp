// The traits whose values the program uses as `dyn Trait`: only those get dispatch code.
#pragma once

#include <set>

#include "lower/lower.hpp"

namespace ariac::lower {

std::set<resolve::DefId> traits_used_as_types(const Input& input);

}  // namespace ariac::lower
