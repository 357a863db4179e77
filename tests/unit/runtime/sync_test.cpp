// Locks, atomics, combinators, tickers, shields.
#include <aria/concurrency.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "in_scope.hpp"
#include "parked.hpp"

namespace {

using rules::Boom;
using rules::in_scope;
using namespace aria::literals;

TEST(Mutex, ExcludesAndWritesThrough) {
  aria::Mutex<int> counter(0);
  in_scope([&](aria::Scope& s) {
    for (int i = 0; i < 100; ++i) {
      s.spawn([counter] {
        for (int k = 0; k < 100; ++k) {
          counter.lock([](int& v) { ++v; });
        }
      });
    }
  });
  EXPECT_EQ(counter.lock([](int& v) { return v; }), 10'000);
}

TEST(Mutex, TimesOutTriesAndPoisons) {
  in_scope([](aria::Scope& s) {
    aria::Mutex<int> m(1);
    auto holder = s.spawn([m] { m.lock([](int&) { aria::sleep(20_ms); }); });
    while (m.try_lock([](int&) {})) aria::yield_now();
    EXPECT_THROW(m.lock(1_ms, [](int&) {}), aria::Raised<aria::TimeoutError>);
    holder.join();
  });
  aria::Mutex<int> m(1);
  aria::block_on([&] {
    aria::function_scope([&](aria::Scope& s) {
      auto t = s.spawn([m] { m.lock([](int&) { aria::panic("inside"); }); });
      EXPECT_FALSE(t.await_result().has_value());
    });
    EXPECT_THROW(m.lock([](int&) {}), aria::Raised<aria::Poisoned>);
    EXPECT_EQ(m.lock_unpoisoned([](int& v) { return v; }), 1);
    m.clear_poison();
    EXPECT_EQ(m.lock([](int& v) { return v; }), 1);
  });
}

TEST(Condvar, WaitsForAChange) {
  aria::Mutex<int> m(0);
  aria::Condvar changed;
  in_scope([&](aria::Scope& s) {
    auto waiter = s.spawn([=] {
      return m.lock([&](int& v) {
        changed.wait_while(v, [](int& now) { return now < 3; });
        return v;
      });
    });
    for (int i = 0; i < 3; ++i) {
      m.lock([](int& v) { ++v; });
      changed.signal();
      aria::yield_now();
    }
    EXPECT_EQ(waiter.await(), 3);
  });
}

TEST(Semaphore, BoundsHolders) {
  aria::Semaphore permits(3);
  std::atomic<int> inside = 0;
  in_scope([&](aria::Scope& s) {
    for (int i = 0; i < 30; ++i) {
      s.spawn([&] {
        permits.acquire();
        EXPECT_LE(++inside, 3);
        aria::yield_now();
        --inside;
        permits.release();
      });
    }
  });
}

TEST(RwLock, ReadersShareWritersExclude) {
  aria::RwLock<int> value(0);
  in_scope([&](aria::Scope& s) {
    for (int i = 0; i < 20; ++i) {
      s.spawn([value] { value.write([](int& v) { ++v; }); });
      s.spawn([value] { EXPECT_GE(value.read([](const int& v) { return v; }), 0); });
    }
  });
  EXPECT_EQ(value.read([](const int& v) { return v; }), 20);
}

TEST(WaitGroupAndOnce, WaitAndRunOnce) {
  std::atomic<int> done = 0;
  std::atomic<int> initialised = 0;
  in_scope([&](aria::Scope& s) {
    aria::WaitGroup group;
    aria::Once once;
    group.add(10);
    for (int i = 0; i < 10; ++i) {
      s.spawn([&, group, once] {
        once.call([&] { ++initialised; });
        ++done;
        group.done();
      });
    }
    group.wait();
    EXPECT_EQ(done, 10);
  });
  EXPECT_EQ(initialised, 1);
}

TEST(AtomicInt, ReturnsOldValues) {
  aria::Atomic<aria::Int> n(5);
  EXPECT_EQ(n.fetch_add(2), 5);
  EXPECT_EQ(n.swap(1), 7);
  EXPECT_TRUE(n.compare_exchange(1, 3));
  EXPECT_EQ(n.load(), 3);
}

TEST(AtomicInt, OfCppIntegersToo) {
  aria::Atomic<long> n(5);
  EXPECT_EQ(n.fetch_add(2), 5);
  EXPECT_EQ(n.fetch_xor(1), 7);
  EXPECT_EQ(n.load(), 6);
}

TEST(Combinators, AwaitAllKeepsOrderAndCancelsOnError) {
  in_scope([](aria::Scope& s) {
    std::vector<aria::Task<int>> tasks;
    for (int i = 0; i < 5; ++i) tasks.push_back(s.spawn([i] { return i * i; }));
    EXPECT_EQ(aria::await_all(tasks)[3], 9);
    auto [a, b] = aria::await_all(std::tuple(s.spawn([] { return 1; }), s.spawn([] { return 2.5; })));
    EXPECT_EQ(a + b, 3.5);
    std::vector<int> items = {1, 2, 3};
    EXPECT_EQ(aria::await_all(items, [](int i) { aria::yield_now(); return i * 10; }, {.limit = 2})[2], 30);
  });
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      std::vector<aria::Task<int>> tasks = {s.spawn([] { aria::sleep(1_h); return 1; }), s.spawn([]() -> int { aria::raise(Boom{2}); })};
      EXPECT_THROW(aria::await_all(tasks), aria::Raised<Boom>);
    });
  });
}

TEST(Combinators, FirstAndAny) {
  aria::block_on([] {
    aria::function_scope([](aria::Scope& s) {
      std::vector<aria::Task<int>> tasks = {s.spawn([] { aria::sleep(1_h); return 1; }), s.spawn([] { return 2; })};
      EXPECT_EQ(aria::await_first(tasks), 2);
      EXPECT_TRUE(tasks[0].state().is<aria::TaskState::Cancelled>());
      std::vector<aria::Task<int>> more = {s.spawn([]() -> int { aria::raise(Boom{1}); }), s.spawn([] { aria::sleep(2_ms); return 7; })};
      EXPECT_EQ(aria::await_any(more), 7);
    });
  });
}

TEST(Ticker, TicksAgainAndAgain) {
  in_scope([](aria::Scope&) {
    auto beat = aria::ticker(1_ms);
    for (int i = 0; i < 3; ++i) beat.tick().recv();
    EXPECT_TRUE(aria::select(aria::recv(beat.tick()), aria::after(1_h)).is<0>());
  });
}

TEST(RuleC1, CleanupIsShieldedAndMaySuspend) {
  std::atomic<bool> cleaned = false;
  in_scope([&](aria::Scope& s) {
    auto t = s.spawn([&] {
      aria::with_cleanup([] { aria::sleep(1_h); }, [&] {
        aria::sleep(1_ms);
        cleaned = true;
      });
    });
    while (t.state().is<aria::TaskState::Ready>()) aria::yield_now();
    t.cancel();
    EXPECT_FALSE(t.await_result().has_value());
  });
  EXPECT_TRUE(cleaned);
}

TEST(RuleC1, CleanupBeyondItsGraceIsCutShort) {
  aria::block_on([] {
    bool cut = false;
    aria::scope(
        [&](aria::Scope& s) {
          s.spawn([&] {
            aria::with_cleanup([] { aria::sleep(1_h); }, [&] {
              try {
                aria::sleep(1_h);
              } catch (const aria::Raised<aria::CleanupTimeout>&) {
                cut = true;
              }
            });
          });
          aria::sleep(2_ms);
          s.cancel();
        },
        {.cleanup = 2_ms});
    EXPECT_TRUE(cut);
  });
}

TEST(Tokens, CancelTheTasksBoundToThem) {
  in_scope([](aria::Scope& s) {
    aria::CancelToken token;
    auto t = s.spawn_with(token.child(), [] { aria::sleep(1_h); return 1; });
    token.cancel("stop");
    EXPECT_EQ(t.await_result().error().as<aria::TaskError::Cancelled>()->value.text(), "stop");
  });
}

TEST(Shield, HidesACancellationUntilItsTimeIsOver) {
  in_scope([](aria::Scope& s) {
    s.cancel();
    int done = 0;
    aria::shield(1_h, [&] {
      aria::yield_now();
      ++done;
    });
    EXPECT_EQ(done, 1);
    EXPECT_THROW(aria::yield_now(), aria::Raised<aria::Cancelled>);
  });
}

}  // namespace
