// Options that check, build and run share.
#pragma once

#include "cli/commands.hpp"
#include "driver/build.hpp"

namespace ariac::cli {

// --strict, --contracts
void add_check_flags(Command command, driver::BuildOptions& options);

// The above, and --release, --runtime
void add_build_flags(Command command, driver::BuildOptions& options);

// Builds and shows messages. Nothing when the program has errors.
std::optional<driver::BuildResult> build_and_show(const std::string& what, const driver::BuildOptions& options, bool timings, const Session& session);

}  // namespace ariac::cli
