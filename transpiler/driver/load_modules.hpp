// Loads the library's modules, the program, and every module that one of them names, and parses them.
#pragma once

#include "driver/compilation.hpp"
#include "driver/installation.hpp"
#include "driver/project.hpp"

namespace ariac::driver {

// A module that is named but has no file is left to resolve(), which reports it at the name.
void load_modules(Compilation& compilation, const Project& project, const Installation& installation);

// A module name from a file's name: `2048-game` becomes `m2048_game`.
std::string module_name(const std::string& file_stem);

}  // namespace ariac::driver
