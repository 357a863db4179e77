// The runtime is told to make one mistake after another; the scenarios, which know nothing of it, must notice each.
#include <gtest/gtest.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "scenario.hpp"

namespace {

using aria::detail::Mutant;

using scenario::Mistake;

constexpr double most_seconds = 60;

// The first failure of any scenario, as a line; empty if there is none. The scenarios take turns.
std::string hunt() {
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  for (std::uint64_t round = 1; std::chrono::duration<double>(Clock::now() - begun).count() < most_seconds; ++round) {
    for (const aria::sim::Scenario& scenario : scenario::all()) {
      const aria::sim::Explored explored = aria::sim::explore(scenario, {.schedules = 500, .seed = round}, false);
      if (explored.found) {
        const std::string& failure = explored.found->failure;
        return std::string(scenario.name) + ": " + failure.substr(0, failure.find('\n')) + " (" + explored.found->strategy + ", schedule " +
               std::to_string((round - 1) * 500 + explored.found->schedule + 1) + ")";
      }
    }
  }
  return "";
}

// In a process of its own: a mistake may crash it.
std::string hunt_apart(Mutant mutant) {
  int ends[2];
  if (pipe(ends) != 0) {
    return "";
  }
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    aria::detail::world::active_mutant = mutant;
    const std::string failure = hunt();
    const bool written = write(ends[1], failure.data(), failure.size()) == static_cast<ssize_t>(failure.size());
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  std::string failure;
  char part[512];
  for (ssize_t size = 0; (size = read(ends[0], part, sizeof part)) > 0;) {
    failure.append(part, static_cast<std::size_t>(size));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!failure.empty() || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) {
    return failure;
  }
  return WIFSIGNALED(status) ? std::string("crash: ") + strsignal(WTERMSIG(status)) : "exit " + std::to_string(WEXITSTATUS(status));
}

class Mutants : public testing::TestWithParam<Mistake> {};

TEST_P(Mutants, IsKilled) {
  const auto begun = std::chrono::steady_clock::now();
  const std::string reason = hunt_apart(GetParam().mutant);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  std::printf("%-34s %5.1f s  %s\n", GetParam().name, seconds, reason.c_str());
  RecordProperty("killed_by", reason);
  EXPECT_NE(reason, "") << "survives: " << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(World, Mutants, testing::ValuesIn(scenario::mistakes()), [](const testing::TestParamInfo<Mistake>& info) { return std::string(info.param.name); });

}  // namespace
