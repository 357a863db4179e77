// Failures that are not errors of the Aria program: a broken environment or a broken compiler.
#pragma once

#include <stdexcept>
#include <string>

namespace ariac::driver {

// What `aria` answers to the shell (tooling.md 2).
enum class ExitCode { ok = 0, errors = 1, usage = 2, environment = 3, internal = 101 };

// The environment lacks something: no C++ compiler, a cache that cannot be written. `aria` exits with 3.
class EnvironmentFailure : public std::runtime_error {
 public:
  EnvironmentFailure(const std::string& what_failed, std::string help) : std::runtime_error(what_failed), help_(std::move(help)) {}
  const std::string& help() const { return help_; }

 private:
  std::string help_;
};

// What the user named cannot be read: no such file, a broken aria.toml. `aria` exits with 1.
class UnreadableInput : public std::runtime_error {
 public:
  explicit UnreadableInput(const std::string& what_failed, std::string help = "") : std::runtime_error(what_failed), help_(std::move(help)) {}
  const std::string& help() const { return help_; }

 private:
  std::string help_;
};

}  // namespace ariac::driver
