// A worker that is on one item for long: who judges so, who stands in, and what becomes of it.
#include <aria/concurrency.hpp>

#include <gtest/gtest.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "parked.hpp"
#include "scheduler/item_watch.hpp"
#include "scheduler/scheduler.hpp"

namespace {

using namespace aria::literals;
using aria::detail::ItemWatch;
using aria::detail::Scheduler;
using Verdict = ItemWatch::Verdict;

constexpr std::int64_t ms = 1'000'000;

// A call that blocks its thread, as one into foreign code.
void block_thread(std::int64_t milliseconds) { usleep(static_cast<useconds_t>(milliseconds * 1000)); }

// A call that computes and never polls.
void compute(std::int64_t milliseconds) {
  for (const std::int64_t end = aria::detail::real_nanoseconds() + milliseconds * ms; aria::detail::real_nanoseconds() < end;) {
  }
}

std::size_t places(const Scheduler& scheduler) {
  return static_cast<std::size_t>(std::ranges::count_if(scheduler.workers(), [](const auto& worker) { return worker->has_place(); }));
}

aria::RuntimeOptions on(int workers) { return {.workers = workers}; }

// --- the judge, on made-up samples ----------------------------------------------------------------------------------------

// Samples every 10 ms of a worker that has begun its n-th item and computes `share` percent of the time.
std::vector<Verdict> judge(std::initializer_list<std::uint64_t> items, int share, bool asleep = false) {
  ItemWatch watch;
  std::vector<Verdict> verdicts;
  std::int64_t now = 0;
  std::int64_t on_processor = 0;
  for (const std::uint64_t item : items) {
    now += ItemWatch::period;
    on_processor += ItemWatch::period * share / 100;
    verdicts.push_back(watch.judge({asleep, item, now, on_processor}));
  }
  return verdicts;
}

TEST(ItemWatch, ItemsThatChangeAreFine) { EXPECT_EQ(judge({1, 2, 3, 4}, 100), std::vector<Verdict>(4, Verdict::fine)); }

TEST(ItemWatch, WhoSleepsIsFine) { EXPECT_EQ(judge({1, 1, 1, 1}, 0, true), std::vector<Verdict>(4, Verdict::fine)); }

TEST(ItemWatch, WhoBlocksItsThreadIsReplacedAtTheSecondSample) {
  EXPECT_EQ(judge({1, 1, 1, 2}, 1), (std::vector<Verdict>{Verdict::fine, Verdict::waits, Verdict::waits, Verdict::fine}));
}

TEST(ItemWatch, WhoComputesIsFirstAskedToYield) {
  const std::vector<Verdict> verdicts = judge({7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, 60);
  EXPECT_EQ(verdicts[0], Verdict::fine);
  EXPECT_TRUE(std::all_of(verdicts.begin() + 1, verdicts.begin() + 10, [](Verdict verdict) { return verdict == Verdict::overdue; }));
  EXPECT_EQ(verdicts[10], Verdict::stuck);
  EXPECT_EQ(verdicts[11], Verdict::stuck);
}

TEST(ItemWatch, AClockThatTellsNothingCountsAsComputing) {
  ItemWatch watch;
  watch.judge({false, 1, 10 * ms, -1});
  EXPECT_EQ(watch.judge({false, 1, 20 * ms, -1}), Verdict::overdue);
}

TEST(ThreadClock, TellsWorkFromWaiting) {
  aria::detail::world::ThreadClock clock;
  EXPECT_LT(clock.nanoseconds(), 0);
  clock.begin();
  const std::int64_t begun = clock.nanoseconds();
  block_thread(20);
  const std::int64_t waited = clock.nanoseconds() - begun;
  compute(40);
  EXPECT_GT(clock.nanoseconds() - begun - waited, waited);
}

// --- with real workers ----------------------------------------------------------------------------------------------------

// A call that ends when others have got somewhere, or when there is no hope any more; it blocks or it computes.
template <typename Enough>
void stay_until(const Enough& enough, void (*pass_time)(std::int64_t)) {
  constexpr std::int64_t no_hope = 20'000 * ms;
  for (const std::int64_t begun = aria::detail::real_nanoseconds(); !enough() && aria::detail::real_nanoseconds() - begun < no_hope;) pass_time(20);
}

// So many calls stay on the workers, all of them, while others talk: these do not wait for them.
void others_go_on(int workers, void (*pass_time)(std::int64_t)) {
  aria::with_runtime(
      [&] {
        const aria::Channel<int> ping;
        const aria::Channel<int> pong;
        std::atomic<int> ended = 0;
        std::atomic<int> hops = 0;
        std::atomic<int> ticks = 0;
        aria::scope([&](aria::Scope& s) {
          s.spawn([&] {
            for (int i = 0; ended == 0; ++i) {
              ping.send(i);
              hops += pong.recv() == i + 1 ? 1 : 0;
            }
            ping.close();
          });
          s.spawn([&] {
            while (const auto i = ping.recv_opt()) pong.send(*i + 1);
          });
          s.spawn([&] {
            while (ended == 0) {
              aria::sleep(1_ms);
              ++ticks;
            }
          });
          for (int i = 0; i < workers; ++i) {
            s.spawn([&] {
              stay_until([&] { return hops > 20 && ticks > 20; }, pass_time);
              EXPECT_GT(hops, 20);
              EXPECT_GT(ticks, 20);
              ++ended;
            });
          }
        });
        EXPECT_EQ(ended, workers);
        EXPECT_EQ(Scheduler::here().worker_count(), static_cast<std::size_t>(workers));
        EXPECT_EQ(places(Scheduler::here()), static_cast<std::size_t>(workers));
      },
      on(workers));
}

TEST(StuckWorkers, OneThatBlocksStopsNobody) { others_go_on(1, &block_thread); }
TEST(StuckWorkers, OneThatComputesStopsNobody) { others_go_on(1, &compute); }
TEST(StuckWorkers, AllThatBlockStopNobody) {
  others_go_on(2, &block_thread);
  others_go_on(4, &block_thread);
}
TEST(StuckWorkers, AllThatComputeStopNobody) { others_go_on(2, &compute); }

// The stuck item goes on as if nothing had happened: it wakes others, spawns and suspends.
TEST(StuckWorkers, WhatTheyAddMeanwhileIsRunByOthers) {
  const int sum = aria::with_runtime(
      [] {
        const aria::Channel<int> results(4);
        return aria::scope([&](aria::Scope& s) {
          const aria::Task<int> waiter = s.spawn([&] { return results.recv() + results.recv(); });
          rules::until_parked(waiter);
          block_thread(60);   // replaced by now
          results.send(1);
          s.spawn([&] { results.send(10); });
          while (!waiter.is_finished()) block_thread(1);  // somebody else runs both
          aria::sleep(1_ms);
          aria::yield_now();
          return waiter.await();
        });
      },
      on(1));
  EXPECT_EQ(sum, 11);
}

// Who stood in once is there for the next: threads do not pile up.
TEST(StuckWorkers, StandInsAreUsedAgain) {
  aria::with_runtime(
      [] {
        for (int i = 0; i < 12; ++i) {
          block_thread(40);
          aria::yield_now();
        }
        EXPECT_LE(Scheduler::here().workers().size(), 6u);
        EXPECT_EQ(places(Scheduler::here()), 1u);
      },
      on(1));
}

struct Blocker : aria::detail::Job {
  void run() noexcept override {
    ++running;
    while (!released) block_thread(1);
    ++ended;
  }
  static inline std::atomic<int> running = 0;
  static inline std::atomic<int> ended = 0;
  static inline std::atomic<bool> released = false;
};

TEST(StuckWorkers, ThereIsABoundAndTheEndWaitsForThem) {
  Blocker blockers[5];
  {
    Scheduler scheduler({.workers = 1, .stand_ins = 2});
    for (Blocker& blocker : blockers) scheduler.submit(blocker);
    while (Blocker::running < 3) block_thread(1);
    block_thread(60);  // enough for more
    EXPECT_EQ(Blocker::running, 3);
    Blocker::released = true;
    while (Blocker::ended < 5) block_thread(1);
    EXPECT_EQ(scheduler.workers().size(), 3u);
  }
  EXPECT_EQ(Blocker::running, 5);
}

TEST(StuckWorkers, LocalTasksStayWithTheirs) {
  aria::with_runtime(
      [] {
        int shared = 0;  // without a lock: one thread only
        aria::scope([&](aria::Scope& s) {
          const auto home = std::this_thread::get_id();
          for (int i = 0; i < 4; ++i) {
            s.spawn_local([&, home] {
              for (int n = 0; n < 3; ++n) {
                EXPECT_EQ(std::this_thread::get_id(), home);
                const int seen = shared;
                block_thread(15);
                shared = seen + 1;
                aria::sleep(1_ms);
              }
            });
          }
        });
        EXPECT_EQ(shared, 12);
      },
      on(1));
}

// Each watches its own workers; none takes another's for stuck.
TEST(StuckWorkers, EveryRuntimeReplacesItsOwn) {
  aria::block_on([] {
    aria::scope([](aria::Scope& s) {
      for (int i = 0; i < 3; ++i) {
        s.spawn([] { others_go_on(1, &block_thread); });
      }
    });
  });
}

// --- under stress ---------------------------------------------------------------------------------------------------------

// Workers are replaced at any moment, stuck or not, while tasks spawn, talk, sleep and stay at home: nothing is lost.
TEST(StuckWorkersStress, ReplacementsAtAnyMomentLoseNothing) {
  constexpr int rounds = 60 / rules::slowdown + 1;
  constexpr int tasks = 8;
  constexpr int messages = 2000;
  std::uint64_t replaced = 0;
  for (int round = 0; round < rounds; ++round) {
    aria::with_runtime(
        [&] {
          Scheduler& scheduler = Scheduler::here();
          std::atomic<bool> over = false;
          std::thread watcher([&] {
            unsigned random = 12345u + static_cast<unsigned>(round);
            while (!over) {
              random = random * 1664525u + 1013904223u;
              replaced += scheduler.replace(scheduler.worker((random >> 8) % static_cast<unsigned>(scheduler.workers().size()))) ? 1 : 0;
              if (random % 16 == 0) std::this_thread::sleep_for(std::chrono::microseconds(random % 200));
            }
          });
          std::atomic<std::int64_t> received = 0;
          std::atomic<int> children = 0;
          int local = 0;  // without a lock
          aria::scope([&](aria::Scope& s) {
            const aria::Channel<int> direct;
            const aria::Channel<int> buffered(3);
            for (int t = 0; t < tasks; ++t) {
              const aria::Channel<int> ch = t % 2 == 0 ? direct : buffered;
              s.spawn([&, ch] {
                for (int i = 0; i < messages; ++i) ch.send(i);
              });
              s.spawn([&, ch] {
                for (int i = 0; i < messages; ++i) {
                  received += ch.recv();
                  if (i % 64 == 0) s.spawn([&] { ++children; });
                  if (i % 97 == 0) aria::sleep(50_us);
                }
              });
            }
            s.spawn([&] {
              aria::scope([&](aria::Scope& home) {
                for (int i = 0; i < 3; ++i) {
                  home.spawn_local([&] {
                    for (int n = 0; n < 50; ++n) {
                      ++local;
                      aria::yield_now();
                    }
                  });
                }
              });
            });
          });
          over = true;
          watcher.join();
          EXPECT_EQ(received, std::int64_t{tasks} * messages * (messages - 1) / 2);
          EXPECT_EQ(children, tasks * ((messages + 63) / 64));
          EXPECT_EQ(local, 150);
          EXPECT_EQ(places(scheduler), scheduler.worker_count());
        },
        on(1 + round % 3));
  }
  std::printf("%llu replacements\n", static_cast<unsigned long long>(replaced));
  EXPECT_GT(replaced, 0u);
}

}  // namespace
