// The virtual world itself: it finds what is there to find, says it well, and does the same again when asked to.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "scenario.hpp"

namespace {

using aria::sim::Choices;
using aria::sim::Explored;
using aria::sim::Outcome;
using aria::sim::Scenario;
using namespace aria::literals;

// Two tasks that count without a lock.
void lose_update() {
  scenario::run_program([] {
    int count = 0;
    aria::scope([&](aria::Scope& s) {
      for (int i = 0; i < 2; ++i) {
        s.spawn([&] {
          const int seen = count;
          aria::detail::world::point("between");
          count = seen + 1;
        });
      }
    });
    scenario::require(count == 2, "an update was lost");
  });
}
const Scenario lossy{"lose_update", &lose_update};

void sleep_in_turn() {
  scenario::run_program([] {
    std::vector<int> order;
    aria::scope([&](aria::Scope& s) {
      for (const int hours : {3, 1, 2}) {
        s.spawn([&, hours] {
          aria::sleep(3'600'000_ms * hours);
          order.push_back(hours);
        });
      }
    });
    scenario::require(order == std::vector<int>({1, 2, 3}), "sleepers woke out of order");
  });
}

TEST(VirtualWorld, EveryStrategyFindsALostUpdate) {
  using namespace aria::sim;
  std::vector<std::unique_ptr<Chooser>> strategies;
  strategies.push_back(random_walk(1));
  strategies.push_back(random_walk(1, 6));
  strategies.push_back(by_priority(1, 2));
  strategies.push_back(by_priority(1, 3));
  strategies.push_back(bounded_search(1));
  for (const auto& strategy : strategies) {
    bool found = false;
    for (int i = 0; i < 3000 && !found && strategy->begin(); ++i) {
      found = run_begun(lossy, *strategy).failed();
    }
    EXPECT_TRUE(found) << "strategy " << &strategy - strategies.data();
  }
}

TEST(VirtualWorld, TheSameSeedFindsTheSame) {
  const Explored first = aria::sim::explore(lossy, {.schedules = 1000, .seed = 5});
  const Explored second = aria::sim::explore(lossy, {.schedules = 1000, .seed = 5});
  ASSERT_TRUE(first.found && second.found);
  EXPECT_EQ(first.found->schedule, second.found->schedule);
  EXPECT_EQ(first.found->choices, second.found->choices);
  EXPECT_EQ(first.found->trace, second.found->trace);
}

TEST(VirtualWorld, AFailureIsMadeSmallAndReplays) {
  const Explored explored = aria::sim::explore(lossy, {.schedules = 1000});
  ASSERT_TRUE(explored.found);
  EXPECT_EQ(explored.found->failure, "an update was lost");
  const std::string text = aria::sim::to_text(explored.found->choices);
  EXPECT_LE(std::count(text.begin(), text.end(), ':'), 8) << text;
  const Choices choices = aria::sim::from_text(text);
  EXPECT_EQ(choices, explored.found->choices);
  for (int i = 0; i < 3; ++i) {
    const Outcome again = aria::sim::run_once(lossy, *aria::sim::replay(choices), true);
    EXPECT_EQ(again.failure, "an update was lost");
    EXPECT_EQ(again.trace, explored.found->trace);
  }
}

TEST(VirtualWorld, TimePassesWhenNobodyCanGoOn) {
  const Explored explored = aria::sim::explore({"sleep_in_turn", &sleep_in_turn, false}, {.schedules = 200});
  EXPECT_FALSE(explored.found) << explored.found->failure;
}

TEST(VirtualWorld, WhatDoesNotEndIsAFailure) {
  const Scenario endless{"endless", [] {
    scenario::run_program([] {
      for (;;) {
        aria::detail::world::point("again");
      }
    });
  }};
  const Explored explored = aria::sim::explore(endless, {.schedules = 1});
  ASSERT_TRUE(explored.found);
  EXPECT_EQ(explored.found->failure, aria::sim::VirtualThreads::endless);
}

TEST(BoundedSearch, GoesThroughEveryOneOnce) {
  const auto search = aria::sim::bounded_search(1);
  std::set<Choices> seen;
  // Three points of two threads each: a preemption at one of them, or none.
  while (search->begin()) {
    Choices choices;
    for (int i = 0; i < 3; ++i) {
      const aria::sim::ThreadId ready[] = {1, 2};
      choices.push_back(search->pick(ready, true));
    }
    EXPECT_TRUE(seen.insert(choices).second);
    ASSERT_LE(seen.size(), 100u);
  }
  EXPECT_EQ(seen, (std::set<Choices>{{0, 0, 0}, {0, 0, 1}, {0, 1, 0}, {1, 0, 0}}));
}

TEST(Choices, AreTextAndBack) {
  const Choices choices = {0, 0, 3, 0, 1};
  EXPECT_EQ(aria::sim::to_text(choices), "2:3 4:1");
  EXPECT_EQ(aria::sim::from_text("2:3 4:1"), choices);
  EXPECT_EQ(aria::sim::to_text({}), "");
  EXPECT_TRUE(aria::sim::from_text("").empty());
}

}  // namespace
