// `aria version`
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/tool_version.hpp"

namespace ariac::cli {

void add_version(CommandLine& line) {
  line.add("version", "Print the version").runs([] {
    std::printf("aria %.*s\n", static_cast<int>(tool_version.size()), tool_version.data());
    return ExitCode::ok;
  });
}

}  // namespace ariac::cli
