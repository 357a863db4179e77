// What the user asked for, in the words of the driver; `cli/` fills it from the command line.
#pragma once

#include <optional>

namespace ariac::driver {

enum class Profile { dev, release };        // fast to build, fast to run
enum class Contracts { none, pre, all };    // which contracts are checked
enum class Runtime { none, single, multi };  // no tasks at all, one worker, all cores
enum class LineMarks { none, relative, absolute };

// What decides the program.
struct BuildOptions {
  Profile profile = Profile::dev;
  std::optional<Contracts> contracts;  // all of them in the dev profile and none in release, unless chosen
  Runtime runtime = Runtime::multi;
  bool strict = false;

  Contracts checked_contracts() const { return contracts.value_or(profile == Profile::release ? Contracts::none : Contracts::all); }
};

}  // namespace ariac::driver
