// Workers that stand in for stuck ones.
//
// A scheduler has as many places as it was given workers. A worker without a place runs nothing but what is pinned to it.
//
//   held      --replace-->   replaced   the watcher has seen it on one item for too long; a spare worker, or else a new
//                                       one, is given its place
//   replaced  --find-->      spare      its item has ended, parked or yielded: it hands its queues over and rests
//   spare     --replace-->   held       it is the next to stand in
//
// Only replace (under its lock) and find change a place, in this direction; so there are never more places held than there were, whoever
// comes back. A worker that was replaced in error, for it ended its item at the same moment, costs a hand-over.
//
// Who serves the queues of a replaced worker
//  1. What was there: the stand-in takes it, as any thief does, under the biased lock: so it does not matter what the stuck
//     worker does meanwhile.
//  2. What the stuck item adds: every push wakes somebody, the LIFO slot's too, which else its worker alone looks at.
//     push_lifo stores the item, then looks at the place; replace stores the place, has a barrier run on all processors, then
//     sends the stand-in to look. So one of them sees the other.
//  3. What is left when it comes back: it puts everything among the injected items.
//  4. What is pinned to it waits for it. Those tasks share what only one thread may touch, with the stuck one too maybe.
// A worker that was asleep when it was replaced may be woken for work that it will not do: it wakes another.
//
// Rejected: giving the stuck worker's queues and number to another thread, as Go does. The item that is stuck may be about to
// use them: it is not stopped at a known point, and would have to look at every access whether they are still its own.
#include <exception>
#include <utility>

#include "scheduler/futex.hpp"
#include "scheduler/scheduler.hpp"

namespace aria::detail {

bool Scheduler::replace(Worker& stuck) {
  SpinGuard guard(replace_lock_);
  if (!stuck.has_place()) {
    return false;
  }
  Worker* stand_in = resting_worker();
  if (stand_in == nullptr) {
    stand_in = start_spare_worker();
  }
  if (stand_in == nullptr) {
    return false;
  }
  stuck.place.store(Place::replaced, std::memory_order_seq_cst);
  process_barrier();
  stand_in->place.store(Place::held, std::memory_order_seq_cst);
  if (!world::mutated(Mutant::stand_in_sleeps_on)) {
    std::uint32_t sleeper = sleeping::without_place;
    stand_in->asleep.compare_exchange_strong(sleeper, sleeping::awake, std::memory_order_seq_cst);
    stand_in->epoch.fetch_add(1, std::memory_order_seq_cst);
    rouse(*stand_in);
  }
  return true;
}

Worker* Scheduler::resting_worker() noexcept {
  for (const auto& worker : workers()) {
    if (worker->place.load(std::memory_order_relaxed) == Place::spare && worker->asleep.load(std::memory_order_seq_cst) == sleeping::without_place) {
      return worker.get();
    }
  }
  return nullptr;
}

// Null if there are as many as there may be, or the system gives no more threads. Others see the worker when it has its thread.
Worker* Scheduler::start_spare_worker() {
  const std::size_t id = known_workers_.load(std::memory_order_relaxed);
  if (id == workers_.size()) {
    return nullptr;
  }
  try {
    workers_[id] = std::make_unique<Worker>(*this, static_cast<std::uint32_t>(id));
    Worker& worker = *workers_[id];
    worker.place.store(Place::spare, std::memory_order_relaxed);
    worker.asleep.store(sleeping::awake, std::memory_order_relaxed);
    worker.has_thread.store(true, std::memory_order_relaxed);
    SpinGuard threads(threads_lock_);
    if (stop_.load(std::memory_order_relaxed)) {
      return nullptr;
    }
    threads_.push_back(world::start_worker([this, &worker] { run_worker(worker); }));
    known_workers_.store(id + 1, std::memory_order_release);
    return &worker;
  } catch (const std::exception&) {  // std::system_error or std::bad_alloc: the stuck worker keeps its place
    return nullptr;
  }
}

Item Scheduler::find_without_place(Worker& worker) {
  Place place = Place::replaced;
  const bool comes_back = worker.place.compare_exchange_strong(place, Place::spare, std::memory_order_seq_cst);
  if (!comes_back && place == Place::held) {
    return {};  // it was given one just now: the next look is a usual one
  }
  if (!world::mutated(Mutant::spare_keeps_its_queues)) {
    hand_over(worker);
  }
  if (comes_back && !world::mutated(Mutant::spare_keeps_a_wake_up)) {
    wake_one();
  }
  return world::mutated(Mutant::spare_gives_up_what_is_pinned) ? Item{} : worker.pop_pinned();
}

void Scheduler::hand_over(Worker& worker) {
  worker.yielded = LetsRun::own;
  if (!worker.has_shared_work()) {
    return;
  }
  {
    OwnerGuard owner(worker.lock);
    SpinGuard guard(inject_lock_);
    if (const Item item = std::exchange(worker.lifo, {})) {
      worker.has_lifo.store(false, std::memory_order_relaxed);
      injected_.push_back(item);
    }
    while (const Item item = worker.ready.pop_front()) {
      injected_.push_back(item);
    }
    while (const Item item = worker.jobs.pop_front()) {
      injected_.push_back(item);
    }
  }
  notify();
}

// Until it is given a place, or something that is pinned to it. As sleep, but for what concerns all, which others look at.
void Scheduler::rest(Worker& worker) {
  const std::uint32_t epoch = worker.epoch.load(std::memory_order_acquire);
  worker.asleep.store(sleeping::without_place, std::memory_order_seq_cst);
  world::point("rests");
  const bool given = worker.place.load(std::memory_order_seq_cst) == Place::held || (ends(worker) && !world::mutated(Mutant::sleeps_when_it_should_leave));
  if (!given && worker.pinned.size() == 0) {
    check_deadlock();
    futex_wait(worker.epoch, epoch, longest_sleep(worker));
  }
  worker.asleep.store(sleeping::awake, std::memory_order_seq_cst);
  tidy_up(worker, worker.epoch.load(std::memory_order_acquire) == epoch);
}

}  // namespace aria::detail
