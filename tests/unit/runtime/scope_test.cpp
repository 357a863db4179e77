// Rules J1, F1, F2, X1, X2, W1 of scopes and tasks.
#include <aria/defer.hpp>
#include <aria/errors.hpp>
#include <aria/runtime.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "parked.hpp"

namespace {

using rules::Boom;
using namespace aria::literals;

TEST(Tasks, AwaitGivesTheValue) {
  const int value = aria::block_on([] {
    return aria::scope([](aria::Scope& s) {
      auto a = s.spawn([] { return 20; });
      auto b = s.spawn([] { aria::yield_now(); return 22; });
      return a.await() + b.await();
    });
  });
  EXPECT_EQ(value, 42);
}

TEST(Tasks, TenThousandYieldingTasks) {
  std::atomic<int> done = 0;
  aria::block_on([&] {
    aria::scope([&](aria::Scope& s) {
      for (int i = 0; i < 10'000; ++i) {
        s.spawn([&] {
          aria::yield_now();
          ++done;
        });
      }
    });
  });
  EXPECT_EQ(done, 10'000);
}

TEST(RuleJ1, ScopeJoinsEveryChild) {
  bool finished = false;
  aria::block_on([&] {
    aria::scope([&](aria::Scope& s) {
      s.spawn([&] {
        for (int i = 0; i < 100; ++i) aria::yield_now();
        finished = true;
      });
    });
    EXPECT_TRUE(finished);
  });
}

TEST(RuleF1, FirstFailureCancelsSiblingsAndIsRaised) {
  std::atomic<bool> cleaned = false;
  aria::block_on([&] {
    bool rescued = false;
    try {
      aria::scope([&](aria::Scope& s) {
        s.spawn([&] {
          aria::Defer note([&] { cleaned = true; });
          aria::sleep(1_h);
        });
        s.spawn([] { aria::yield_now(); aria::raise(Boom{7}); });
      });
    } catch (const aria::Raised<Boom>& raised) {
      rescued = raised.value().n == 7;
      EXPECT_TRUE(raised.record()->suppressed().empty());
    }
    EXPECT_TRUE(rescued);
  });
  EXPECT_TRUE(cleaned);
}

TEST(RuleF2, OtherErrorsAreSuppressed) {
  aria::block_on([] {
    try {
      aria::scope([](aria::Scope& s) {
        for (int i = 0; i < 3; ++i) {
          s.spawn([i] {
            aria::Defer fails([i] { aria::raise(Boom{100 + i}); });
            aria::sleep(1_h);
          });
        }
        aria::yield_now();
        aria::raise(Boom{1});
      });
      ADD_FAILURE();
    } catch (const aria::Raised<Boom>& raised) {
      EXPECT_EQ(raised.value().n, 1);
    }
  });
}

TEST(RuleX1, CancelledIsNoErrorAndTheScopeEndsNormally) {
  aria::block_on([] {
    bool rescued = false;
    aria::scope([&](aria::Scope& s) {
      s.cancel("enough");
      try {
        aria::yield_now();
      } catch (const aria::AnyRaised&) {
        rescued = true;
      }
    });
    EXPECT_FALSE(rescued);
  });
}

TEST(RuleX2, EveryCheckpointRaisesUntilTheScopeHasClosed) {
  aria::block_on([] {
    int seen = 0;
    aria::scope([&](aria::Scope& s) {
      s.cancel();
      for (int i = 0; i < 3; ++i) {
        aria::Caught<aria::Cancelled> caught;
        try {
          aria::yield_now();
        } catch (const aria::Raised<aria::Cancelled>& raised) {
          caught = raised;
        }
        seen += caught ? 1 : 0;
      }
    });
    EXPECT_EQ(seen, 3);
    aria::yield_now();  // closed: no cancellation any more
  });
}

TEST(RuleW1, FinishedTaskDeliversItsValueAlthoughCancelled) {
  aria::block_on([] {
    aria::scope([](aria::Scope& s) {
      auto t = s.spawn([] { return 5; });
      t.join();
      s.cancel();
      EXPECT_EQ(t.await(), 5);
    });
  });
}

TEST(Tasks, CancelledTaskTellsSo) {
  aria::block_on([] {
    aria::scope([](aria::Scope& s) {
      auto t = s.spawn([] { aria::sleep(1_h); return 1; });
      t.cancel("late");
      auto result = t.await_result();
      ASSERT_FALSE(result.has_value());
      ASSERT_TRUE(result.error().is<aria::TaskError::Cancelled>());
      EXPECT_EQ(result.error().as<aria::TaskError::Cancelled>()->value.text(), "late");
      EXPECT_TRUE(t.state().is<aria::TaskState::Cancelled>());
    });
  });
}

TEST(Tasks, PanicSurfacesAtAwaitAsTaskError) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      auto t = s.spawn([]() -> int { aria::panic("broken"); });
      bool named = false;
      try {
        t.await();
      } catch (const aria::AnyRaised&) {
        ADD_FAILURE() << "a bare rescue must not see a panic";
      } catch (const aria::Raised<aria::TaskError>& raised) {
        named = raised.value().is<aria::TaskError::Panicked>();
      }
      EXPECT_TRUE(named);
    });
  });
}

TEST(FunctionScope, ErrorBelongsToTheAwaiterOrElseToTheScope) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      auto t = s.spawn([]() -> int { aria::raise(Boom{1}); });
      EXPECT_THROW(t.await(), aria::Raised<Boom>);
    });
    const auto unobserved = [] { aria::function_scope([](aria::Scope& s) { s.spawn([] { aria::raise(Boom{2}); }); }); };
    EXPECT_THROW(unobserved(), aria::Raised<Boom>);
  });
}

TEST(Timeout, ExpiryIsAnErrValueIsOk) {
  aria::block_on([] {
    auto late = aria::timeout(1_ms, [](aria::Scope&) { aria::sleep(1_h); return 1; });
    EXPECT_FALSE(late.has_value());
    auto quick = aria::timeout(1_h, [](aria::Scope&) { return 2; });
    EXPECT_EQ(*quick, 2);
    auto nothing = aria::timeout(1_h, [](aria::Scope&) {});
    EXPECT_TRUE(nothing.has_value());
  });
}

TEST(Timeout, AwaitWithTimeoutLeavesTheTaskAlone) {
  aria::block_on([] {
    aria::scope([](aria::Scope& s) {
      auto t = s.spawn([] { aria::sleep(20_ms); return 3; });
      EXPECT_THROW(t.await(1_ms), aria::Raised<aria::TimeoutError>);
      EXPECT_EQ(t.await(), 3);
    });
  });
}

TEST(Scopes, LimitBoundsTheChildrenThatRun) {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  aria::block_on([&] {
    aria::scope(
        [&](aria::Scope& s) {
          for (int i = 0; i < 50; ++i) {
            s.spawn([&] {
              const int now = ++running;
              most = std::max(most.load(), now);
              aria::yield_now();
              --running;
            });
          }
        },
        {.limit = 4});
  });
  EXPECT_LE(most, 4);
}

TEST(Scopes, SelfCancelledValueRaises) {
  aria::block_on([] {
    const auto value = [] {
      return aria::scope([](aria::Scope& s) {
        s.cancel("never mind");
        aria::yield_now();
        return 1;
      });
    };
    EXPECT_THROW(value(), aria::Raised<aria::TaskError>);
  });
}

TEST(Errors, HandlersKeepTheirOwnErrorAcrossSuspension) {
  std::atomic<int> wrong = 0;
  aria::block_on([&] {
    aria::scope([&](aria::Scope& s) {
      for (int i = 0; i < 1'000; ++i) {
        s.spawn([i, &wrong] {
          try {
            aria::raise(Boom{i});
          } catch (const aria::Raised<Boom>& raised) {
            aria::yield_now();  // emitted code never does this; the switch must survive it
            wrong += raised.value().n != i;
          }
        });
      }
    });
  });
  EXPECT_EQ(wrong, 0);
}

TEST(Blocking, RunsOnAThreadOfThePool) {
  aria::block_on([] {
    aria::scope([](aria::Scope& s) {
      auto t = s.spawn_blocking([] { return 9; });
      EXPECT_EQ(t.await(), 9);
    });
  });
}

}  // namespace
