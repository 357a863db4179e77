// Shared by command_build, command_run and command_check.
#include "cli/build_flags.hpp"

namespace ariac::cli {

void add_check_flags(Command command, driver::BuildOptions& options) {
  using driver::Contracts;
  using driver::Runtime;
  const Choices<Runtime> runtimes{{"none", Runtime::none}, {"single", Runtime::single}, {"multi", Runtime::multi}};
  const Choices<Contracts> contracts{{"none", Contracts::none}, {"pre", Contracts::pre}, {"all", Contracts::all}};
  command.flag("--strict", options.strict, "Warnings are errors");
  command.choice("--contracts", options.contracts, contracts, "Which contracts are checked: none, pre or all");
  command.choice("--runtime", options.runtime, runtimes, "Workers: none, single or multi");
}

void add_build_flags(Command command, driver::BuildOptions& options) {
  add_check_flags(command, options);
  command.flag("--release", [&options] { options.profile = driver::Profile::release; }, "Optimise: slower to build, faster to run");
}

std::optional<driver::BuildResult> build_and_show(const std::string& what, const driver::BuildOptions& options, bool timings, const Session& session) {
  const driver::BuildListener listener{
      [&](const std::string& what_now) { session.progress(what_now); },
      [&](long process) { session.say("waiting for process " + std::to_string(process)); },
  };
  driver::BuildResult result = driver::build(what, options, listener);
  session.end_progress();
  if (result.compilation) {
    session.show(result.compilation->sink, result.compilation->sources, MessagesAre::aside);
  }
  if (timings) {
    session.say(result.compilation ? result.compilation->timings.table() : "nothing has changed since the last build");
  }
  if (!result.program) {
    return std::nullopt;
  }
  return result;
}

}  // namespace ariac::cli
