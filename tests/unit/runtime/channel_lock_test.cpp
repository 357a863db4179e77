// The lock of a channel: who is given its bias, that it can be taken back at any moment, and that nothing is lost then.
#include <gtest/gtest.h>

#include <aria/concurrency.hpp>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "in_scope.hpp"
#include "parked.hpp"
#include "scheduler/job.hpp"
#include "scheduler/scheduler.hpp"
#include "stalls.hpp"
#include "sync/channel_core.hpp"

namespace {

using namespace aria::literals;
using aria::detail::ChannelGuard;
using aria::detail::ChannelLock;
using aria::detail::Scheduler;
using rules::Stalls;

constexpr int first_streak = 64;

void use(ChannelLock& lock, int times) {
  for (int i = 0; i < times; ++i) {
    ChannelGuard guard(lock);
  }
}

template <typename Body>
void on_foreign_thread(const Body& body) {
  std::thread(body).join();
}

// --- who has it -------------------------------------------------------------------------------------------------------------

TEST(ChannelLock, IsBiasedToAWorkerThatWasAloneForAWhileAndLaterEachTime) {
  aria::block_on([] {
    ChannelLock lock(ChannelLock::Bias::where_it_pays);
    for (int streak = first_streak; streak <= 4 * first_streak; streak *= 2) {
      use(lock, streak);
      EXPECT_FALSE(lock.is_biased());
      use(lock, 1);
      EXPECT_TRUE(lock.is_biased());
      use(lock, 10'000);
      on_foreign_thread([&] { use(lock, 1); });
      EXPECT_FALSE(lock.is_biased());
    }
  });
}

TEST(ChannelLock, IsNeverBiasedToAForeignThread) {
  ChannelLock lock(ChannelLock::Bias::where_it_pays);
  on_foreign_thread([&] { use(lock, 10 * first_streak); });
  EXPECT_FALSE(lock.is_biased());
}

TEST(ChannelLock, OfARendezvousIsNeverBiased) {
  aria::block_on([] {
    const aria::Channel<int> rendezvous;
    const aria::Channel<int> buffered(1);
    for (int i = 0; i < 2 * first_streak; ++i) {
      static_cast<void>(rendezvous.len() + buffered.len());
    }
    EXPECT_FALSE((*rendezvous.channel()).lock.is_biased());
    EXPECT_TRUE((*buffered.channel()).lock.is_biased());
  });
}

// --- where it may be used ---------------------------------------------------------------------------------------------------

TEST(ChannelLock, NestsAndIsUnlockedInAnyOrder) {
  aria::block_on([] {
    ChannelLock first(ChannelLock::Bias::where_it_pays);
    ChannelLock second(ChannelLock::Bias::where_it_pays);
    use(first, first_streak + 1);
    use(second, first_streak + 1);
    for (const bool in_order : {true, false}) {
      std::atomic<int> got_in = 0;
      first.lock();
      second.lock();
      std::thread waits_for_first([&] {
        ChannelGuard guard(first);
        ++got_in;
      });
      std::thread waits_for_second([&] {
        ChannelGuard guard(second);
        ++got_in;
      });
      Stalls stalls(1);
      for (int i = 0; i < 1000; ++i) {
        stalls.stall();
        EXPECT_EQ(got_in, 0);
      }
      (in_order ? first : second).unlock();
      while (got_in == 0) sched_yield();
      EXPECT_EQ(got_in, 1);
      (in_order ? second : first).unlock();
      waits_for_first.join();
      waits_for_second.join();
    }
  });
}

struct Alone : aria::detail::Job {
  explicit Alone(ChannelLock& what) : lock(what) {}
  void run() noexcept override {
    use(lock, 4 * first_streak);
    done = true;
  }
  ChannelLock& lock;
  std::atomic<bool> done = false;
};

TEST(ChannelLock, OutlivesTheWorkersThatItWasBiasedTo) {
  ChannelLock lock(ChannelLock::Bias::where_it_pays);
  for (int i = 0; i < 20; ++i) {
    Alone job(lock);
    {
      Scheduler scheduler({.workers = 1, .stand_ins = 0});
      scheduler.submit(job);
      while (!job.done) sched_yield();
    }
    if (i == 0) {
      EXPECT_TRUE(lock.is_biased());
    }
    if (i % 3 == 2) {  // else the next worker inherits the bias with the seat, or takes it away
      use(lock, 1);
      EXPECT_FALSE(lock.is_biased());
    }
  }
}

// --- under stress -----------------------------------------------------------------------------------------------------------

// Workers and foreign threads use many locks, one at a time and two at once, in runs that are long enough for a bias.
TEST(ChannelLockStress, HoldersExcludeEachOther) {
  struct Guarded {
    ChannelLock lock{ChannelLock::Bias::where_it_pays};
    std::uint64_t uses = 0;
  };
  constexpr int rounds = 400 / rules::slowdown;
  constexpr unsigned locks = 4;
  constexpr int runs = 150;
  std::atomic<std::uint64_t> biased = 0;
  for (unsigned round = 0; round < rounds; ++round) {
    const auto all = std::make_unique<Guarded[]>(locks);
    std::atomic<std::uint64_t> expected = 0;
    const auto work = [&](unsigned who) {
      Stalls stalls(round * 8 + who);
      for (int run = 0; run < runs; ++run) {
        const unsigned first = stalls.next() % locks;
        const unsigned second = stalls.next() % 4 == 0 ? first + 1 : locks;
        const unsigned length = stalls.next() % 8 == 0 ? 400 : stalls.next() % 100;
        for (unsigned i = 0; i < length; ++i) {
          ChannelGuard guard(all[first].lock);
          const std::uint64_t seen = all[first].uses;
          if (second < locks) {
            ChannelGuard inner(all[second].lock);
            ++all[second].uses;
          }
          if (i % 16 == 0) stalls.stall();
          all[first].uses = seen + 1;
        }
        expected += second < locks ? 2 * length : length;
        biased += all[first].lock.is_biased();
      }
    };
    std::thread foreign([&] { work(0); });
    rules::in_scope([&](aria::Scope& s) {
      for (unsigned t = 1; t <= 4; ++t) {
        s.spawn([&, t] { work(t); });
      }
    });
    foreign.join();
    std::uint64_t uses = 0;
    for (unsigned i = 0; i < locks; ++i) uses += all[i].uses;
    ASSERT_EQ(uses, expected);
  }
  EXPECT_GT(biased, 0u);
}

// What was sent, and what came: each value once.
class Ledger {
 public:
  explicit Ledger(int values) : state_(static_cast<std::size_t>(values)) {}
  void sent(int value) { state_[static_cast<std::size_t>(value)] += 1; }
  void received(int value) { state_[static_cast<std::size_t>(value)] += 16; }
  void settle() const {
    for (const std::atomic<int>& state : state_) {
      ASSERT_TRUE(state == 0 || state == 17) << state % 16 << " times sent, " << state / 16 << " times received";
    }
  }

 private:
  std::vector<std::atomic<int>> state_;
};

// Everything that can be done with a channel at once, by tasks and foreign threads, in runs that are long enough for a bias.
TEST(ChannelLockStress, NoValueIsLostOrDoubledWhoeverHasTheBias) {
  constexpr int rounds = 160 / rules::slowdown;
  constexpr int senders = 4;
  constexpr int each = 2'000;
  std::atomic<std::uint64_t> biased = 0;
  for (int round = 0; round < rounds; ++round) {
    Ledger ledger(senders * each);
    const aria::Channel<int> ch = round % 4 == 3 ? aria::Channel<int>::unbounded() : aria::Channel<int>(round % 4 == 0 ? 1 : 128);
    const aria::Channel<int> other(64);
    const auto send = [&](int sender) {
      Stalls stalls(static_cast<unsigned>(round * senders + sender));
      for (int n = 0; n < each; ++n) {
        const int value = sender * each + n;
        const unsigned way = n % 256 < 128 ? 3 : stalls.next() % 4;  // often the plain one many times in a row
        if (way == 0) {
          if (ch.try_send(value).is_ok()) ledger.sent(value);
        } else if (way == 1) {
          if (ch.send_timeout(value, 50_us).is_ok()) ledger.sent(value);
        } else if (way == 2) {
          auto chosen = aria::select(aria::send(ch, value), aria::send(other, value), aria::after(50_us));
          if (!chosen.is<2>()) ledger.sent(value);
        } else {
          ch.send(value);
          ledger.sent(value);
        }
        if (n % 32 == 0) {
          stalls.stall();
          biased += (*ch.channel()).lock.is_biased();
        }
      }
    };
    const auto drain = [&](const aria::Channel<int>& from) {
      while (const std::optional<int> value = from.recv_opt()) ledger.received(*value);
    };
    std::thread sends_from_outside([&] { send(0); });
    std::thread receives_outside([&] { drain(ch); });
    rules::in_scope([&](aria::Scope& outer) {
      outer.spawn([&] { drain(ch); });
      outer.spawn([&] { drain(other); });
      const aria::Task<aria::Unit> cancelled = outer.spawn([&] { drain(ch); });
      outer.spawn([&] {
        for (bool open = true; open;) {
          auto chosen = aria::select(aria::recv(ch), aria::recv(other), aria::closed(ch), aria::after(1_ms));
          if (auto* value = chosen.received<0>()) {
            ledger.received(*value);
          } else if (auto* value = chosen.received<1>()) {
            ledger.received(*value);
          } else {
            open = !chosen.is<2>();
          }
        }
      });
      aria::scope([&](aria::Scope& inner) {
        for (int sender = 1; sender < senders; ++sender) {
          inner.spawn([&, sender] { send(sender); });
        }
        inner.spawn([cancelled] { cancelled.cancel(); });
      });
      outer.spawn_blocking([&] { sends_from_outside.join(); }).await();
      ch.close();
      other.close();
    });
    receives_outside.join();
    ledger.settle();
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(biased, 0u);
}

}  // namespace
