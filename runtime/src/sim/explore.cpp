#include "sim/explore.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace aria::sim {

namespace {

struct Strategy {
  std::string name;
  std::unique_ptr<Chooser> chooser;
};

std::vector<Strategy> portfolio(std::uint64_t seed) {
  std::vector<Strategy> all;
  all.push_back({"random walk", random_walk(seed)});
  all.push_back({"patient random walk", random_walk(seed + 1, 6)});
  for (std::uint32_t depth = 1; depth <= 4; ++depth) {
    all.push_back({"priorities of depth " + std::to_string(depth), by_priority(seed + 1 + depth, depth)});
  }
  all.push_back({"search with 2 preemptions", bounded_search(2)});
  return all;
}

void trim(Choices& choices) {
  while (!choices.empty() && choices.back() == 0) {
    choices.pop_back();
  }
}

class Shrinker {
 public:
  Shrinker(const Scenario& scenario, Choices choices) : scenario_(scenario), best_(std::move(choices)) { trim(best_); }

  Choices run() {
    for (bool better = true; better && runs_ < most_runs;) {
      better = false;
      for (std::size_t size = best_.size(); size >= 1; size /= 2) {
        better = pass(size) || better;
      }
    }
    return best_;
  }

 private:
  static constexpr int most_runs = 3000;

  bool still_fails(Choices candidate) {
    trim(candidate);
    if (candidate == best_ || runs_ >= most_runs) {
      return false;
    }
    ++runs_;
    // One that does not end is another failure: a replay prefers nobody, so it may wait for ever where a chooser would not.
    const Outcome outcome = run_once(scenario_, *replay(candidate));
    if (!outcome.failed() || outcome.failure == VirtualThreads::endless) {
      return false;
    }
    best_ = std::move(candidate);
    return true;
  }
  // Takes out, then makes zero, `size` choices at a time.
  bool pass(std::size_t size) {
    bool better = false;
    for (std::size_t at = 0; at < best_.size();) {
      const auto from = best_.begin() + static_cast<std::ptrdiff_t>(at);
      const auto to = best_.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, best_.size()));
      Choices without(best_.begin(), from);
      without.insert(without.end(), to, best_.end());
      Choices zeroed = best_;
      std::fill(zeroed.begin() + (from - best_.begin()), zeroed.begin() + (to - best_.begin()), 0);
      if (still_fails(std::move(without)) || still_fails(std::move(zeroed))) {
        better = true;
      } else {
        at += size;
      }
    }
    return better;
  }

  const Scenario& scenario_;
  Choices best_;
  int runs_ = 0;
};

}  // namespace

Outcome run_once(const Scenario& scenario, Chooser& chooser, bool traced) {
  chooser.begin();
  return run_begun(scenario, chooser, traced);
}

Outcome run_begun(const Scenario& scenario, Chooser& chooser, bool traced) {
  Settings settings;
  settings.racing_time = scenario.racing_time;
  settings.traced = traced;
  const auto call = [](void* body) { reinterpret_cast<void (*)()>(body)(); };
  return VirtualThreads::shared().run(chooser, settings, call, reinterpret_cast<void*>(scenario.body));
}

Choices shrink(const Scenario& scenario, Choices choices) { return Shrinker(scenario, std::move(choices)).run(); }

Explored explore(const Scenario& scenario, const Effort& effort, bool shrinks) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(effort.seconds);
  std::vector<Strategy> strategies = portfolio(effort.seed);
  Explored explored;
  for (std::size_t turn = 0; explored.schedules < effort.schedules && Clock::now() < end; ++turn) {
    Strategy& strategy = strategies[turn % strategies.size()];
    if (!strategy.chooser->begin()) {
      continue;
    }
    Outcome outcome = run_begun(scenario, *strategy.chooser);
    explored.points += outcome.choices.size();
    ++explored.schedules;
    if (outcome.failed()) {
      explored.found = Found{outcome.failure, strategy.name, explored.schedules - 1, std::move(outcome.choices), {}};
      if (shrinks && outcome.failure != VirtualThreads::endless) {
        Found& found = *explored.found;
        found.choices = shrink(scenario, std::move(found.choices));
        Outcome again = run_once(scenario, *replay(found.choices), true);
        found.failure = again.failed() ? again.failure : "not repeatable: " + found.failure;
        found.trace = std::move(again.trace);
      }
      break;
    }
  }
  return explored;
}

}  // namespace aria::sim
