// Workers that are replaced while they are in a call that blocks, asleep, or in the middle of anything.
#include <algorithm>

#include "scenario.hpp"
#include "scenarios.hpp"
#include "scheduler/scheduler.hpp"

namespace scenario {

namespace {

using aria::detail::Scheduler;
using aria::detail::this_worker;

void be_replaced() {
  if (this_worker()->has_place()) {
    require(Scheduler::here().replace(*this_worker()) || !this_worker()->has_place(), "nobody stands in for a stuck worker");
  }
}

bool all_sleep_but(const aria::detail::Worker* one) {
  return std::ranges::all_of(Scheduler::here().workers(), [one](const auto& worker) {
    const std::uint32_t state = worker->asleep.load();
    return worker.get() == one || state == aria::detail::sleeping::until_woken || state == aria::detail::sleeping::without_place;
  });
}

}  // namespace

// More calls that block than there are workers; each ends only when a task has run that it has woken or begun. The calls do not suspend.
void stuck_in_a_call() {
  const Channel<int> channel;
  int ended = 0;
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 3; ++i) {
      const Task<int> receiver = s.spawn([&] { return channel.recv(); });
      s.spawn([&, receiver, wakes = any(2) == 0] {
        be_replaced();
        if (wakes && is_parked(receiver)) {
          channel.send(1);
        } else {
          s.spawn([&] { channel.send(1); });
        }
        be_replaced();  // unless it was, and did not suspend
        until([&] { return ended > 0; });
      });
      s.spawn([&, receiver] { ended += receiver.await(); });
    }
  });
  require(ended == 3, "a task did not run beside a stuck worker");
}

// Everybody else has fallen asleep when a stuck worker wakes a task.
void hands_off_while_all_sleep() {
  const Channel<int> channel;
  aria::scope([&](Scope& s) {
    const Task<int> receiver = s.spawn([&] { return channel.recv(); });
    s.spawn([&, receiver] {
      until([&] { return is_parked(receiver); });
      be_replaced();
      until([me = this_worker()] { return all_sleep_but(me); });
      channel.send(1);
      until([&] { return receiver.is_finished(); });
    });
  });
}

// What comes from outside finds somebody who is awake, whoever was replaced in his sleep.
void woken_after_replacement() {
  int slept = 0;
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        for (int n = 0; n < 3; ++n) {
          aria::sleep(1_ms);
          ++slept;
        }
      });
    }
    Scheduler& scheduler = Scheduler::here();
    scheduler.replace(scheduler.worker(static_cast<std::uint32_t>(any(2))));
  });
  require(slept == 6, "a task overslept");
}

// From one call on a thread of its own to the next, each of which ends when all workers sleep: they do so again and again, and
// never for good. One of them has no place: whenever a call has ended, it looks whether that was the last that could happen.
void calls_one_after_the_other() {
  int ended = 0;
  aria::scope([&](Scope& s) {
    s.spawn([&] {
      be_replaced();
      for (int n = 0; n < 10; ++n) {
        s.spawn_blocking([] { until([] { return all_sleep_but(nullptr); }); }).await();
      }
      ++ended;
    });
  });
  require(ended == 1, "a task did not come back from a call");
}

// Local tasks stay on their worker, whatever becomes of it; what they share needs no lock.
void pinned_to_a_spare() {
  int inside = 0;
  int ended = 0;
  const auto share = [&] {
    const aria::detail::Worker* worker = this_worker();
    for (int i = 0; i < 2; ++i) {
      require(++inside == 1, "two local tasks of one worker ran at the same time");
      aria::detail::world::point("shared");
      --inside;
      aria::yield_now();
      require(this_worker() == worker, "a local task left its worker");
    }
    ++ended;
  };
  aria::scope([&](Scope& s) {
    s.spawn([&] {
      aria::scope([&](Scope& local) {
        local.spawn_local(share);
        local.spawn_local(share);
        if (any(2) == 0) {
          be_replaced();
        }
        share();
      });
    });
  });
  require(ended == 3, "a local task was forgotten");
}

}  // namespace scenario
