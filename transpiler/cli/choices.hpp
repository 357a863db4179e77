// Options that take one of a few words: `--color=auto|always|never`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/did_you_mean.hpp"

namespace ariac::cli {

template <typename Value>
using Choices = std::vector<std::pair<std::string, Value>>;

// `target` is a Value or an optional one. A word that is none of the choices is a usage error that lists them.
template <typename Target, typename Value>
CLI::Option* add_choice(CLI::App& command, const std::string& name, Target& target, const Choices<Value>& choices, const std::string& description) {
  const auto choose = [&target, choices, name](const std::string& word) {
    std::vector<std::string> words;
    for (const auto& [known, value] : choices) {
      if (known == word) {
        target = value;
        return;
      }
      words.push_back(known);
    }
    std::string listed;
    for (const std::string& known : words) {
      listed += (listed.empty() ? "`" : known == words.back() ? "` or `" : "`, `") + known;
    }
    const auto meant = nearest_word(word, words);
    throw CLI::ValidationError("`" + word + "` is no choice of " + name + (meant ? ": did you mean `" + *meant + "`?" : ": it takes " + listed + "`"));
  };
  return command.add_option_function<std::string>(name, choose, description);
}

}  // namespace ariac::cli
