// `aria check FILE|DIR`: every message, no C++ compiler.
#include "cli/build_flags.hpp"
#include "driver/pipeline.hpp"

namespace ariac::cli {
namespace {

struct CheckFlags {
  std::string what;
  driver::BuildOptions options;
  bool timings = false;
};

ExitCode check(const CheckFlags& flags, const Session& session) {
  const driver::Installation installation = driver::find_installation();
  const driver::Project project = driver::find_project(flags.what);
  driver::Compilation compilation(flags.options);
  driver::check_program(compilation, project, installation);
  const ExitCode result = session.show(compilation.sink, compilation.sources, MessagesAre::data);
  if (flags.timings) {
    session.say(compilation.timings.table());
  }
  return result;
}

}  // namespace

void add_check(CommandLine& line) {
  Command command = line.add("check", "Report every mistake in a program without building it");
  auto flags = std::make_shared<CheckFlags>();
  command.argument("file", flags->what, "The file, or a folder with main.aria");
  command.flag("--timings", flags->timings, "Print how long each phase took");
  add_check_flags(command, flags->options);
  command.runs([flags, &session = command.session()] { return check(*flags, session); });
}

}  // namespace ariac::cli
