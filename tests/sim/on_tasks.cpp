// Scenarios on virtual tasks: each task is a thread of the world.
#include "scenario.hpp"

namespace scenario {

void run_program(void (*body)()) { run_as_task(body); }

std::vector<aria::sim::Scenario> own_scenarios() { return {}; }

std::vector<Mistake> mistakes() {
  return {
#define ARIA_MUTANT(name, mistake) {aria::detail::Mutant::name, #name, mistake},
#include "sim/mutants.def"
#undef ARIA_MUTANT
  };
}

}  // namespace scenario
