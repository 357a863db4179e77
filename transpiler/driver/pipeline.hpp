// The front end: from the file that is run to readable C++.
#pragma once

#include "driver/compilation.hpp"
#include "driver/emission.hpp"
#include "driver/installation.hpp"
#include "driver/project.hpp"

namespace ariac::driver {

// Loads and parses the program and the modules it names, no more.
void parse_program(Compilation& compilation, const Project& project, const Installation& installation);

// Loads and checks the program. Everything that is wrong with it is in `compilation.sink` afterwards.
void check_program(Compilation& compilation, const Project& project, const Installation& installation);

// One source for each module, or large ones in parts (split_source.hpp).
enum class Sources { whole, split };

// The C++ of a checked program without errors.
Emission emit_program(Compilation& compilation, LineMarks line_marks, Sources sources = Sources::whole);

}  // namespace ariac::driver
