// Supervisors (rule S1), broadcast, barriers, promises, timers, threads, locals, partial timeouts.
#include <aria/concurrency.hpp>
#include <aria/defer.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <vector>

#include "parked.hpp"

namespace {

using namespace aria::literals;
using rules::Boom;
using rules::boom_of;
using rules::until_parked;

// --- S1 ----------------------------------------------------------------------------------------------------------------

struct Kind {
  aria::Restart restart;
  int good_from;  // the run from which on the child ends well
  int runs;       // that it takes
};

TEST(RuleS1, RestartKinds) {
  for (const Kind& kind : {Kind{aria::Restart::Temporary{}, 100, 1}, Kind{aria::Restart::Transient{}, 4, 4}, Kind{aria::Restart::Transient{}, 0, 1}}) {
    std::atomic<int> runs = 0;
    aria::block_on([&] {
      aria::supervisor(
          [&](aria::Supervisor& s) {
            s.spawn(
                [&] {
                  if (++runs < kind.good_from) aria::raise(Boom{runs});
                },
                {.restart = kind.restart});
          },
          {.max_restarts = 10});
    });
    EXPECT_EQ(runs, kind.runs);
  }
}

TEST(RuleS1, AFailureStaysWithItsHandle) {
  aria::block_on([] {
    aria::supervisor([](aria::Supervisor& s) {
      auto bad = s.spawn([]() -> int { aria::raise(Boom{3}); }, {.restart = aria::Restart::Temporary{}});
      auto worse = s.spawn([]() -> int { aria::panic("no"); }, {.restart = aria::Restart::Temporary{}});
      auto good = s.spawn([] { return 4; });
      EXPECT_EQ(boom_of([&] { bad.await(); }), 3);
      EXPECT_TRUE(worse.await_result().error().is<aria::TaskError::Panicked>());
      EXPECT_EQ(good.await(), 4);
    });
  });
}

TEST(RuleS1, AwaitOfARestartedChildGivesItsFinalOutcome) {
  aria::block_on([] {
    aria::supervisor([](aria::Supervisor& s) {
      std::atomic<int> runs = 0;
      auto t = s.spawn([&]() -> int {
        if (++runs < 3) aria::raise(Boom{runs});
        return runs * 10;
      });
      EXPECT_EQ(t.await(), 30);
    });
  });
}

TEST(RuleS1, TooManyRestartsEndTheSupervisor) {
  std::atomic<int> runs = 0;
  aria::block_on([&] {
    std::size_t last_errors = 0;
    try {
      aria::supervisor(
          [&](aria::Supervisor& s) {
            s.spawn([&] {
              ++runs;
              aria::raise(Boom{runs});
            });
            aria::sleep(1_h);
          },
          {.max_restarts = 2});
      ADD_FAILURE();
    } catch (const aria::Raised<aria::RestartLimitError>& raised) {
      last_errors = raised.record()->suppressed().size();
    }
    EXPECT_EQ(last_errors, 3u);
  });
  EXPECT_EQ(runs, 3);
}

struct Group {
  aria::Strategy strategy;
  std::vector<int> runs;  // of a steady child, the one that fails once, and another steady one
};

TEST(RuleS1, Strategies) {
  const std::vector<Group> groups = {{aria::Strategy::OneForOne{}, {1, 2, 1}}, {aria::Strategy::OneForAll{}, {2, 2, 2}}, {aria::Strategy::RestForOne{}, {1, 2, 2}}};
  for (const Group& group : groups) {
    std::vector<std::atomic<int>> runs(3);
    aria::block_on([&] {
      aria::supervisor(
          [&](aria::Supervisor& s) {
            aria::Channel<int> up;
            aria::Channel<int> stop;
            const auto steady = [&, up, stop](std::size_t i) {
              s.spawn([&runs, up, stop, i] {
                ++runs[i];
                up.send(1);
                stop.recv_opt();
              });
            };
            const int again = group.runs[0] + group.runs[2] - 2;
            steady(0);
            s.spawn([&runs, up, stop, again] {
              if (++runs[1] == 1) {
                up.recv();
                up.recv();
                aria::raise(Boom{1});
              }
              for (int i = 0; i < again; ++i) up.recv();
              stop.close();
            });
            steady(2);
          },
          {.strategy = group.strategy, .max_restarts = 5});
    });
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(runs[i], group.runs[i]) << i;
  }
}

TEST(RuleS1, StoppingEndsPermanentChildren) {
  std::atomic<int> runs = 0;
  aria::block_on([&] {
    aria::supervisor(
        [&](aria::Supervisor& s) {
          aria::Channel<int> beat;
          s.spawn([&runs, beat] { beat.send(++runs); }, {.restart = aria::Restart::Permanent{}});
          for (int i = 1; i <= 3; ++i) EXPECT_EQ(beat.recv(), i);
          s.cancel();
        },
        {.max_restarts = 100});
  });
  EXPECT_GE(runs, 3);
}

TEST(RuleS1, StopsInTheReverseOrderOfTheStart) {
  for (int repetition = 0; repetition < 50; ++repetition) {
    std::vector<int> ended;
    aria::block_on([&] {
      aria::supervisor([&](aria::Supervisor& s) {
        const aria::Channel<int> never;
        for (int i = 0; i < 6; ++i) {
          until_parked(s.spawn(
              [&ended, never, i] {
                const aria::Defer note([&] { ended.push_back(i); });
                never.recv_opt();
              },
              {.restart = aria::Restart::Permanent{}}));
        }
        s.cancel();
      });
    });
    EXPECT_EQ(ended, (std::vector<int>{5, 4, 3, 2, 1, 0}));
  }
}

TEST(RuleS1, AGroupStartsAgainThoughOneOfItWasCancelled) {
  aria::block_on([] {
    std::atomic<int> first = 0;
    std::atomic<int> last = 0;
    aria::supervisor(
        [&](aria::Supervisor& s) {
          const aria::Channel<int> never;
          const aria::Channel<int> crash;
          s.spawn([&, never] { ++first; never.recv_opt(); });
          const auto leaves = s.spawn([never] { never.recv_opt(); });
          s.spawn([crash] {
            if (crash.recv_opt()) aria::raise(Boom{1});
          });
          s.spawn([&, never] { ++last; never.recv_opt(); });
          until_parked(leaves);
          while (first + last < 2) aria::yield_now();
          crash.send(1);
          leaves.cancel();
          while (first + last < 4) aria::yield_now();
          never.close();
          crash.close();
        },
        {.strategy = aria::Strategy::OneForAll{}});
    EXPECT_EQ(first, 2);
    EXPECT_EQ(last, 2);
  });
}

// --- broadcast ---------------------------------------------------------------------------------------------------------

TEST(Broadcast, SubscribersSeeWhatIsSentAfterTheySubscribed) {
  aria::block_on([] {
    auto [out, subscribe] = aria::broadcast<int>(8);
    auto first = subscribe();
    out.send(1);
    auto second = subscribe();
    out.send(2);
    out.close();
    EXPECT_EQ(first.iter().collect(), (aria::Array<int>{1, 2}));
    EXPECT_EQ(second.iter().collect(), (aria::Array<int>{2}));
    EXPECT_THROW(out.send(3), aria::Raised<aria::ChannelClosed>);
  });
}

TEST(Broadcast, SlowReceivers) {
  aria::block_on([] {
    auto [drops, listen_to_drops] = aria::broadcast<int>(2, aria::SlowPolicy::DropOldest{});
    auto rx = listen_to_drops();
    for (int i = 1; i <= 5; ++i) drops.send(i);
    drops.close();
    EXPECT_EQ(rx.iter().collect(), (aria::Array<int>{4, 5}));

    auto [fails, listen] = aria::broadcast<int>(2, aria::SlowPolicy::Error{});
    auto slow = listen();
    for (int i = 1; i <= 5; ++i) fails.send(i);
    EXPECT_EQ(slow.recv(), 1);
    EXPECT_EQ(slow.recv(), 2);
    aria::Int lost = 0;
    try {
      slow.recv();
    } catch (const aria::Raised<aria::Lagged>& raised) {
      lost = raised.value().count();
    }
    EXPECT_EQ(lost, 3);
    fails.send(6);
    EXPECT_EQ(slow.recv(), 6);

    aria::scope([](aria::Scope& s) {
      auto [blocks, subscribe] = aria::broadcast<int>(1);
      auto stays = subscribe();
      auto leaves = std::make_optional(subscribe());
      auto sender = s.spawn([out = blocks] {
        out.send(1);
        out.send(2);
      });
      until_parked(sender);
      EXPECT_EQ(stays.recv(), 1);
      until_parked(sender);
      EXPECT_FALSE(sender.is_finished());
      leaves.reset();  // nobody waits for a subscriber that has gone
      sender.await();
      EXPECT_EQ(stays.recv(), 2);
    });
  });
}

// --- the smaller ones --------------------------------------------------------------------------------------------------

TEST(Barrier, LetsRoundsGoTogetherAndForgetsWhoWasCancelled) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      const aria::Barrier barrier(3);
      std::atomic<int> inside = 0;
      std::vector<aria::Task<aria::Unit>> tasks;
      for (int i = 0; i < 3; ++i) {
        tasks.push_back(s.spawn([&, barrier] {
          for (int round = 1; round <= 50; ++round) {
            ++inside;
            barrier.wait();
            EXPECT_GE(inside, 3 * round);
            barrier.wait();
          }
        }));
      }
      for (const auto& t : tasks) t.await();
      auto gives_up = s.spawn([barrier] { barrier.wait(); });
      until_parked(gives_up);
      gives_up.cancel();
      static_cast<void>(gives_up.await_result());
      auto a = s.spawn([barrier] { barrier.wait(); });
      auto b = s.spawn([barrier] { barrier.wait(); });
      until_parked(a);
      until_parked(b);
      EXPECT_FALSE(a.is_finished());
      barrier.wait();
      a.await();
      b.await();
    });
  });
}

TEST(Promise, TellsEveryWaiterAlsoAfterwards) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      const aria::Promise<int> answer;
      auto early = s.spawn([answer] { return answer.await(); });
      until_parked(early);
      answer.resolve(42);
      answer.resolve(1);
      answer.reject(Boom{1});
      EXPECT_EQ(early.await(), 42);
      EXPECT_EQ(answer.await(), 42);
      const aria::Promise<int> never;
      never.reject(Boom{9});
      EXPECT_EQ(boom_of([&] { never.await(); }), 9);
    });
  });
}

TEST(TaskLocal, IsInheritedAndItsBlockIsLeftInAnyWay) {
  aria::block_on([] {
    const aria::TaskLocal<int> depth(0);
    depth.set(1);
    EXPECT_EQ(boom_of([&] { depth.with(2, [&] { EXPECT_EQ(depth.get(), 2); aria::raise(Boom{5}); }); }), 5);
    EXPECT_EQ(depth.get(), 1);
    aria::scope([&](aria::Scope& s) {
      auto child = s.spawn([&] {
        const int seen = depth.get();
        depth.set(7);
        return seen;
      });
      EXPECT_EQ(child.await(), 1);
      EXPECT_EQ(depth.get(), 1);
    });
  });
}

TEST(Thread, ReturnsAValueOrItsPanic) {
  aria::block_on([] {
    EXPECT_EQ(aria::spawn_thread([] { return 6 * 7; }).join(), 42);
    EXPECT_THROW(aria::spawn_thread([] { aria::panic("thread"); }).join(), aria::Raised<aria::TaskError>);
    const aria::ThreadLocal<int> mine(1);
    mine.set(2);
    EXPECT_EQ(aria::spawn_thread([mine] { return mine.get(); }, {.stack = 1 << 20}).join(), 1);
  });
}

TEST(Timer, RunsLaterUnlessCancelled) {
  aria::block_on([] {
    aria::Channel<int> done(2);
    const auto never = aria::Timer::after(1_h, [done] { done.send(1); });
    const auto soon = aria::Timer::after(1_ms, [done] { done.send(2); });
    never.cancel();
    EXPECT_EQ(done.recv(), 2);
    soon.cancel();
    EXPECT_TRUE(done.is_empty());
  });
}

TEST(Timeout, PartialGivesWhatHadFinishedInSpawnOrder) {
  aria::block_on([] {
    auto [late, finished] = aria::timeout(20_ms, true, [](aria::PartialScope<int>& s) {
      auto a = s.spawn([] { return 10; });
      auto b = s.spawn([] { aria::sleep(1_h); return 20; });
      auto c = s.spawn([] { return 30; });
      return a.await() + c.await() + b.await();
    });
    EXPECT_FALSE(late.has_value());
    EXPECT_EQ(finished, (aria::Array<int>{10, 30}));
  });
}

TEST(Race, TheFirstToEndGivesTheValueAndTheOthersAreCancelled) {
  aria::block_on([] {
    std::atomic<bool> cleaned = false;
    const int winner = aria::race([&](aria::Scope& tasks) {
      tasks.spawn([&] {
        aria::Defer note([&] { cleaned = true; });
        aria::sleep(1_h);
        return 1;
      });
      return tasks.spawn([] {
        aria::yield_now();
        return 2;
      });
    });
    EXPECT_EQ(winner, 2);
    EXPECT_TRUE(cleaned);
  });
}

TEST(OwnRuntime, RunsItsTasksInSpawnOrderOnOneWorker) {
  aria::block_on([] {
    std::vector<int> order;
    const int value = aria::with_runtime(
        [&] {
          aria::scope([&](aria::Scope& s) {
            for (int i = 0; i < 10; ++i) s.spawn([&order, i] { order.push_back(i); });
          });
          return static_cast<int>(aria::runtime_metrics().workers());
        },
        {.workers = 1, .schedule = aria::Schedule::Fifo{}});
    EXPECT_EQ(value, 1);
    EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  });
}

TEST(Tree, ShowsTasksWithTheirNames) {
  aria::block_on([] {
    aria::scope(
        [](aria::Scope& s) {
          const aria::Channel<int> never;
          until_parked(s.spawn([never] { never.recv_opt(); }, {.name = "listener"}));
          const aria::String text = s.tree().to_text();
          EXPECT_NE(std::string_view(text).find("ingest"), std::string_view::npos);
          EXPECT_NE(std::string_view(text).find("listener"), std::string_view::npos);
          EXPECT_NE(std::string_view(s.tree().to_dot()).find("digraph"), std::string_view::npos);
          never.close();
        },
        {.name = "ingest"});
  });
}

}  // namespace
