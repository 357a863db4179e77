// What the user asked for, in the words of the driver; `cli/` fills it from the command line.
#pragma once

namespace ariac::driver {

enum class Profile { dev, release };        // fast to build, fast to run
enum class Contracts { none, pre, all };    // which contracts are checked
enum class Runtime { none, single, multi };  // no tasks at all, one worker, all cores
enum class LineMarks { none, relative, absolute };

// What decides the emitted text.
struct EmitOptions {
  Contracts contracts = Contracts::all;
  LineMarks line_marks = LineMarks::none;
};

// What decides the program.
struct BuildOptions {
  Profile profile = Profile::dev;
  Contracts contracts = Contracts::all;
  Runtime runtime = Runtime::multi;
  bool strict = false;
};

}  // namespace ariac::driver
