// How a worker looks for work, and sleeps when there is none.
//
// Sleeping, step by step
//  1. Search: two looks at each other worker's queues, 10 µs apart. Steal only what waits: the oldest item did not move,
//     or there is more than was served meanwhile. Tasks that talk to each other are thus not torn apart.
//  2. While some other worker runs, nap 20 … 250 µs and search again. Nobody has to wake a napping worker.
//  3. All others idle: asleep = 1, somebody_sleeps = true, process barrier.
//  4. Look once more at every queue. Anything there: take asleep back and go to 1.
//  5. Sleep on the worker's futex, or in the poller if nobody else does. A worker that has no thread yet is one that sleeps.
// A pusher stores its item, then reads somebody_sleeps (no fence: the barrier of step 3 stands in for it). Either the
// sleeper's step 4 sees the item, or the pusher sees the flag and wakes a sleeper. The flag is cleared before the scan
// for a sleeper, and set again when one was found, so a sleeper that sets it during the scan is not overlooked.
// A pusher that sees somebody search wakes nobody. Who found one item at the end of a search therefore has a barrier run,
// and wakes a sleeper if there is more.
//
// Rejected: waking a thief at every push (a futex call per spawn), sleeping with an event count (its fence costs 6 ns in
// every push).
#include <algorithm>
#include <array>

#include "scheduler/futex.hpp"
#include "scheduler/poller.hpp"
#include "scheduler/scheduler.hpp"
#include "time/timer_queue.hpp"

namespace aria::detail {

namespace {

constexpr std::int64_t window_nanoseconds = 10'000;
constexpr std::int64_t shortest_nap = 20'000;
constexpr std::int64_t longest_nap = 250'000;

struct Sample {
  std::uint64_t oldest_job;
  std::size_t jobs;
  std::size_t ready;
  std::uint64_t dispatches;
  bool lifo;
};

Sample look_at(const Worker& worker) {
  return {worker.jobs.top(), worker.jobs.size(), worker.ready.size(), worker.dispatches.load(std::memory_order_relaxed),
          worker.has_lifo.load(std::memory_order_relaxed)};
}

bool lifo_is_stuck(const Sample& before, const Sample& after) {
  return before.lifo && after.lifo && before.dispatches == after.dispatches;
}

// Did items wait for the whole window?
bool worth_stealing(const Sample& before, const Sample& after) {
  const std::uint64_t served = after.dispatches - before.dispatches;
  if (after.jobs != 0 && before.jobs != 0 && before.oldest_job == after.oldest_job) {
    return true;
  }
  return after.jobs > served || after.ready > served || lifo_is_stuck(before, after);
}

}  // namespace

Item Scheduler::find(Worker& worker) {
  worker.dispatches.store(worker.dispatches.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  if (!worker.has_place()) [[unlikely]] {
    return find_without_place(worker);
  }
  // Jobs have their turn among yields too: loops that poll and let one another run would keep them out for ever. What comes
  // from outside has another one: neither keeps the other out.
  const bool after_yield = worker.yielded != LetsRun::own;
  ++worker.tick;
  if (worker.tick % (after_yield ? 16 : turns::period) == turns::of_the_oldest_job) {
    if (const Item item = worker.pop_oldest_job()) {
      return item;
    }
  }
  if (after_yield || worker.tick % turns::period == turns::of_what_comes_from_outside) {
    constexpr std::int64_t neglected = 50'000;
    if (Poller* poller = Poller::of_process()) {
      poller->look_if_neglected(neglected);
    }
    if (const Item item = take_injected(worker)) {
      return item;
    }
  }
  if (const Item item = worker.pop()) {
    return item;
  }
  return take_injected(worker);
}

// Takes a fair share of what came from outside: one to run, the rest into the own queue.
Item Scheduler::take_injected(Worker& worker) {
  if (injected_.size() == 0) {
    return {};
  }
  std::array<Item, 64> share;
  std::size_t taken = 0;
  {
    SpinGuard guard(inject_lock_);
    const std::size_t fair = (injected_.size() + options_.workers - 1) / options_.workers;
    while (taken < std::min(fair, share.size())) {
      share[taken++] = injected_.pop_front();
    }
  }
  if (taken == 0) {
    return {};
  }
  if (taken > 1) {
    OwnerGuard guard(worker.lock);
    for (std::size_t i = 1; i < taken; ++i) {
      worker.ready.push_back(share[i]);
    }
  }
  if (taken > 1) {
    notify();
  }
  return share[0];
}

Item Scheduler::steal_from(Worker& thief, Worker& victim, bool lifo_too) {
  std::array<Item, 256> loot;
  std::size_t taken = 0;
  {
    OutsiderGuard guard(victim.lock);
    Ring& from = victim.jobs.size() != 0 ? victim.jobs : victim.ready;
    // All of it from one that is stuck: nobody else looks after that.
    const std::size_t share = std::min(victim.has_place() ? (from.size() + 1) / 2 : from.size(), loot.size());
    while (taken < share) {
      loot[taken++] = from.pop_front();
    }
    if (taken == 0 && lifo_too && victim.lifo) {
      loot[taken++] = victim.lifo;
      victim.lifo = {};
      victim.has_lifo.store(false, std::memory_order_relaxed);
    }
  }
  if (taken == 0) {
    return {};
  }
  if (taken > 1 && !world::mutated(Mutant::thief_drops_rest)) {
    {
      OwnerGuard guard(thief.lock);
      for (std::size_t i = 1; i < taken; ++i) {
        (loot[i].job() != nullptr ? thief.jobs : thief.ready).push_back(loot[i]);
      }
    }
    notify();
  }
  return loot[0];
}

Item Scheduler::search(Worker& worker) {
  constexpr std::size_t most_victims = 16;
  std::array<Worker*, most_victims> victims;
  std::array<Sample, most_victims> before;
  std::size_t count = 0;
  const auto all = workers();
  const std::size_t first = worker.next_random() % all.size();
  for (std::size_t i = 0; i < all.size() && count < most_victims; ++i) {
    Worker& victim = *all[(first + i) % all.size()];
    if (&victim != &worker && victim.asleep.load(std::memory_order_relaxed) != sleeping::without_place) {
      victims[count] = &victim;
      before[count++] = look_at(victim);
    }
  }
  const auto disturbed = [this] { return injected_.size() != 0 || stop_.load(std::memory_order_relaxed); };
  world::spin(window_nanoseconds, disturbed);
  if (disturbed()) {
    return {};
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Sample after = look_at(*victims[i]);
    if (worth_stealing(before[i], after)) {
      if (const Item item = steal_from(worker, *victims[i], lifo_is_stuck(before[i], after))) {
        return item;
      }
    }
  }
  return {};
}

// Who pushed while we searched has woken nobody: what we leave is for one that sleeps.
void Scheduler::pass_on_the_rest(const Worker& worker) noexcept {
  if (!somebody_sleeps_.load(std::memory_order_relaxed) || world::mutated(Mutant::searcher_keeps_the_rest)) {
    return;
  }
  process_barrier();
  if (injected_.size() != 0 || worker.has_shared_work()) {
    wake_one();
  }
}

Item Scheduler::next(Worker& worker) {
  std::int64_t nap = 0;
  bool searched = false;
  for (;;) {
    if (ends(worker)) {
      return {};
    }
    if (const Item item = find(worker)) {
      if (searched) {
        pass_on_the_rest(worker);
      }
      return item;
    }
    if (!worker.has_place()) {
      rest(worker);
      continue;
    }
    const bool has_company = workers().size() > 1;
    if (Poller* poller = Poller::of_process(); poller != nullptr && has_company && poller->look()) {
      continue;
    }
    if (has_company) {
      searching_.fetch_add(1, std::memory_order_seq_cst);
      Item item;
      for (int round = nap == 0 ? 3 : 1; round > 0 && !item; --round) {
        item = search(worker);
      }
      searching_.fetch_sub(1, std::memory_order_seq_cst);
      searched = true;
      if (item) {
        pass_on_the_rest(worker);
        return item;
      }
    }
    if (others_run(worker)) {
      nap = nap == 0 ? shortest_nap : std::min(nap * 2, longest_nap);
      const std::uint32_t epoch = worker.epoch.load(std::memory_order_acquire);
      if (!worker.has_work() && injected_.size() == 0) {
        worker.asleep.store(sleeping::for_a_nap, std::memory_order_seq_cst);
        futex_wait(worker.epoch, epoch, nap);
        worker.asleep.store(sleeping::awake, std::memory_order_seq_cst);
      }
    } else {
      nap = 0;
      sleep(worker);
    }
  }
}

// One that was replaced does not count: it may run for ever, and wakes others at every push.
bool Scheduler::others_run(const Worker& worker) const noexcept {
  return std::ranges::any_of(workers(), [&worker](const auto& other) {
    return other.get() != &worker && other->asleep.load(std::memory_order_seq_cst) == sleeping::awake && other->place.load(std::memory_order_relaxed) != Place::replaced;
  });
}

bool Scheduler::nobody_else_is_awake(const Worker& worker) const noexcept {
  return std::ranges::none_of(workers(), [&worker](const auto& other) {
    return other.get() != &worker && other->asleep.load(std::memory_order_seq_cst) == sleeping::awake;
  });
}

// What is pinned to one that is awake is that one's business alone.
bool Scheduler::anything_to_do(const Worker& worker) const noexcept {
  if (injected_.size() != 0 || (ends(worker) && !world::mutated(Mutant::sleeps_when_it_should_leave))) {
    return true;
  }
  return std::ranges::any_of(workers(), [&worker](const auto& other) {
    const bool awake = other.get() != &worker && other->asleep.load(std::memory_order_seq_cst) == sleeping::awake;
    return awake ? other->has_shared_work() : other->has_work();
  });
}

void Scheduler::sleep(Worker& worker) {
  if (TimerQueue::shared().is_virtual() && nobody_else_is_awake(worker) && !anything_to_do(worker) && TimerQueue::shared().advance_to_next()) {
    return;  // nothing can run at this time: virtual time moves on
  }
  world::point("sleep");
  const std::uint32_t epoch = worker.epoch.load(std::memory_order_acquire);
  worker.asleep.store(sleeping::until_woken, std::memory_order_seq_cst);
  world::point("asleep");
  somebody_sleeps_.store(true, std::memory_order_seq_cst);
  process_barrier();
  if (!world::mutated(Mutant::sleeps_without_second_look) && anything_to_do(worker)) {
    worker.asleep.store(sleeping::awake, std::memory_order_seq_cst);
    return;
  }
  check_deadlock();
  doze(worker, epoch, longest_sleep(worker));
  worker.asleep.store(sleeping::awake, std::memory_order_seq_cst);
  // While we work, nobody may look at the poller, and we may get stuck.
  if (watcher_dozes_.load(std::memory_order_relaxed)) {
    wake_watcher();
  }
  tidy_up(worker, worker.epoch.load(std::memory_order_acquire) == epoch);
}

// Whoever wakes us raises the epoch, then looks at in_poller; we set in_poller, then look at the epoch.
void Scheduler::doze(Worker& worker, std::uint32_t epoch, std::int64_t nanoseconds) {
  Poller* poller = Poller::of_process();
  if (poller == nullptr || !poller->try_attend()) {
    futex_wait(worker.epoch, epoch, nanoseconds);
    return;
  }
  worker.in_poller.store(true, std::memory_order_seq_cst);
  if (worker.epoch.load(std::memory_order_seq_cst) == epoch) {
    poller->wait(nanoseconds);
  }
  worker.in_poller.store(false, std::memory_order_seq_cst);
  poller->leave();
}

void Scheduler::wake_watcher() noexcept {
  watcher_epoch_.fetch_add(1, std::memory_order_seq_cst);
  futex_wake(watcher_epoch_, 1);
}

void Scheduler::rouse(Worker& worker) noexcept {
  if (!worker.has_thread.load(std::memory_order_acquire) && !world::mutated(Mutant::woken_without_a_thread) && !worker.has_thread.exchange(true, std::memory_order_acq_rel)) {
    start_thread(worker);
  } else if (worker.in_poller.load(std::memory_order_seq_cst)) {
    Poller::of_process()->interrupt();
  } else {
    futex_wake(worker.epoch, 1);
  }
}

void Scheduler::notify_worker(Worker& worker) noexcept {
  worker.epoch.fetch_add(1, std::memory_order_seq_cst);
  if (worker.asleep.load(std::memory_order_seq_cst) != sleeping::awake) {
    rouse(worker);
  }
}

void Scheduler::ask_for_poller() noexcept {
  if (Poller* poller = Poller::of_process(); poller != nullptr && !poller->is_attended()) {
    wake_one();
  }
}

// Rather not the one that waits in the poller: while it works, nobody does. Nor one that has no thread yet.
void Scheduler::wake_one() noexcept {
  world::point("wake");
  start_watcher();
  if (searching_.load(std::memory_order_seq_cst) > 0) {
    return;
  }
  somebody_sleeps_.store(false, std::memory_order_seq_cst);
  for (const bool last_resort : {false, true}) {
    for (const auto& worker : workers()) {
      if (!last_resort && (worker->in_poller.load(std::memory_order_relaxed) || !worker->has_thread.load(std::memory_order_relaxed))) {
        continue;
      }
      std::uint32_t sleeper = sleeping::until_woken;
      if (worker->asleep.compare_exchange_strong(sleeper, sleeping::awake, std::memory_order_seq_cst)) {
        if (!world::mutated(Mutant::second_sleeper_forgotten)) {
          somebody_sleeps_.store(true, std::memory_order_seq_cst);
        }
        worker->epoch.fetch_add(1, std::memory_order_seq_cst);
        rouse(*worker);
        return;
      }
    }
  }
}

void Scheduler::remove_external() noexcept {
  external_.fetch_sub(1, std::memory_order_seq_cst);
  // Whoever sleeps may have held back a deadlock report because of us.
  for (const auto& worker : workers()) {
    if (worker->has_thread.load(std::memory_order_acquire)) {
      notify_worker(*worker);
    }
  }
}

bool Scheduler::all_sleep() const noexcept {
  return std::ranges::all_of(workers(), [](const auto& worker) {
    const std::uint32_t state = worker->asleep.load(std::memory_order_seq_cst);
    return state == sleeping::until_woken || state == sleeping::without_place;
  });
}

// All asleep, nothing queued, no timer, no event to come, nothing outside. These are looked at one after the other, and a
// task may be behind us all the while: woken by a timer when that was looked at, asleep on the next one when its worker is.
// So nobody may have picked an item since all slept; then nothing went the other way, from a worker back to a timer or out,
// and what went the usual way, into a queue, is still there. Whoever spoils the look falls asleep later, and looks himself.
bool Scheduler::nothing_can_happen() const noexcept {
  const bool in_parts = world::mutated(Mutant::deadlock_seen_in_parts);
  if (!all_sleep() && !in_parts) {
    return false;
  }
  const std::uint64_t picked = dispatches();
  world::point("all sleep");
  if (external_.load(std::memory_order_seq_cst) != 0 || TimerQueue::shared().pending() != 0) {
    return false;
  }
  if (const Poller* poller = Poller::of_process(); poller != nullptr && poller->is_expected()) {
    return false;
  }
  world::point("sources seen");
  if (!all_sleep() || injected_.size() != 0 || std::ranges::any_of(workers(), [](const auto& worker) { return worker->has_work(); })) {
    return false;
  }
  return dispatches() == picked || in_parts;
}

void Scheduler::check_deadlock() noexcept {
  const auto report = report_deadlock_.load(std::memory_order_acquire);
  if (report != nullptr && nothing_can_happen()) {
    report(*this);
  }
}

}  // namespace aria::detail
