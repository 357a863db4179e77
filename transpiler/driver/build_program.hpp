// From emitted C++ to a program: precompile the prelude, compile what changed, link.
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>

#include "driver/build_cache.hpp"
#include "driver/emission.hpp"
#include "driver/timings.hpp"
#include "driver/toolchain.hpp"

namespace ariac::driver {

// The C++ compiler or linker refused what we emitted: a mistake of ours, never of the user's.
class RejectedEmission : public std::runtime_error {
 public:
  RejectedEmission(const std::string& step, std::string command, std::string output)
      : std::runtime_error(step), command_(std::move(command)), output_(std::move(output)) {}
  const std::string& command() const { return command_; }
  const std::string& output() const { return output_; }

 private:
  std::string command_;
  std::string output_;
};

struct BuildPlace {
  const Toolchain& toolchain;
  const BuildCache& cache;
  std::filesystem::path emitted;                           // where the C++ files are written
  std::function<void(const std::string&)> progress;        // called with what is being done
};

// Returns the finished program inside the cache. Throws RejectedEmission or EnvironmentFailure.
std::filesystem::path build_program(const Emission& emission, const std::string& name, const BuildPlace& place, Timings& timings);

}  // namespace ariac::driver
