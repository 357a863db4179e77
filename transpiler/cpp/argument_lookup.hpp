// Names of functions that a plain call may find through the types of its arguments (argument-dependent lookup), where
// the library or the standard library has one: a call `send(ch, 3)` of the program's own `send` names its namespace.
#pragma once

#include <string_view>

namespace ariac::cpp {

bool is_found_by_arguments(std::string_view name);

}  // namespace ariac::cpp
