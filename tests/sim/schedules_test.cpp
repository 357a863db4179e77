// Every scenario under many schedules.
//
//   ARIA_SIM_SCHEDULES=N   so many of all scenarios together (1,000 each)
//   ARIA_SIM_SEED=S        other ones
//   ARIA_SIM_REPLAY="…"    exactly this one, with its trace: of the scenario that --gtest_filter names
#include <errno.h>
#include <gtest/gtest.h>
#include <time.h>

#include <cstdio>
#include <cstdlib>

#include "scenario.hpp"

namespace {

using aria::sim::Scenario;

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// Of this process: what other programs of the machine do does not count.
double cpu_seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Schedules : public testing::TestWithParam<Scenario> {};

TEST_P(Schedules, Hold) {
  const Scenario& scenario = GetParam();
  if (const char* choices = std::getenv("ARIA_SIM_REPLAY")) {
    const aria::sim::Outcome outcome = aria::sim::run_once(scenario, *aria::sim::replay(aria::sim::from_text(choices)), true);
    std::printf("%s", outcome.trace.c_str());
    EXPECT_EQ(outcome.failure, "");
    return;
  }
  const std::size_t scenarios = scenario::all().size();
  const aria::sim::Effort effort{.schedules = (number_from("ARIA_SIM_SCHEDULES", 1000 * scenarios) + scenarios - 1) / scenarios,
                                 .seed = number_from("ARIA_SIM_SEED", 1)};
  const double begun = cpu_seconds();
  const aria::sim::Explored explored = aria::sim::explore(scenario, effort);
  const double seconds = cpu_seconds() - begun;
  std::printf("%s: %zu schedules, %.0f a second, %.0f choices each\n", scenario.name, explored.schedules,
              static_cast<double>(explored.schedules) / seconds, static_cast<double>(explored.points) / static_cast<double>(explored.schedules));
  if (explored.found) {
    const aria::sim::Found& found = *explored.found;
    constexpr std::size_t longest_trace = 6000;
    const std::size_t left_out = found.trace.size() < longest_trace ? 0 : found.trace.size() - longest_trace;
    FAIL() << found.failure << "\nschedule " << found.schedule << " of seed " << effort.seed << " (" << found.strategy << ")\n"
           << (left_out == 0 ? "" : "…") << found.trace.substr(left_out) << "replay: ARIA_SIM_REPLAY='" << aria::sim::to_text(found.choices) << "' " << program_invocation_short_name << " --gtest_filter=World/Schedules.Hold/" << scenario.name;
  }
  EXPECT_EQ(explored.schedules, effort.schedules);
}

TEST_P(Schedules, Repeat) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto walk = aria::sim::random_walk(seed);
    const aria::sim::Outcome once = aria::sim::run_once(GetParam(), *walk, true);
    const aria::sim::Outcome again = aria::sim::run_once(GetParam(), *aria::sim::replay(once.choices), true);
    ASSERT_EQ(again.choices, once.choices) << "seed " << seed;
    ASSERT_EQ(again.trace, once.trace) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(World, Schedules, testing::ValuesIn(scenario::all()),
                         [](const testing::TestParamInfo<Scenario>& info) { return std::string(info.param.name); });

}  // namespace
