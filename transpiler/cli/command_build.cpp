// `aria build FILE|DIR [-o PROGRAM]`
#include "cli/build_flags.hpp"
#include "driver/file_output.hpp"

namespace ariac::cli {
namespace {

namespace fs = std::filesystem;

struct BuildFlags {
  std::string what;
  std::string output;
  driver::BuildOptions build;
  bool timings = false;
};

void copy_program(const fs::path& from, const fs::path& to) {
  if (to.has_parent_path()) {
    driver::make_folder(to.parent_path());
  }
  const fs::path unfinished = driver::unfinished_name(to);
  std::error_code error;
  fs::copy_file(from, unfinished, fs::copy_options::overwrite_existing, error);
  if (error) {
    throw driver::EnvironmentFailure("cannot write " + to.string() + ": " + error.message(), "choose another place with `-o`");
  }
  driver::finish_file(unfinished, to);
}

ExitCode build(const BuildFlags& flags, const Session& session) {
  const auto result = build_and_show(flags.what, flags.build, flags.timings, session);
  if (!result) {
    return ExitCode::errors;
  }
  const fs::path output = flags.output.empty() ? fs::path(result->name) : fs::path(flags.output);
  copy_program(*result->program, output);
  session.say_verbosely("built " + output.string());
  return ExitCode::ok;
}

}  // namespace

void add_build(CommandLine& line) {
  Command command = line.add("build", "Build a program");
  auto flags = std::make_shared<BuildFlags>();
  command.argument("file", flags->what, "The file, or a folder with main.aria");
  command.option("-o,--output", flags->output, "The program; its name in the current folder when left out");
  command.flag("--timings", flags->timings, "Print how long each phase took");
  add_build_flags(command, flags->build);
  command.runs([flags, &session = command.session()] { return build(*flags, session); });
}

}  // namespace ariac::cli
