// The commands of `aria`, one file each: command_NAME.cpp adds its command, with its options, to the line.
#pragma once

#include "cli/command_line.hpp"

namespace ariac::cli {

void add_run(CommandLine& line);
void add_build(CommandLine& line);
void add_check(CommandLine& line);
void add_emit(CommandLine& line);
void add_eject(CommandLine& line);
void add_effects(CommandLine& line);
void add_explain(CommandLine& line);
void add_doctor(CommandLine& line);
void add_clean(CommandLine& line);
void add_version(CommandLine& line);

// Commands of the plan that are not there yet: each answers with E9900.
void add_planned(CommandLine& line);

}  // namespace ariac::cli
