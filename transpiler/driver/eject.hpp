// Ejecting: a program leaves Aria as a CMake project of its own, which needs no tool of ours any more.
//
//   CMakeLists.txt   builds the program; any C++20 compiler
//   src/             the emitted C++
//   runtime/ stdlib/ the runtime and the library that it calls, in source; the linker takes what the program reaches
#pragma once

#include <filesystem>
#include <string>

#include "driver/emission.hpp"
#include "driver/installation.hpp"

namespace ariac::driver {

// Writes the project; files that stay the same are left alone. Throws EnvironmentFailure when the folder cannot be
// written, UnreadableInput when it holds something that was not ejected.
void eject(const Emission& emission, const std::string& name, const Installation& installation, const std::filesystem::path& folder);

}  // namespace ariac::driver
