// The list of scenarios.
#include "scenario.hpp"

#include "scenarios.hpp"
#include "sim/describe.hpp"

namespace scenario {

void run_as_task(void (*body)()) {
  using namespace aria::detail;
  const Ref<ScopeCore> core(new ScopeCore({}, nullptr, aria::Site{}));
  aria::sim::describe_below(core.get());
  core->open();
  core->close(attempt([&] { aria::Scope(core).spawn(body, {.name = "main"}).await(); }));
  aria::sim::describe_below(nullptr);
}

#define ARIA_SCENARIO(name) {#name, &whole<&name>}

std::vector<aria::sim::Scenario> all() {
  std::vector<aria::sim::Scenario> scenarios = {
      ARIA_SCENARIO(rendezvous),
      ARIA_SCENARIO(buffered),
      ARIA_SCENARIO(unbounded),
      ARIA_SCENARIO(waiters_in_turn),
      ARIA_SCENARIO(room_for_senders),
      ARIA_SCENARIO(close_wakes_all),
      ARIA_SCENARIO(iteration_ends),
      ARIA_SCENARIO(time_limits),
      ARIA_SCENARIO(cancelled_operations),
      ARIA_SCENARIO(select_exchange),
      ARIA_SCENARIO(select_with_cancellation),
      ARIA_SCENARIO(select_with_timer),
      ARIA_SCENARIO(select_closed_and_default),
      ARIA_SCENARIO(select_tasks),
      ARIA_SCENARIO(fallback_is_the_truth),
      ARIA_SCENARIO(cancelled_scope),
      ARIA_SCENARIO(nested_failure),
      ARIA_SCENARIO(deadlines),
      ARIA_SCENARIO(awaits),
      ARIA_SCENARIO(first_of_tasks),
      ARIA_SCENARIO(all_of_tasks),
      ARIA_SCENARIO(limited_wait_for_another),
      ARIA_SCENARIO(actions_called_off),
      ARIA_SCENARIO(tokens_and_callbacks),
      ARIA_SCENARIO(supervised_in_turn),
      {"shielded", &whole<&shielded>, false},
      ARIA_SCENARIO(semaphore),
      ARIA_SCENARIO(mutex),
      ARIA_SCENARIO(read_write_lock),
      ARIA_SCENARIO(condition),
      ARIA_SCENARIO(barrier),
      ARIA_SCENARIO(wait_group),
      ARIA_SCENARIO(meeting),
  };
  for (const aria::sim::Scenario& own : own_scenarios()) {
    scenarios.push_back(own);
  }
  return scenarios;
}

}  // namespace scenario
