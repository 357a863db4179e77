// `aria emit FILE|DIR`: the C++ of a program, or what a phase before it found out.
#include <cstdio>

#include "cli/build_flags.hpp"
#include "driver/dump.hpp"
#include "driver/file_output.hpp"
#include "driver/pipeline.hpp"

namespace ariac::cli {
namespace {

namespace fs = std::filesystem;

struct EmitFlags {
  std::string what;
  std::string folder;
  bool to_stdout = false;
  bool timings = false;
  driver::Dump dump = driver::Dump::cpp;
  driver::LineMarks line_marks = driver::LineMarks::none;
  driver::BuildOptions options;
};

void write_stdout(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

// On stdout the files follow one another, each under its name unless there is only one.
void write_files(const driver::Emission& emission, const EmitFlags& flags) {
  for (const auto* files : {&emission.headers, &emission.sources}) {
    for (const driver::EmittedFile& file : *files) {
      if (flags.folder.empty()) {
        write_stdout("// " + file.path + "\n" + file.text);
      } else {
        driver::write_if_changed(fs::path(flags.folder) / file.path, file.text);
      }
    }
  }
}

ExitCode emit(const EmitFlags& flags, const Session& session) {
  const driver::Installation installation = driver::find_installation();
  const driver::Project project = driver::find_project(flags.what);
  driver::Compilation compilation(flags.options);
  const bool is_tree = flags.dump == driver::Dump::ast;
  if (is_tree) {
    driver::parse_program(compilation, project, installation);
  } else {
    driver::check_program(compilation, project, installation);
  }
  if (compilation.sink.has_errors() && !is_tree) {
    return session.show(compilation.sink, compilation.sources, MessagesAre::aside);
  }
  if (flags.dump == driver::Dump::cpp) {
    const driver::Emission emission = driver::emit_program(compilation, flags.line_marks);
    if (!compilation.sink.has_errors()) {
      write_files(emission, flags);
    }
  } else {
    const std::string text = driver::dump(compilation, flags.dump);
    if (flags.folder.empty()) {
      write_stdout(text);
    } else {
      driver::write_if_changed(fs::path(flags.folder) / (project.name + "." + driver::extension_of(flags.dump)), text);
    }
  }
  if (flags.timings) {
    session.say(compilation.timings.table());
  }
  return session.show(compilation.sink, compilation.sources, MessagesAre::aside);
}

}  // namespace

void add_emit(CommandLine& line) {
  using driver::Dump;
  using driver::LineMarks;
  const Choices<Dump> dumps{{"cpp", Dump::cpp}, {"ast", Dump::ast}, {"types", Dump::types}, {"effects", Dump::effects}, {"meta", Dump::meta}};
  const Choices<LineMarks> marks{{"none", LineMarks::none}, {"rel", LineMarks::relative}, {"abs", LineMarks::absolute}};
  Command command = line.add("emit", "Print the C++ that a program becomes");
  auto flags = std::make_shared<EmitFlags>();
  command.argument("file", flags->what, "The file, or a folder with main.aria");
  command.option("-o,--output", flags->folder, "Write files into this folder, those that change");
  command.flag("--stdout", flags->to_stdout, "Print to stdout, which happens without -o as well");
  command.not_with("--stdout", "--output");
  command.choice("--emit", flags->dump, dumps, "cpp, ast, types, effects or meta");
  command.choice("--line", flags->line_marks, marks, "#line directives: abs, rel or none");
  command.flag("--timings", flags->timings, "Print how long each phase took");
  add_check_flags(command, flags->options);
  command.runs([flags, &session = command.session()] { return emit(*flags, session); });
}

}  // namespace ariac::cli
