// `aria clean`
#include <fmt/format.h>

#include "cli/commands.hpp"
#include "driver/build_cache.hpp"

namespace ariac::cli {

void add_clean(CommandLine& line) {
  Command command = line.add("clean", "Empty the build cache");
  command.runs([&session = command.session()] {
    const driver::BuildCache cache;
    const double megabytes = static_cast<double>(cache.clear()) / (1024.0 * 1024.0);
    session.say(fmt::format("removed {:.1f} MB from {}", megabytes, cache.root().string()));
    return ExitCode::ok;
  });
}

}  // namespace ariac::cli
