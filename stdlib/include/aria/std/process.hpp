// The program and its surroundings.
#pragma once

#include <optional>

#include <aria/std/array.hpp>

namespace aria {

std::optional<String> env(const String& name);
// Without the program's name.
Array<String> args();
// Ends the program at once; what was printed is flushed.
[[noreturn]] void exit(Int code = 0);

}  // namespace aria
