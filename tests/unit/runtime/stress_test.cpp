// Protocols under real threads with random stalls: nothing lost, nothing twice, nobody left asleep.
#include <aria/concurrency.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "parked.hpp"
#include "scheduler/biased_lock.hpp"
#include "stalls.hpp"

namespace {

using namespace aria::literals;
using rules::Boom;
using rules::Stalls;

TEST(BiasedLockStress, OwnerAndOutsidersExcludeEachOther) {
  aria::detail::register_process_barrier();
  aria::detail::BiasedLock lock;
  std::uint64_t by_all = 0;  // guarded by the lock
  std::atomic<bool> owner_done = false;
  constexpr std::uint64_t owners = 200'000 / rules::slowdown;
  std::uint64_t by_outsiders = 0;
  std::thread owner([&] {
    Stalls stalls(1);
    for (std::uint64_t i = 0; i < owners; ++i) {
      aria::detail::OwnerGuard guard(lock);
      const std::uint64_t seen = by_all;
      if (i % 16 == 0) stalls.stall();
      by_all = seen + 1;
    }
    owner_done = true;
  });
  std::vector<std::thread> outsiders;
  std::atomic<std::uint64_t> outside = 0;
  for (unsigned t = 0; t < 2; ++t) {
    outsiders.emplace_back([&, t] {
      Stalls stalls(t + 2);
      while (!owner_done) {
        {
          aria::detail::OutsiderGuard guard(lock);
          const std::uint64_t seen = by_all;
          stalls.stall();
          by_all = seen + 1;
        }
        ++outside;
        for (int i = 0; i < 8; ++i) stalls.stall();
      }
    });
  }
  owner.join();
  for (std::thread& thread : outsiders) thread.join();
  by_outsiders = outside;
  EXPECT_EQ(by_all, owners + by_outsiders);
}

// A cancellation meets the value that is on its way: the value is received by somebody or still there.
TEST(CancelStress, AValueIsNeitherLostNorDoubledWhenItsReceiverIsCancelled) {
  Stalls stalls(7);
  for (int round = 0; round < 1'000 / rules::slowdown; ++round) {
    aria::block_on([&] {
      const aria::Channel<int> ch;
      std::atomic<int> received = 0;
      std::atomic<int> sent = 0;
      aria::function_scope([&](aria::Scope& s) {
        std::vector<aria::Task<int>> receivers;
        for (int i = 0; i < 3; ++i) {
          receivers.push_back(s.spawn([&, ch] {
            for (;;) {
              const auto v = ch.recv_opt();
              if (!v) return 0;
              ++received;
            }
          }));
        }
        const aria::Task<int> sender = s.spawn([&, ch, pause = stalls.next()] {
          Stalls own(pause);
          for (int i = 0; i < 10; ++i) {
            ch.send(i);
            ++sent;
            own.stall();
          }
          return 0;
        });
        stalls.stall();
        receivers[0].cancel();
        stalls.stall();
        receivers[1].cancel();
        sender.await();
        ch.close();
        for (const auto& receiver : receivers) static_cast<void>(receiver.await_result());
      });
      EXPECT_EQ(received, 10);
      EXPECT_EQ(sent, 10);
    });
  }
}

// Waiters that give up, by time or cancellation, take no turn of others with them.
TEST(MutexStress, NobodySleepsOnAFreeLock) {
  for (int round = 0; round < 40 / rules::slowdown + 1; ++round) {
    aria::block_on([&] {
      const aria::Mutex<int> m(0);
      std::atomic<int> entered = 0;
      aria::function_scope([&](aria::Scope& s) {
        std::vector<aria::Task<int>> tasks;
        for (unsigned t = 0; t < 6; ++t) {
          tasks.push_back(s.spawn([&, m, t, seed = static_cast<unsigned>(round)] {
            Stalls stalls(seed * 31 + t);
            for (int i = 0; i < 100; ++i) {
              const auto work = [&](int& v) {
                const int seen = v;
                stalls.stall();
                if (stalls.next() % 16 == 0) aria::yield_now();
                v = seen + 1;
                ++entered;
              };
              if (t % 3 == 2) {
                aria::Caught<aria::TimeoutError> caught;
                try {
                  m.lock(20_us, work);
                } catch (const aria::Raised<aria::TimeoutError>& late) {
                  caught = late;
                }
              } else {
                m.lock(work);
              }
              stalls.stall();
            }
            return 0;
          }));
        }
        tasks[1].cancel();
        for (const auto& task : tasks) static_cast<void>(task.await_result());
      });
      m.lock([&](int& v) { EXPECT_EQ(v, entered); });
    });
  }
}

// Every value that goes into one of four channels comes out of one of two selects.
TEST(SelectStress, EveryValueComesOutOnce) {
  for (int round = 0; round < 60 / rules::slowdown + 1; ++round) {
    aria::block_on([&] {
      constexpr int per_sender = 50;
      std::atomic<int> sum = 0;
      std::atomic<int> left = 4 * per_sender;
      aria::scope([&](aria::Scope& s) {
        const aria::Channel<int> a;
        const aria::Channel<int> b(2);
        const aria::Channel<int> c;
        const aria::Channel<int> done;
        for (unsigned t = 0; t < 4; ++t) {
          s.spawn([=, seed = static_cast<unsigned>(round)] {
            Stalls stalls(seed * 17 + t);
            for (int i = 1; i <= per_sender; ++i) {
              if (t == 3) {
                aria::select(aria::send(a, i), aria::send(b, i), aria::send(c, i));
              } else {
                (t == 0 ? a : t == 1 ? b : c).send(i);
              }
              stalls.stall();
            }
          });
        }
        for (unsigned t = 0; t < 2; ++t) {
          s.spawn([=, &left, &sum] {
            Stalls stalls(t + 99);
            const auto take = [&](int v) {
              sum += v;
              stalls.stall();
              if (--left == 0) done.close();
            };
            for (;;) {
              auto chosen = aria::select(aria::recv(a), aria::recv(b), aria::recv(c), aria::closed(done));
              if (auto* v = chosen.received<0>()) {
                take(*v);
              } else if (auto* w = chosen.received<1>()) {
                take(*w);
              } else if (auto* x = chosen.received<2>()) {
                take(*x);
              } else {
                return;
              }
            }
          });
        }
      });
      EXPECT_EQ(sum, 4 * per_sender * (per_sender + 1) / 2);
    });
  }
}

// The error of a task whose handle goes while the task ends reaches its scope, whichever is first.
TEST(TaskStress, NoErrorIsLostWhenTheHandleGoesAsTheTaskEnds) {
  Stalls stalls(3);
  for (int round = 0; round < 2'000 / rules::slowdown; ++round) {
    int seen = 0;
    aria::block_on([&] {
      seen = rules::boom_of([&] {
        aria::function_scope([&](aria::Scope& s) {
          std::optional<aria::Task<int>> task = s.spawn([pause = stalls.next()]() -> int {
            Stalls(pause).stall();
            aria::raise(Boom{5});
          });
          aria::yield_now();
          stalls.stall();
          task.reset();
        });
      });
    });
    ASSERT_EQ(seen, 5);
  }
}

// Tokens come and go below a token that is cancelled meanwhile.
TEST(TokenStress, ChildrenMayGoWhileTheirParentIsCancelled) {
  for (int round = 0; round < 500 / rules::slowdown; ++round) {
    const aria::CancelToken parent;
    std::thread other([&] {
      Stalls stalls(static_cast<unsigned>(round));
      for (int i = 0; i < 20; ++i) {
        const aria::CancelToken child = parent.child();
        const aria::CancelToken grandchild = child.child();
        stalls.stall();
      }
    });
    Stalls stalls(static_cast<unsigned>(round) + 77);
    stalls.stall();
    parent.cancel();
    other.join();
    EXPECT_TRUE(parent.child().is_cancelled());
  }
}

}  // namespace
