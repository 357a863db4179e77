// `aria run FILE|DIR [-- ARGS]`: builds and becomes the program, so that its exit status, input and folder are its own.
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/build_flags.hpp"
#include "driver/process.hpp"

namespace ariac::cli {
namespace {

struct RunFlags {
  std::string what;
  driver::BuildOptions build;
  bool timings = false;
};

ExitCode run(const RunFlags& flags, const Session& session) {
  const auto result = build_and_show(flags.what, flags.build, flags.timings, session);
  if (!result) {
    return ExitCode::errors;
  }
  if (flags.build.runtime != driver::Runtime::multi) {
    setenv("ARIA_WORKERS", "1", 1);
  }
  std::vector<std::string> arguments{result->program->string()};
  arguments.insert(arguments.end(), session.program_arguments.begin(), session.program_arguments.end());
  driver::replace_process(result->program->string(), arguments);
  throw driver::EnvironmentFailure("cannot start " + result->program->string() + ": " + std::strerror(errno),
                                   "set ARIA_CACHE_DIR to a folder that may hold programs");
}

}  // namespace

void add_run(CommandLine& line) {
  Command command = line.add("run", "Build a program and run it; its arguments stand after `--`");
  auto flags = std::make_shared<RunFlags>();
  command.argument("file", flags->what, "The file, or a folder with main.aria");
  command.flag("--timings", flags->timings, "Print how long each phase took");
  add_build_flags(command, flags->build);
  command.runs([flags, &session = command.session()] { return run(*flags, session); });
}

}  // namespace ariac::cli
