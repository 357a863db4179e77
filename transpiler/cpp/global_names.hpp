// Names that a program's outermost namespace cannot have, since headers of the C library put something else of that name
// there: a module `time` or `select` becomes `time_` or `select_`. Names inside a namespace are free.
#pragma once

#include <string_view>

namespace ariac::cpp {

bool is_global_name(std::string_view name);

}  // namespace ariac::cpp
