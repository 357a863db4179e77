// Scenarios on the shipped scheduler with two virtual workers, of which some may be taken for stuck at any moment.
#include "sim/workers/virtual_workers.hpp"

#include <algorithm>

#include "scenario.hpp"
#include "scheduler/scheduler.hpp"
#include "sim/describe.hpp"
#include "scenarios.hpp"

namespace scenario {

namespace {

// Every scenario has an end, so nobody in it waits in vain.
void refuse_report(aria::detail::Scheduler&) {
  require(!aria::sim::somebody_is_parked(), "a deadlock is reported, but there is none");
}

// As main does: the thread that begins is the first worker until the end.
class Whole final : public aria::detail::Job {
 public:
  explicit Whole(void (*body)()) : body_(body) {}
  void run() noexcept override {
    aria::detail::Scheduler::program().on_deadlock(&refuse_report);
    run_as_task(body_);
    aria::detail::Scheduler::program().leave();
  }

 private:
  void (*body_)();
};

}  // namespace

void run_program(void (*body)()) {
  const int replacements = std::max(any(4) - 1, 0);  // in every other schedule none
  const aria::sim::VirtualWorkers workers(2, replacements);
  Whole whole(body);
  if (any(2) == 0 || !aria::detail::Scheduler::program().work_here(whole)) {
    run_as_task(body);
  }
}

std::vector<aria::sim::Scenario> own_scenarios() {
  return {{"stuck_in_a_call", &whole<&stuck_in_a_call>},
          {"hands_off_while_all_sleep", &whole<&hands_off_while_all_sleep>},
          {"woken_after_replacement", &whole<&woken_after_replacement>},
          {"calls_one_after_the_other", &whole<&calls_one_after_the_other>},
          {"pinned_to_a_spare", &whole<&pinned_to_a_spare>},
          {"one_holder_at_a_time", &whole<&one_holder_at_a_time>},
          {"nested_locks", &whole<&nested_locks>},
          {"bias_changes_hands", &whole<&bias_changes_hands>}};
}

std::vector<Mistake> mistakes() {
  return {
#define ARIA_MUTANT(name, mistake) {aria::detail::Mutant::name, #name, mistake},
#include "sim/worker_mutants.def"
#undef ARIA_MUTANT
  };
}

}  // namespace scenario
