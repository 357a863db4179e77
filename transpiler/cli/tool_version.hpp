// The version of the tool, from CMake.
#pragma once

#include <string_view>

namespace ariac::cli {

inline constexpr std::string_view tool_version = ARIA_VERSION;

}  // namespace ariac::cli
