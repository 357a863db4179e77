// The types of the program whose values it shows: only those, and those that derive something, get `reflect()`. And those
// whose values it reads from documents, which get `made_of()`.
#pragma once

#include <set>

#include "lower/lower.hpp"

namespace ariac::lower {

struct ShownTypes {
  std::set<resolve::DefId> reflected;
  std::set<resolve::DefId> made;
};

ShownTypes types_that_are_shown(const Input& input);

}  // namespace ariac::lower
