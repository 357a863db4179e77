// Constants that are functions in C++.
#pragma once

#include "lower/lower_type.hpp"

namespace ariac::lower {

// Of a trait, of its impl or of a generic type, and more than a literal: made when it is first asked for.
bool made_on_use(const Input& input, DefId constant);

}  // namespace ariac::lower
