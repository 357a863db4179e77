// What CLI11 is told, and its refusals in our words.
#include "cli/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cstdio>

#include "cli/did_you_mean.hpp"

namespace ariac::cli {

void Command::argument(const std::string& name, std::string& value, const std::string& description) { app_->add_option(name, value, description)->required(); }

void Command::option(const std::string& names, std::string& value, const std::string& description) { app_->add_option(names, value, description); }

void Command::required_option(const std::string& names, std::string& value, const std::string& description) {
  app_->add_option(names, value, description)->required();
}

void Command::flag(const std::string& names, bool& value, const std::string& description) { app_->add_flag(names, value, description); }

void Command::flag(const std::string& name, std::function<void()> then, const std::string& description) {
  app_->add_flag_callback(name, std::move(then), description);
}

void Command::not_with(const std::string& option, const std::string& other) { app_->get_option(option)->excludes(app_->get_option(other)); }

void Command::choice_of(const std::string& name, std::vector<std::string> words, std::function<void(std::size_t)> choose, const std::string& description) {
  const auto place = [name, words = std::move(words), choose = std::move(choose)](const std::string& word) {
    const auto known = std::ranges::find(words, word);
    if (known != words.end()) return choose(static_cast<std::size_t>(known - words.begin()));
    std::string listed;
    for (const std::string& each : words) listed += (listed.empty() ? "`" : each == words.back() ? "` or `" : "`, `") + each;
    const auto meant = nearest_word(word, words);
    throw CLI::ValidationError("`" + word + "` is no choice of " + name + (meant ? ": did you mean `" + *meant + "`?" : ": it takes " + listed + "`"));
  };
  app_->add_option_function<std::string>(name, place, description);
}

void Command::any_arguments() { app_->allow_extras(); }

void Command::runs(std::function<ExitCode()> action) {
  app_->callback([session = session_, action = std::move(action)] { session->chosen = action; });
}

// --- The line ---------------------------------------------------------------------------------------------------------

namespace {

// Before or after the command's name.
void add_global_options(Command command) {
  const Choices<MessageFormat> formats{
      {"human", MessageFormat::human}, {"short", MessageFormat::short_}, {"json", MessageFormat::json}, {"sarif", MessageFormat::sarif}};
  const Choices<ColourChoice> colours{{"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}};
  GlobalOptions& options = command.session().options;
  command.choice("--message-format", options.format, formats, "human, short, json or sarif");
  command.choice("--color", options.colour, colours, "auto, always or never");
  command.flag("-q,--quiet", options.quiet, "Only errors");
  command.flag("-v,--verbose", options.verbose, "Show the commands that are run");
  command.flag("--no-progress", options.no_progress, "No progress line, not even on a terminal");
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> flag_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

}  // namespace

CommandLine::CommandLine(Session& session) : session_(session), app_(std::make_unique<CLI::App>("Aria: reads like Ruby, is checked like Rust, runs like Go.", "aria")) {
  app_->require_subcommand(0, 1);
  add_global_options(Command(*app_, session));
}

CommandLine::~CommandLine() = default;

Command CommandLine::add(const std::string& name, const std::string& description) {
  const Command command(*app_->add_subcommand(name, description), session_);
  add_global_options(command);
  return command;
}

Command CommandLine::add_hidden(const std::string& name, const std::string& description) {
  const Command command = add(name, description);
  app_->get_subcommand(name)->group("");
  return command;
}

// The words that had no place: an unknown command, an unknown flag, an argument too many.
ExitCode CommandLine::complain_about(const std::string& word) const {
  const auto chosen = app_->get_subcommands();
  const bool is_flag = word.starts_with('-');
  const auto candidates = is_flag ? flag_names(chosen.empty() ? *app_ : *chosen.front()) : command_names(*app_);
  const std::string flag = word.substr(0, word.find('='));
  if (!is_flag && !chosen.empty()) {
    const std::string command = chosen.front()->get_name();
    session_.complain("`aria " + command + "` takes no argument `" + word + "`",
                      command == "run" ? "what the program is to get stands after `--`" : "`aria " + command + " --help` lists what it takes");
    return ExitCode::usage;
  }
  const auto meant = nearest_word(is_flag ? flag : word, candidates);
  const std::string what = is_flag ? "unknown option `" + flag + "`" : "unknown command `" + word + "`";
  session_.complain(what, meant ? "did you mean `" + *meant + "`?" : "`aria --help` lists what there is");
  return ExitCode::usage;
}

int CommandLine::run(std::vector<std::string> words) {
  std::ranges::reverse(words);                             // as CLI11 takes them: the last one first
  try {
    app_->parse(words);
  } catch (const CLI::ExtrasError&) {
    return static_cast<int>(complain_about(app_->remaining(true).front()));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app_->exit(error);   // --help
    const auto chosen = app_->get_subcommands();
    const bool lacks_file = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) && !chosen.empty();
    const std::string command = lacks_file ? chosen.front()->get_name() : "";
    session_.complain(lacks_file ? "`aria " + command + "` lacks an argument: " + error.what() : error.what(),
                      lacks_file ? "`aria " + command + " --help` lists what it takes" : "`aria --help` lists what there is");
    return static_cast<int>(ExitCode::usage);
  }
  if (session_.chosen) return static_cast<int>(session_.chosen());
  std::fputs(app_->help().c_str(), stdout);
  return static_cast<int>(ExitCode::usage);
}

}  // namespace ariac::cli
