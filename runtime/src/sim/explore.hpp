// Runs a scenario under many schedules, and makes what fails small.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "sim/virtual_threads.hpp"

namespace aria::sim {

// A small program, always the same but for its schedule. It reports broken rules through world::require.
struct Scenario {
  const char* name;
  void (*body)();
  bool racing_time = true;
};

struct Effort {
  std::size_t schedules = 1000;
  std::uint64_t seed = 1;
  double seconds = 1e9;  // no new schedule after that
};

struct Found {
  std::string failure;
  std::string strategy;
  std::size_t schedule = 0;  // its number, from 0
  Choices choices;           // shrunk, unless that was not wanted
  std::string trace;         // of the shrunk schedule
};

struct Explored {
  std::size_t schedules = 0;
  std::size_t points = 0;  // choices made
  std::optional<Found> found;
};

// Tries the strategies in turn until one finds a failure: random walks, priorities of depth 1 to 4, bounded search.
Explored explore(const Scenario& scenario, const Effort& effort, bool shrinks = true);

// One schedule; `run_begun` of a chooser that has begun it already.
Outcome run_once(const Scenario& scenario, Chooser& chooser, bool traced = false);
Outcome run_begun(const Scenario& scenario, Chooser& chooser, bool traced = false);

// Fewer and earlier choices that still fail.
Choices shrink(const Scenario& scenario, Choices choices);

}  // namespace aria::sim
