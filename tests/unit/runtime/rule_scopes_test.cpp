// Rules J1, F1, F2, X1 and X2 of scopes, as tables.
#include <aria/concurrency.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "parked.hpp"

namespace {

using namespace aria::literals;
using rules::Boom;
using rules::boom_of;
using rules::raises_cancelled;
using rules::until_parked;

// --- J1: however control leaves a scope, every child and its cleanup has ended before -------------------------------

struct Leaving {
  const char* name;
  std::function<void(aria::Scope&)> leave;
};

class RuleJ1Leaving : public testing::TestWithParam<Leaving> {};

// A tree of tasks, each with cleanup that suspends; `started` and `ended` count its nodes.
void grow(int depth, aria::Channel<int> never, std::atomic<int>& started, std::atomic<int>& ended) {
  aria::with_cleanup(
      [&] {
        aria::scope([&](aria::Scope& inner) {
          for (int i = 0; depth > 0 && i < 3; ++i) {
            inner.spawn([&, never, depth] { grow(depth - 1, never, started, ended); });
          }
          ++started;
          never.recv_opt();
        });
      },
      [&] {
        aria::yield_now();
        ++ended;
      });
}

TEST_P(RuleJ1Leaving, WaitsForEveryChildAndItsCleanup) {
  constexpr int nodes = 1 + 3 + 9;
  std::atomic<int> started = 0;
  std::atomic<int> ended = 0;
  aria::block_on([&] {
    aria::Channel<int> never;
    boom_of([&] {
      aria::scope([&](aria::Scope& s) {
        s.spawn([&, never] { grow(2, never, started, ended); });
        while (started < nodes) aria::yield_now();
        EXPECT_EQ(ended, 0);
        s.spawn([never] {  // lets the tree end where nothing else does
          for (int i = 0; i < 10; ++i) aria::yield_now();
          never.close();
        });
        GetParam().leave(s);
      });
    });
    EXPECT_EQ(ended, nodes) << GetParam().name;
  });
}

INSTANTIATE_TEST_SUITE_P(Ways, RuleJ1Leaving,
                         testing::Values(Leaving{"normally", [](aria::Scope&) {}}, Leaving{"error", [](aria::Scope&) { aria::raise(Boom{1}); }},
                                         Leaving{"cancelled", [](aria::Scope& s) { s.cancel(); }},
                                         Leaving{"cancelled_and_noticed",
                                                 [](aria::Scope& s) {
                                                   s.cancel();
                                                   aria::yield_now();
                                                 }}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(RuleJ1, SpawningIntoACancellingOrClosedScopeRaises) {
  aria::block_on([] {
    std::optional<aria::Scope> kept;
    bool ran = false;
    aria::scope([&](aria::Scope& s) {
      kept = s;
      s.cancel();
      EXPECT_TRUE(raises_cancelled([&] { s.spawn([&] { ran = true; }); }));
    });
    EXPECT_THROW(kept->spawn([&] { ran = true; }), aria::Raised<aria::ScopeClosedError>);
    EXPECT_FALSE(ran);
  });
}

// --- F1 and F2: the first failure in commit order is primary, the same object, with the others suppressed -----------

TEST(RuleF1, TheFirstToFailIsPrimaryWhoeverItIs) {
  aria::block_on([] {
    // The child fails while the body waits for it; the body's own error comes second.
    EXPECT_EQ(boom_of([] {
                aria::scope([](aria::Scope& s) {
                  auto child = s.spawn([] { aria::raise(Boom{1}); });
                  aria::shield(1_h, [&] { child.core().wait_finished(INT64_MAX, {}, true); });
                  aria::raise(Boom{2});
                });
              }),
              1);
    // The body fails; a child's error in its cleanup comes second.
    EXPECT_EQ(boom_of([] {
                aria::scope([](aria::Scope& s) {
                  auto child = s.spawn([] { aria::with_cleanup([] { aria::sleep(1_h); }, [] { aria::raise(Boom{1}); }); });
                  until_parked(child);
                  aria::raise(Boom{2});
                });
              }),
              2);
    // The deadline comes first: the body's later error is primary all the same, since a deadline is no error of its own.
    EXPECT_EQ(boom_of([] {
                auto result = aria::timeout(0_ms, [](aria::Scope&) { aria::raise(Boom{3}); });
                EXPECT_FALSE(result.has_value());
              }),
              3);
  });
}

TEST(RuleF1, AFailureCancelsTheBodyAndTheSiblings) {
  aria::block_on([] {
    bool body_cancelled = false;
    bool sibling_cancelled = false;
    EXPECT_EQ(boom_of([&] {
                aria::scope([&](aria::Scope& s) {
                  s.spawn([&] { sibling_cancelled = raises_cancelled([] { aria::sleep(1_h); }); });
                  s.spawn([] { aria::raise(Boom{4}); });
                  body_cancelled = raises_cancelled([] { aria::sleep(1_h); });
                });
              }),
              4);
    EXPECT_TRUE(body_cancelled);
    EXPECT_TRUE(sibling_cancelled);
  });
}

TEST(RuleF2, OthersAreSuppressedInCommitOrderAndThePrimaryIsTheSameObject) {
  constexpr int children = 20;
  aria::block_on([] {
    const aria::detail::ErrorRef primary = aria::detail::make_error(Boom{7}, {});
    aria::detail::ErrorRef raised;
    try {
      aria::scope([&](aria::Scope& s) {
        std::vector<aria::Task<aria::Unit>> tasks;
        for (int i = 0; i < children; ++i) {
          // Each child's cleanup waits for the child before it to have ended, and fails.
          tasks.push_back(s.spawn([i, before = tasks] {
            aria::with_cleanup([] { aria::sleep(1_h); },
                               [&] {
                                 if (i > 0) before.back().core().wait_finished(INT64_MAX, {}, true);
                                 aria::raise(Boom{100 + i});
                               });
          }));
        }
        for (const auto& task : tasks) until_parked(task);
        primary->raise_again();
      });
    } catch (const aria::Raised<Boom>& error) {
      raised = error.record();
    }
    ASSERT_TRUE(raised);
    EXPECT_EQ(raised, primary);
    const auto suppressed = raised->suppressed();
    ASSERT_EQ(suppressed.size(), aria::detail::ErrorRecord::max_suppressed);
    for (std::size_t i = 0; i < suppressed.size(); ++i) {
      ASSERT_NE(suppressed[i]->payload(typeid(Boom)), nullptr);
      EXPECT_EQ(static_cast<const Boom*>(suppressed[i]->payload(typeid(Boom)))->n, 100 + static_cast<int>(i));
    }
    EXPECT_EQ(raised->suppressed_dropped(), children - suppressed.size());
  });
}

TEST(RuleF2, CancellationsThatTheScopeCausedAreNotRecorded) {
  aria::block_on([] {
    try {
      aria::scope([](aria::Scope& s) {
        for (int i = 0; i < 3; ++i) until_parked(s.spawn([] { aria::sleep(1_h); }));
        aria::raise(Boom{1});
      });
      ADD_FAILURE();
    } catch (const aria::Raised<Boom>& error) {
      EXPECT_TRUE(error.record()->suppressed().empty());
    }
  });
}

TEST(RuleF2, AllErrorsTogetherEvenIfThereIsOne) {
  aria::block_on([] {
    for (const int children : {1, 3}) {
      std::atomic<int> begun = 0;   // one that has not begun when another fails is cancelled and has nothing to raise
      const auto all_have_begun = [&] {
        ++begun;
        while (begun < children) aria::yield_now();
      };
      try {
        aria::scope(
            [&](aria::Scope& s) {
              for (int i = 0; i < children; ++i) {
                s.spawn([&, i] { aria::with_cleanup(all_have_begun, [i] { aria::raise(Boom{i}); }); });
              }
            },
            {.errors = aria::ErrorPolicy::All{}});
        ADD_FAILURE();
      } catch (const aria::Raised<aria::MultiError>& error) {
        EXPECT_EQ(error.value().errors().len(), children);
      }
    }
  });
}

// --- F3 and X1: cancellation is no error -----------------------------------------------------------------------------

TEST(RuleF3, AnOuterCancellationPassesThroughAndErrorsRideAlong) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& tasks) {
      auto t = tasks.spawn([] {
        aria::scope([](aria::Scope& inner) {
          inner.spawn([] { aria::with_cleanup([] { aria::sleep(1_h); }, [] { aria::raise(Boom{5}); }); });
          aria::sleep(1_h);
        });
      });
      until_parked(t);
      t.cancel();
      const auto result = t.await_result();
      ASSERT_FALSE(result.has_value());
      // The task's real error is the one that rode along.
      const auto* failed = result.error().as<aria::TaskError::Failed>();
      ASSERT_NE(failed, nullptr);
      EXPECT_EQ(failed->value.as<Boom>()->n, 5);
    });
  });
}

TEST(RuleX1, OnlyTheScopeThatAskedAbsorbs) {
  aria::block_on([] {
    bool after_inner = false;
    bool after_outer = false;
    aria::scope([&](aria::Scope& outer) {
      aria::scope([&](aria::Scope&) {
        outer.cancel("enough");
        aria::yield_now();
      });
      after_inner = true;  // not reached: the inner scope passes it on
    });
    after_outer = true;
    EXPECT_FALSE(after_inner);
    EXPECT_TRUE(after_outer);
  });
}

TEST(RuleX1, ABareRescueDoesNotSeeItAndItCarriesItsReason) {
  aria::block_on([] {
    bool bare = false;
    std::string reason;
    aria::scope([&](aria::Scope& s) {
      s.cancel("enough");
      try {
        aria::yield_now();
      } catch (const aria::AnyRaised&) {
        bare = true;
      } catch (const aria::Raised<aria::Cancelled>& raised) {
        reason = raised.value().reason_text();
        EXPECT_EQ(raised.value().scope(), s.core().number());
        throw;
      }
    });
    EXPECT_FALSE(bare);
    EXPECT_EQ(reason, "enough");
  });
}

TEST(RuleX1, AScopeThatCancelledItselfHasNoValueThoughItsBodyNoticedNothing) {
  const auto reason_of = [](auto&& call) {
    try {
      call();
    } catch (const aria::Raised<aria::TaskError>& raised) {
      return std::string(raised.value().as<aria::TaskError::Cancelled>()->value.text());
    }
    return std::string();
  };
  const auto body = [](auto& s) {
    s.cancel("one");
    return 5;
  };
  aria::block_on([&] {
    EXPECT_EQ(reason_of([&] { aria::scope(body); }), "one");
    EXPECT_EQ(reason_of([&] { aria::nursery(body); }), "one");
    EXPECT_EQ(reason_of([&] { aria::supervisor(body); }), "one");
    EXPECT_EQ(reason_of([&] { static_cast<void>(aria::timeout(1_h, body)); }), "one");
    aria::scope([](aria::Scope& s) { s.cancel("as a statement"); });
  });
}

TEST(RuleX1, TheFirstRealErrorAfterAScopeCancelledItselfIsPrimary) {
  aria::block_on([] {
    EXPECT_EQ(boom_of([] {
                aria::scope([](aria::Scope& s) {
                  s.cancel();
                  aria::raise(Boom{8});
                });
              }),
              8);
  });
}

// --- X2: level-triggered, and what is parked is woken ----------------------------------------------------------------

struct Operation {
  const char* name;
  std::function<void()> run;  // parks for ever unless it is cancelled
};

class RuleX2Parked : public testing::TestWithParam<Operation> {};

TEST_P(RuleX2Parked, IsWokenAndEveryLaterCheckpointRaises) {
  std::atomic<int> raised = 0;
  aria::block_on([&] {
    aria::scope([&](aria::Scope& s) {
      auto t = s.spawn([&] {
        for (int i = 0; i < 3; ++i) raised += raises_cancelled(GetParam().run);
        EXPECT_TRUE(aria::cancel::is_cancelled());
        raised += raises_cancelled([] { aria::cancel::check(); });
      });
      until_parked(t);
      EXPECT_EQ(raised, 0);
      t.cancel();
      static_cast<void>(t.await_result());
    });
  });
  EXPECT_EQ(raised, 4) << GetParam().name;
}

TEST_P(RuleX2Parked, RaisesOnEntryWhenCancelledBefore) {
  std::atomic<int> raised = 0;
  aria::block_on([&] {
    aria::scope([&](aria::Scope& s) {
      s.spawn([&] {
        aria::current_task().cancel();
        raised += raises_cancelled(GetParam().run);
      });
    });
  });
  EXPECT_EQ(raised, 1) << GetParam().name;
}

std::vector<Operation> operations() {
  return {
      {"recv", [] { aria::Channel<int>().recv(); }},
      {"send", [] { aria::Channel<int>().send(1); }},
      {"iteration",
       [] {
         aria::Channel<int> ch;
         const aria::Channel<int> keeps_it_open = ch;
         for (int v : ch) static_cast<void>(v);
       }},
      {"sleep", [] { aria::sleep(1_h); }},
      {"select", [] { aria::select(aria::recv(aria::Channel<int>()), aria::after(1_h)); }},
      {"semaphore", [] { aria::Semaphore(0).acquire(); }},
      {"wait_group",
       [] {
         aria::WaitGroup group;
         group.add(1);
         group.wait();
       }},
      {"barrier", [] { aria::Barrier(2).wait(); }},
      {"promise", [] { aria::Promise<int>().await(); }},
      {"condvar",
       [] {
         aria::Mutex<int> m(0);
         m.lock([](int& v) { aria::Condvar().wait(v); });
       }},
      {"await",
       [] {
         aria::scope([](aria::Scope& inner) { inner.spawn([] { aria::sleep(1_h); }).await(); });
       }},
  };
}

INSTANTIATE_TEST_SUITE_P(Operations, RuleX2Parked, testing::ValuesIn(operations()), [](const auto& info) { return std::string(info.param.name); });

TEST(RuleX2, LoopsThatPollAreReachedAndKeepNobodyOut) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      std::atomic<bool> flag = false;
      std::vector<aria::Task<aria::Unit>> spinning;
      for (int i = 0; i < 3; ++i) {
        spinning.push_back(s.spawn([&] {
          while (!flag) aria::poll();
        }));
      }
      auto setter = s.spawn([&] {
        for (int i = 0; i < 3; ++i) aria::sleep(1_ms);
        flag = true;
      });
      setter.await();
      for (const auto& one : spinning) one.await();
      auto endless = s.spawn([] {
        for (;;) aria::poll();
      });
      aria::yield_now();
      endless.cancel();
      EXPECT_FALSE(endless.await_result().has_value());
    });
  });
}

// The loops take turns long before the one who ends them has begun, in a process where timers have made the watcher attentive.
TEST(RuleX2, LoopsThatPollKeepNobodyOutWhoHasNotBegun) {
  for (int round = 0; round < 40; ++round) {
    std::atomic<bool> flag = false;      // the loops see it until their scope ends
    aria::block_on([&] {
      aria::function_scope([&](aria::Scope& s) {
        for (int i = 0; i < 3; ++i) {
          s.spawn([&] {
            while (!flag) aria::poll();
          });
        }
        auto setter = s.spawn([&] {
          for (int i = 0; i < 3; ++i) aria::sleep(1_ms);
          flag = true;
        });
        setter.await();
      });
    });
  }
}

TEST(RuleX2, OperationsThatWouldNotWaitAreCheckpointsToo) {
  aria::block_on([] {
    const aria::Channel<int> ready(4);
    ready.send(1);
    const std::vector<Operation> quick = {
        {"recv", [=] { ready.recv(); }},
        {"send", [=] { ready.send(2); }},
        {"unbounded send", [] { aria::Channel<int>::unbounded().send(1); }},
        {"select with default", [=] { aria::select(aria::recv(ready), aria::otherwise()); }},
        {"yield", [] { aria::yield_now(); }},
        {"sleep 0", [] { aria::sleep(0_ms); }},
    };
    for (const Operation& operation : quick) {
      aria::scope([&](aria::Scope& s) {
        s.cancel();
        EXPECT_TRUE(raises_cancelled(operation.run)) << operation.name;
        EXPECT_EQ(ready.len(), 1) << operation.name;
      });
      EXPECT_FALSE(aria::cancel::is_cancelled());
    }
    // And these are none.
    aria::scope([&](aria::Scope& s) {
      s.cancel();
      EXPECT_TRUE(ready.try_send(2).has_value());
      EXPECT_TRUE(ready.try_recv().has_value());
      aria::scope([](aria::Scope&) {});
      aria::shield(1_h, [] {});
      ready.close();
      s.cancel("again");
    });
  });
}

}  // namespace
