// Instances that C++ would confuse: of an untyped function that both generic and other code calls, where neither instance
// serves for the other, overload resolution looks at less than what tells them apart.
#pragma once

#include <vector>

#include "lower/headers.hpp"

namespace ariac::lower {

// Those that need a name of their own, by function in the order of the source.
std::vector<types::InstanceId> told_apart_by_name(const Input& input);

}  // namespace ariac::lower
