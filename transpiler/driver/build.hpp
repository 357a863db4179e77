// From a file to a finished program, doing as little as its history allows.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "driver/compilation.hpp"
#include "driver/options.hpp"

namespace ariac::driver {

// What the one who asks for a build wants to hear meanwhile.
struct BuildListener {
  std::function<void(const std::string&)> progress;  // what is being done now
  std::function<void(long)> waiting;                 // another build of the same folder goes first: its process id
};

struct BuildResult {
  std::optional<std::filesystem::path> program;  // in the cache; nothing when the program has errors
  std::unique_ptr<Compilation> compilation;      // none when nothing had changed since the last build
  std::string name;                              // of the program
};

// Throws UnreadableInput, EnvironmentFailure, RejectedEmission.
BuildResult build(const std::filesystem::path& what, const BuildOptions& options, const BuildListener& listener);

}  // namespace ariac::driver
