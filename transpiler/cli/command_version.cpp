// `aria version`
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/tool_version.hpp"

namespace ariac::cli {

void add_version(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("version", "Print the version");
  command->callback([&session] {
    session.chosen = [] {
      std::printf("aria %.*s\n", static_cast<int>(tool_version.size()), tool_version.data());
      return ExitCode::ok;
    };
  });
}

}  // namespace ariac::cli
