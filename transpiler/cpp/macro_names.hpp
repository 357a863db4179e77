// Names that the C++ preprocessor would replace wherever they stand.
#pragma once

#include <string_view>

namespace ariac::cpp {

bool is_macro_name(std::string_view name);

}  // namespace ariac::cpp
