// CommandLine: the commands with what each takes, and what a line of words asks for. What reads the words is CLI11; its
// header costs seconds in each file that includes it, so it stands in command_line.cpp alone.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/session.hpp"

namespace CLI {
class App;
}

namespace ariac::cli {

template <typename Value>
using Choices = std::vector<std::pair<std::string, Value>>;

// One command. What it fills must live until the command has run.
class Command {
 public:
  Command(CLI::App& app, Session& session) : app_(&app), session_(&session) {}

  Session& session() const { return *session_; }

  // A word it cannot do without.
  void argument(const std::string& name, std::string& value, const std::string& description);
  // `names`: `-o,--output`
  void option(const std::string& names, std::string& value, const std::string& description);
  void required_option(const std::string& names, std::string& value, const std::string& description);
  void flag(const std::string& names, bool& value, const std::string& description);
  void flag(const std::string& name, std::function<void()> then, const std::string& description);
  void not_with(const std::string& option, const std::string& other);

  // One of a few words: `--color=auto|always|never`. `target` is a Value or an optional one; a word that is none of the
  // choices is a usage error that lists them.
  template <typename Target, typename Value>
  void choice(const std::string& name, Target& target, const Choices<Value>& choices, const std::string& description) {
    std::vector<std::string> words;
    for (const auto& [word, value] : choices) words.push_back(word);
    choice_of(name, std::move(words), [&target, choices](std::size_t chosen) { target = choices[chosen].second; }, description);
  }

  void any_arguments();
  void runs(std::function<ExitCode()> action);

 private:
  void choice_of(const std::string& name, std::vector<std::string> words, std::function<void(std::size_t)> choose, const std::string& description);

  CLI::App* app_;
  Session* session_;
};

class CommandLine {
 public:
  explicit CommandLine(Session& session);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Command add(const std::string& name, const std::string& description);
  Command add_hidden(const std::string& name, const std::string& description);

  // Gives the exit code. Mistakes in the words are told here; what the command throws is the caller's.
  int run(std::vector<std::string> words);

 private:
  ExitCode complain_about(const std::string& word) const;

  Session& session_;
  std::unique_ptr<CLI::App> app_;
};

}  // namespace ariac::cli
