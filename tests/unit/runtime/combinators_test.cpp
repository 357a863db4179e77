// Waiting for several tasks: which end counts, and what it costs.
#include <aria/concurrency.hpp>

#include <gtest/gtest.h>

#include <time.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "parked.hpp"

namespace {

using namespace aria::literals;
using rules::Boom;
using rules::boom_of;

using Tasks = std::vector<aria::Task<int>>;

// Processor time of the whole program, so that other programs on the machine do not count.
double cpu_nanoseconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// What `wait` costs for n tasks; `parked`: none of them has ended when it begins.
template <typename Wait>
double cost_of(int n, bool parked, Wait wait) {
  double best = 1e18;
  for (int run = 0; run < 3; ++run) {
    aria::block_on([&] {
      aria::function_scope([&](aria::Scope& s) {
        const aria::Channel<int> start;
        Tasks tasks;
        for (int i = 0; i < n; ++i) {
          tasks.push_back(s.spawn([i, start, parked] {
            if (parked) start.recv_opt();
            return i;
          }));
        }
        while (!parked && !tasks.front().is_finished()) aria::yield_now();
        s.spawn([start] { start.close(); });
        const double begun = cpu_nanoseconds();
        wait(tasks);
        best = std::min(best, cpu_nanoseconds() - begun);
      });
    });
  }
  return best;
}

// Ten times the tasks may cost 70 times as much (they fit into no cache any more), not a hundred times.
template <typename Wait>
void expect_linear(Wait wait) {
  for (const bool parked : {false, true}) {
    const int n = (parked ? 2'000 : 10'000) / rules::slowdown;
    const double few = cost_of(n, parked, wait);
    const double many = cost_of(10 * n, parked, wait);
    EXPECT_LT(many, 70 * few) << few << " ns, with ten times the tasks " << many << (parked ? ", parked" : "");
  }
}

TEST(CombinatorCost, AwaitAllIsLinear) {
  expect_linear([](const Tasks& tasks) { EXPECT_EQ(aria::await_all(tasks).len(), static_cast<std::int64_t>(tasks.size())); });
}

TEST(CombinatorCost, AwaitResultsIsLinear) {
  expect_linear([](const Tasks& tasks) { EXPECT_EQ(aria::await_results(tasks).len(), static_cast<std::int64_t>(tasks.size())); });
}

TEST(CombinatorCost, AwaitAnyIsLinearWhenAllButTheLastFail) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      Tasks tasks;
      constexpr int failing = 4'000 / rules::slowdown;
      for (int i = 0; i < failing; ++i) tasks.push_back(s.spawn([]() -> int { aria::raise(Boom{1}); }));
      tasks.push_back(s.spawn([&tasks] {
        while (!std::all_of(tasks.begin(), tasks.begin() + failing, [](const auto& t) { return t.is_finished(); })) aria::yield_now();
        return 9;
      }));
      EXPECT_EQ(aria::await_any(tasks), 9);
    });
  });
}

TEST(CombinatorOrder, TheFirstFailureInTimeCountsWhereverItStands) {
  for (const bool as_tuple : {false, true}) {
    aria::block_on([&] {
      aria::function_scope([&](aria::Scope& s) {
        const auto never = [] { aria::sleep(1_h); return 1; };
        aria::Task<int> slow = s.spawn(never);
        aria::Task<int> late = s.spawn([]() -> int { aria::sleep(1_h); aria::raise(Boom{1}); });
        aria::Task<int> failing = s.spawn([]() -> int { aria::raise(Boom{3}); });
        EXPECT_EQ(3, boom_of([&] {
                    if (as_tuple) {
                      aria::await_all(std::tuple(slow, late, failing));
                    } else {
                      aria::await_all(Tasks{slow, late, failing});
                    }
                  }));
        EXPECT_TRUE(slow.state().is<aria::TaskState::Cancelled>());
      });
    });
  }
}

TEST(CombinatorOrder, OneTaskMayStandTwice) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      const aria::Task<int> task = s.spawn([] { aria::yield_now(); return 4; });
      const aria::Array<int> values = aria::await_all(Tasks{task, task, task});
      EXPECT_EQ(values[0] + values[1] + values[2], 12);
    });
  });
}

TEST(CombinatorOrder, ACancelledWaitLeavesNothingBehind) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      const aria::Channel<int> go;
      Tasks tasks;
      for (int i = 0; i < 50; ++i) tasks.push_back(s.spawn([go] { go.recv_opt(); aria::yield_now(); return 1; }));
      const aria::Task<int> waiter = s.spawn([&tasks] { aria::await_all(tasks); return 0; });
      rules::until_parked(waiter);
      waiter.cancel();
      go.close();
      EXPECT_TRUE(waiter.await_result().is_err());
      EXPECT_EQ(aria::await_all(tasks).len(), 50);
    });
  });
}

// Ends on other workers race with the waiter's registration, sleep and departure.
TEST(CombinatorStress, NoEndIsLost) {
  unsigned random = 12345;
  const auto stall = [&random] {
    random = random * 1664525 + 1013904223;
    for (unsigned i = 0; i < random >> 24; ++i) {
      asm volatile("");
    }
  };
  for (int round = 0; round < 2'000 / rules::slowdown; ++round) {
    aria::block_on([&] {
      aria::function_scope([&](aria::Scope& s) {
        Tasks tasks;
        for (int i = 0; i < 8; ++i) {
          const unsigned pause = random >> 20;
          tasks.push_back(s.spawn([i, pause] {
            for (unsigned k = 0; k < pause; ++k) {
              asm volatile("");
            }
            if (pause % 3 == 0) aria::yield_now();
            return i;
          }));
          stall();
        }
        if (round % 3 == 0) {
          EXPECT_LT(aria::await_first(tasks), 8);
        } else {
          EXPECT_EQ(aria::await_all(tasks)[7], 7);
        }
      });
    });
  }
}

}  // namespace
