// The Aria lines of a call stack.
#pragma once

#include <string>
#include <vector>

namespace aria::detail {

// Return addresses of the running stack, innermost first.
std::vector<void*> current_trace();

// One "  at function (file.aria:line)" line per address that lies in Aria code; empty where the program has no line
// table or no symbolizer is installed.
std::string describe_trace(const std::vector<void*>& trace);

}  // namespace aria::detail
