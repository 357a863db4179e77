// Where the methods of an impl stand in C++.
#pragma once

#include "lower/lower.hpp"

namespace ariac::lower {

// As members: of a type of the program, for all its arguments alike. `impl Matrix<Int>` has free functions instead.
bool is_member_impl(const Input& input, const types::ImplInfo& impl);

}  // namespace ariac::lower
