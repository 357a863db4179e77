// `aria`: reads the command line, runs the command, turns failures into messages and exit codes.
#include <algorithm>

#include "cli/choices.hpp"
#include "cli/commands.hpp"
#include "cli/deep_stack.hpp"
#include "cli/did_you_mean.hpp"
#include "cli/report_internal_error.hpp"
#include "driver/build_program.hpp"

namespace ariac::cli {

void add_global_options(CLI::App& app, GlobalOptions& options) {
  const Choices<MessageFormat> formats{
      {"human", MessageFormat::human}, {"short", MessageFormat::short_}, {"json", MessageFormat::json}, {"sarif", MessageFormat::sarif}};
  const Choices<ColourChoice> colours{
      {"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}};
  add_choice(app, "--message-format", options.format, formats, "human, short, json or sarif");
  add_choice(app, "--color", options.colour, colours, "auto, always or never");
  app.add_flag("-q,--quiet", options.quiet, "Only errors");
  app.add_flag("-v,--verbose", options.verbose, "Show the commands that are run");
  app.add_flag("--no-progress", options.no_progress, "No progress line, not even on a terminal");
}

namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> flag_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

// The words the parser could not place: an unknown command, an unknown flag, an argument too many.
ExitCode complain_about(const std::string& word, const CLI::App& app, const Session& session) {
  const auto chosen = app.get_subcommands();
  const bool is_flag = word.starts_with('-');
  const auto candidates = is_flag ? flag_names(chosen.empty() ? app : *chosen.front()) : command_names(app);
  const std::string flag = word.substr(0, word.find('='));
  if (!is_flag && !chosen.empty()) {
    const std::string command = chosen.front()->get_name();
    session.complain("`aria " + command + "` takes no argument `" + word + "`",
                     command == "run" ? "what the program is to get stands after `--`" : "`aria " + command + " --help` lists what it takes");
    return ExitCode::usage;
  }
  const auto meant = nearest_word(is_flag ? flag : word, candidates);
  const std::string what = is_flag ? "unknown option `" + flag + "`" : "unknown command `" + word + "`";
  session.complain(what, meant ? "did you mean `" + *meant + "`?" : "`aria --help` lists what there is");
  return ExitCode::usage;
}

int parse_and_run(std::vector<std::string> arguments, Session& session) {
  CLI::App app("Aria: reads like Ruby, is checked like Rust, runs like Go.", "aria");
  app.require_subcommand(0, 1);
  add_global_options(app, session.options);
  for (auto* add : {add_run, add_build, add_check, add_emit, add_eject, add_effects, add_explain, add_doctor, add_clean, add_version, add_planned}) {
    add(app, session);
  }
  for (CLI::App* command : app.get_subcommands(nullptr)) {
    add_global_options(*command, session.options);
  }
  std::reverse(arguments.begin(), arguments.end());  // what the parser takes: the last one first
  try {
    app.parse(arguments);
  } catch (const CLI::ExtrasError&) {
    return static_cast<int>(complain_about(app.remaining(true).front(), app, session));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help
      return app.exit(error);
    }
    const auto chosen = app.get_subcommands();
    const bool lacks_file = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) && !chosen.empty();
    const std::string command = lacks_file ? chosen.front()->get_name() : "";
    session.complain(lacks_file ? "`aria " + command + "` lacks an argument: " + error.what() : error.what(),
                     lacks_file ? "`aria " + command + " --help` lists what it takes" : "`aria --help` lists what there is");
    return static_cast<int>(ExitCode::usage);
  }
  if (!session.chosen) {
    std::fputs(app.help().c_str(), stdout);
    return static_cast<int>(ExitCode::usage);
  }
  return static_cast<int>(session.chosen());
}

// Everything before the first `--` is ours, everything behind it the program's.
void split_arguments(int argc, char** argv, std::vector<std::string>& ours, Session& session) {
  session.command_line.assign(argv, argv + argc);
  const auto begin = session.command_line.begin() + (argc > 0 ? 1 : 0);
  const auto dashes = std::find(begin, session.command_line.end(), "--");
  ours.assign(begin, dashes);
  if (dashes != session.command_line.end()) {
    session.program_arguments.assign(dashes + 1, session.command_line.end());
  }
}

// Failures become messages and exit codes here; nothing is thrown further.
int run_command(std::vector<std::string> arguments, Session& session) {
  try {
    return parse_and_run(std::move(arguments), session);
  } catch (const driver::UnreadableInput& failure) {
    session.complain(failure.what(), failure.help());
    return static_cast<int>(ExitCode::errors);
  } catch (const driver::EnvironmentFailure& failure) {
    session.complain(failure.what(), failure.help());
    return static_cast<int>(ExitCode::environment);
  } catch (const driver::RejectedEmission& rejected) {
    return static_cast<int>(report_internal_error(session, rejected.what(), rejected.command() + "\n\n" + rejected.output()));
  } catch (const std::exception& failure) {
    return static_cast<int>(report_internal_error(session, failure.what(), ""));
  }
}

}  // namespace
}  // namespace ariac::cli

int main(int argc, char** argv) {
  ariac::cli::Session session;
  std::vector<std::string> arguments;
  ariac::cli::split_arguments(argc, argv, arguments, session);
  return ariac::cli::on_deep_stack([&] { return ariac::cli::run_command(std::move(arguments), session); });
}
