// Type parameters that a function in a body uses without declaring them: those of the function, impl or trait around it.
// In C++ it is a function of the file, and takes them as parameters of its own.
#pragma once

#include <vector>

#include "lower/lower_type.hpp"

namespace ariac::lower {

// All that are in force around it, in the order of their declarations; none if it uses none.
std::vector<DefId> surrounding_params(const Input& input, types::InstanceId function);

}  // namespace ariac::lower
