// `aria eject FILE|DIR -o DIR`: the program as a C++ project that needs Aria no more.
#include "cli/build_flags.hpp"
#include "driver/eject.hpp"
#include "driver/pipeline.hpp"

namespace ariac::cli {
namespace {

struct EjectFlags {
  std::string what;
  std::string folder;
  driver::BuildOptions options;
};

ExitCode eject(const EjectFlags& flags, const Session& session) {
  const driver::Installation installation = driver::find_installation();
  const driver::Project project = driver::find_project(flags.what);
  driver::Compilation compilation(flags.options);
  driver::check_program(compilation, project, installation);
  if (!compilation.sink.has_errors()) {
    const driver::Emission emission = driver::emit_program(compilation, driver::LineMarks::none);
    if (!compilation.sink.has_errors()) {
      driver::eject(emission, project.name, installation, flags.folder);
      session.say_verbosely("ejected into " + flags.folder);
    }
  }
  return session.show(compilation.sink, compilation.sources, MessagesAre::aside);
}

}  // namespace

void add_eject(CommandLine& line) {
  Command command = line.add("eject", "Turn a program into a C++ project of its own");
  auto flags = std::make_shared<EjectFlags>();
  command.argument("file", flags->what, "The file, or a folder with main.aria");
  command.required_option("-o,--output", flags->folder, "The folder of the project");
  add_check_flags(command, flags->options);
  command.runs([flags, &session = command.session()] { return eject(*flags, session); });
}

}  // namespace ariac::cli
