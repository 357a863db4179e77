// What a phase found out, as text: for goldens and for people who look under the bonnet.
#pragma once

#include <string>

#include "driver/compilation.hpp"

namespace ariac::driver {

enum class Dump { cpp, ast, types, effects, meta };

// The dump of the program's own modules, the library left out. A phase that is not there yet reports E9900.
std::string dump(Compilation& compilation, Dump what);

std::string extension_of(Dump what);

}  // namespace ariac::driver
