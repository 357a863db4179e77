// Scenarios on the shipped scheduler with two virtual workers.
#include "sim/workers/virtual_workers.hpp"

#include "scenario.hpp"

namespace scenario {

void run_program(void (*body)()) {
  const aria::sim::VirtualWorkers workers(2);
  run_as_task(body);
}

std::vector<Mistake> mistakes() {
  return {
#define ARIA_MUTANT(name, mistake) {aria::detail::Mutant::name, #name, mistake},
#include "sim/worker_mutants.def"
#undef ARIA_MUTANT
  };
}

}  // namespace scenario
