// Rules H1 to H6 of channels and W1, as tables and under contention.
#include <aria/concurrency.hpp>

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "parked.hpp"

namespace {

using namespace aria::literals;
using rules::raises_cancelled;
using rules::until_parked;
using Ints = aria::Channel<int>;

void in_function_scope(const std::function<void(aria::Scope&)>& body) {
  aria::block_on([&] { aria::function_scope([&](aria::Scope& s) { body(s); }); });
}

// --- H1: nothing is lost or duplicated -------------------------------------------------------------------------------

class RuleH1 : public testing::TestWithParam<int> {};

TEST_P(RuleH1, ConservedUnderCancellationTimeAndClose) {
  std::atomic<long> sent = 0;
  std::atomic<long> sent_count = 0;
  std::atomic<long> received = 0;
  std::atomic<long> received_count = 0;
  const auto take = [&](int v) {
    received += v;
    ++received_count;
  };
  in_function_scope([&](aria::Scope& s) {
    for (int round = 0; round < 25; ++round) {
      Ints ch(GetParam());
      Ints other(GetParam());
      std::vector<aria::Task<aria::Unit>> tasks;
      for (int id = 1; id <= 3; ++id) {
        tasks.push_back(s.spawn([&, ch, other, id] {
          for (int n = 0;; ++n) {
            const int v = id * 1'000'000 + n;
            bool out = true;
            switch (n % 4) {
              case 0:
                aria::select(aria::send(ch, v), aria::send(other, v));
                break;
              case 1:
                out = ch.send_timeout(v, 50_us).has_value();
                break;
              case 2:
                out = ch.try_send(v).has_value();
                break;
              default:
                other.send(v);
            }
            if (out) {
              sent += v;
              ++sent_count;
            }
          }
        }));
        tasks.push_back(s.spawn([&, ch, other] {
          for (int n = 0;; ++n) {
            if (n % 3 == 0) {
              if (auto v = ch.recv_timeout(50_us); v.has_value()) take(*v);
            } else {
              auto chosen = aria::select(aria::recv(ch), aria::recv(other));
              take(chosen.is<0>() ? *chosen.received<0>() : *chosen.received<1>());
            }
          }
        }));
      }
      for (const long enough = sent_count + 5 + round; sent_count < enough;) aria::yield_now();
      for (const auto& task : tasks) task.cancel();
      if (round % 2 == 0) ch.close();
      for (const auto& task : tasks) static_cast<void>(task.await_result());
      ch.close();
      other.close();
      for (const Ints& left : {ch, other}) {
        for (int v : left) take(v);
      }
    }
  });
  EXPECT_GT(sent_count, 0);
  EXPECT_EQ(sent_count, received_count);
  EXPECT_EQ(sent, received);
}

INSTANTIATE_TEST_SUITE_P(Capacities, RuleH1, testing::Values(0, 1, 7));

// --- H2: first come, first served ------------------------------------------------------------------------------------

TEST(RuleH2, ParkedSendersAndReceiversAreServedInTheOrderTheyCame) {
  constexpr int waiters = 20;
  for (const int capacity : {0, 2}) {
    in_function_scope([&](aria::Scope& s) {
      Ints ch(capacity);
      for (int i = 0; i < capacity; ++i) ch.send(i);
      for (int i = capacity; i < waiters; ++i) until_parked(s.spawn([ch, i] { ch.send(i); }));
      for (int i = 0; i < waiters; ++i) EXPECT_EQ(ch.recv(), i) << "capacity " << capacity;

      std::vector<aria::Task<int>> receivers;
      for (int i = 0; i < waiters; ++i) {
        receivers.push_back(s.spawn([ch] { return ch.recv(); }));
        until_parked(receivers.back());
      }
      for (int i = 0; i < waiters; ++i) ch.send(i);
      for (int i = 0; i < waiters; ++i) EXPECT_EQ(receivers[static_cast<std::size_t>(i)].await(), i) << "capacity " << capacity;
    });
  }
}

TEST(RuleH2, AWaiterThatGaveUpIsSkipped) {
  in_function_scope([](aria::Scope& s) {
    Ints ch;
    std::vector<aria::Task<int>> receivers;
    for (int i = 0; i < 3; ++i) {
      receivers.push_back(s.spawn([ch] { return ch.recv(); }));
      until_parked(receivers.back());
    }
    receivers[0].cancel();
    static_cast<void>(receivers[0].await_result());
    ch.send(1);
    ch.send(2);
    EXPECT_EQ(receivers[1].await(), 1);
    EXPECT_EQ(receivers[2].await(), 2);
  });
}

TEST(RuleH2, EveryProducerKeepsItsOrderAmongOthers) {
  constexpr int producers = 4;
  constexpr int each = 2'000;
  for (const int capacity : {0, 1, 16}) {
    in_function_scope([&](aria::Scope& s) {
      Ints ch(capacity);
      for (int p = 0; p < producers; ++p) {
        s.spawn([ch, p] {
          for (int i = 0; i < each; ++i) ch.send(p * each + i);
        });
      }
      std::vector<int> next(producers, 0);
      for (int k = 0; k < producers * each; ++k) {
        const int v = ch.recv();
        ASSERT_EQ(v % each, next[static_cast<std::size_t>(v / each)]++);
      }
    });
  }
}

// --- H3 and H4: closing ----------------------------------------------------------------------------------------------

TEST(RuleH3, BlockedSendersGetTheirValueBackAndTheBufferStays) {
  in_function_scope([](aria::Scope& s) {
    Ints ch(2);
    ch.send(1);
    ch.send(2);
    std::vector<aria::Task<int>> blocked;
    for (int i = 0; i < 3; ++i) {
      blocked.push_back(s.spawn([ch, i] { return ch.send_result(10 + i).error(); }));
      until_parked(blocked.back());
    }
    ch.close();
    ch.close();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(blocked[static_cast<std::size_t>(i)].await(), 10 + i);
    EXPECT_THROW(ch.send(4), aria::Raised<aria::ChannelClosed>);
    EXPECT_TRUE(ch.try_send(4).error().is<aria::TrySendError<int>::Closed>());
    EXPECT_EQ(ch.recv(), 1);
    EXPECT_EQ(ch.recv_opt(), 2);
    EXPECT_EQ(ch.recv_opt(), std::nullopt);
    EXPECT_FALSE(ch.recv_result().has_value());
    EXPECT_THROW(ch.recv(), aria::Raised<aria::ChannelClosed>);
    int turns = 0;
    for (int v : ch) turns += v;
    EXPECT_EQ(turns, 0);
  });
}

TEST(RuleH3, BlockedReceiversEnd) {
  in_function_scope([](aria::Scope& s) {
    Ints ch;
    auto opt = s.spawn([ch] { return ch.recv_opt().has_value(); });
    auto loop = s.spawn([ch] {
      for (int v : ch) static_cast<void>(v);
      return true;
    });
    auto plain = s.spawn([ch] { return ch.recv(); });
    for (const aria::detail::TaskHandle& t : {static_cast<aria::detail::TaskHandle>(opt), static_cast<aria::detail::TaskHandle>(loop), static_cast<aria::detail::TaskHandle>(plain)}) until_parked(t);
    ch.close();
    EXPECT_FALSE(opt.await());
    EXPECT_TRUE(loop.await());
    EXPECT_THROW(plain.await(), aria::Raised<aria::ChannelClosed>);
  });
}

TEST(RuleH4, OnlyTheLastSendingEndCloses) {
  in_function_scope([](aria::Scope&) {
    auto [first, rx] = aria::mpsc<int>(4);
    {
      const aria::SendChan<int> second = first;
      { const auto dropped = std::move(first); }
      EXPECT_FALSE(rx.is_closed());
      second.send(1);
    }
    EXPECT_TRUE(rx.is_closed());
    EXPECT_EQ(rx.recv_opt(), 1);
    EXPECT_EQ(rx.recv_opt(), std::nullopt);
  });
}

// --- H5 and H6: how far senders get ahead ----------------------------------------------------------------------------

class RuleH6 : public testing::TestWithParam<int> {};

// A send that has returned is ahead of the receives that have been called by at most the capacity: H6, and for a
// rendezvous H5.
TEST_P(RuleH6, SendsAreNeverAheadByMoreThanTheCapacity) {
  const int capacity = GetParam();
  std::atomic<int> ahead = 0;
  std::atomic<int> worst = 0;
  in_function_scope([&](aria::Scope& s) {
    Ints ch(capacity);
    std::vector<aria::Task<aria::Unit>> senders;
    for (int p = 0; p < 4; ++p) {
      senders.push_back(s.spawn([&, ch] {
        for (int i = 0; i < 3'000; ++i) {
          if (i % 5 == 0) {
            aria::select(aria::send(ch, i), aria::after(1_h));
          } else {
            ch.send(i);
          }
          const int now = ++ahead;
          int known = worst.load();
          while (now > known && !worst.compare_exchange_weak(known, now)) {
          }
        }
      }));
    }
    for (int c = 0; c < 2; ++c) {
      s.spawn([&, ch] {
        for (;;) {
          --ahead;
          if (!ch.recv_opt()) break;
        }
      });
    }
    for (const auto& sender : senders) sender.await();
    ch.close();
  });
  EXPECT_LE(worst, capacity);
}

INSTANTIATE_TEST_SUITE_P(Capacities, RuleH6, testing::Values(0, 1, 5));

TEST(RuleH5, TryOperationsNeedAParkedCounterpartSelectArmsIncluded) {
  in_function_scope([](aria::Scope& s) {
    Ints ch;
    EXPECT_FALSE(ch.try_send(1).has_value());
    EXPECT_EQ(ch.try_recv(), std::nullopt);
    for (const bool by_select : {false, true}) {
      auto receiver = s.spawn([ch, by_select] { return by_select ? *aria::select(aria::recv(ch), aria::after(1_h)).received<0>() : ch.recv(); });
      until_parked(receiver);
      EXPECT_TRUE(ch.try_send(7).has_value());
      EXPECT_FALSE(ch.try_send(8).has_value());
      EXPECT_EQ(receiver.await(), 7);
      auto sender = s.spawn([ch, by_select] {
        if (by_select) {
          aria::select(aria::send(ch, 9), aria::after(1_h));
        } else {
          ch.send(9);
        }
      });
      until_parked(sender);
      EXPECT_EQ(ch.try_recv(), 9);
      EXPECT_EQ(ch.try_recv(), std::nullopt);
      sender.await();
    }
  });
}

// --- W1: what has happened counts ------------------------------------------------------------------------------------

// Each case parks in `t`, is completed by `complete` and cancelled right after; the operation's result counts, and the
// cancellation shows at the next checkpoint.
struct Commit {
  const char* name;
  std::function<int()> operation;
  std::function<void()> complete;
};

TEST(RuleW1, ACommittedOperationReturnsAlthoughCancelled) {
  for (int round = 0; round < 50; ++round) {
    in_function_scope([](aria::Scope& s) {
      const Ints to;
      const Ints from;
      const aria::Semaphore permits(0);
      const aria::Barrier barrier(2);
      const aria::Promise<int> promise;
      const aria::Mutex<int> mutex(6);
      const Ints gate(1);
      auto other = s.spawn([gate] { return gate.recv(); });
      const std::vector<Commit> cases = {
          {"recv", [=] { return to.recv(); }, [=] { to.send(1); }},
          {"send", [=] { from.send(2); return 2; }, [=] { from.recv(); }},
          {"select", [=] { return *aria::select(aria::recv(to), aria::after(1_h)).received<0>(); }, [=] { to.send(3); }},
          {"semaphore", [=] { permits.acquire(); return 4; }, [=] { permits.release(); }},
          {"barrier", [=] { barrier.wait(); return 5; }, [=] { barrier.wait(); }},
          {"promise", [=] { return promise.await(); }, [=] { promise.resolve(6); }},
          {"await", [=] { return other.await(); }, [=] { gate.send(7); other.core().wait_finished(INT64_MAX, {}, true); }},
      };
      for (const Commit& one : cases) {
        std::atomic<int> got = 0;
        auto t = s.spawn([&] {
          got = one.operation();
          while (!aria::cancel::is_cancelled()) aria::cancel::check();
          aria::yield_now();
        });
        until_parked(t);
        one.complete();
        t.cancel();
        const auto result = t.await_result();
        EXPECT_GT(got, 0) << one.name;
        EXPECT_TRUE(!result.has_value() && result.error().is<aria::TaskError::Cancelled>()) << one.name;
      }
    });
  }
}

// --- from outside ----------------------------------------------------------------------------------------------------

TEST(Stress, ForeignThreadsAndTasksShareAChannel) {
  constexpr int threads = 3;
  constexpr int each = 3'000;
  Ints ch(8);
  std::vector<std::thread> producers;
  for (int p = 0; p < threads; ++p) {
    producers.emplace_back([ch] {
      for (int i = 1; i <= each; ++i) ch.send(i);
    });
  }
  std::atomic<long> sum = 0;
  std::atomic<int> left = threads * each;
  in_function_scope([&](aria::Scope& s) {
    for (int c = 0; c < 3; ++c) {
      s.spawn([&, ch] {
        while (left.fetch_sub(1) > 0) sum += ch.recv();
      });
    }
  });
  for (std::thread& producer : producers) producer.join();
  EXPECT_EQ(sum, static_cast<long>(threads) * each * (each + 1) / 2);
}

// Asked of the kernel, since the compiler may keep std::this_thread::get_id() across a suspension.
[[gnu::noinline]] long thread_number() {
  asm volatile("");
  return ::syscall(SYS_gettid);
}

TEST(SpawnLocal, WhatYieldsKeepsNobodyOut) {
  in_function_scope([](aria::Scope& s) {
    aria::scope([](aria::Scope& inner) {
      std::atomic<bool> flag = false;
      auto local = inner.spawn_local([&] {
        while (!flag) aria::yield_now();
      });
      auto other = inner.spawn([&] {
        for (int i = 0; i < 10; ++i) aria::yield_now();
        flag = true;
      });
      local.await();
      other.await();
    });
    static_cast<void>(s);
  });
}

TEST(SpawnLocal, NeverLeavesItsWorker) {
  std::atomic<int> moved = 0;
  in_function_scope([&](aria::Scope& s) {
    for (int k = 0; k < 4; ++k) {
      s.spawn([&] {
        aria::scope([&](aria::Scope& inner) {
          const long home = thread_number();
          std::vector<aria::Task<aria::Unit>> locals;
          for (int i = 0; i < 8; ++i) {
            locals.push_back(inner.spawn_local([&, home] {
              for (int turn = 0; turn < 200; ++turn) {
                aria::yield_now();
                if (turn % 16 == 0) aria::sleep(10_us);
                moved += thread_number() != home;
              }
            }));
          }
          // Work that others may steal, so that there is a reason to move.
          for (int i = 0; i < 50; ++i) {
            inner.spawn([] {
              for (int turn = 0; turn < 20; ++turn) aria::yield_now();
            });
          }
          for (const auto& local : locals) {
            local.await();
            moved += thread_number() != home;  // the spawner is pinned until they have ended
          }
        });
      });
    }
  });
  EXPECT_EQ(moved, 0);
}

}  // namespace
