// One thread that runs items. Its queues are guarded by a lock that is biased to it; thieves come from outside.
//
// Pick order: after a yield what comes from outside and the oldest own job; then pinned items, the LIFO slot (at most 64 times in a
// row), woken fibers in FIFO order, own jobs; every 61st pick looks at the injected items and the oldest job first, so nothing starves.
//   LIFO slot   the fiber that was woken last by a hand-off: it is likely to go on with what is in the cache
//   ready       fibers that can go on, and yielded ones
//   jobs        spawned and not started: the owner takes the newest, a thief the oldest half
//   pinned      what must run here
#pragma once

#include <atomic>
#include <cstdint>

#include "scheduler/bias_seat.hpp"
#include "scheduler/biased_lock.hpp"
#include "scheduler/block_pool.hpp"
#include "scheduler/ring.hpp"
#include "scheduler/spin_lock.hpp"
#include "seam/thread.hpp"

namespace aria::detail {

// May it run what is nobody's in particular? See stand_in.cpp.
enum class Place : std::uint8_t {
  held,      // yes
  replaced,  // no longer: it has been on one item for so long that another worker has its place
  spare,     // no: it runs what is pinned to it, until it is given a place
};

// Whom the running item is to let go first, at its next poll or because it yields.
enum class LetsRun : std::uint8_t {
  own,         // nobody
  woken,       // those that were woken, and what comes from outside
  everybody,   // those that have not started, too
};

// When others than the newest work of a worker's own are looked at first, counted in picks.
namespace turns {
inline constexpr std::uint32_t period = 61;
inline constexpr std::uint32_t of_the_oldest_job = 0;
inline constexpr std::uint32_t of_what_comes_from_outside = 30;
}  // namespace turns

// Worker::asleep.
namespace sleeping {
inline constexpr std::uint32_t awake = 0;
inline constexpr std::uint32_t until_woken = 1;
inline constexpr std::uint32_t for_a_nap = 2;
inline constexpr std::uint32_t without_place = 3;
}  // namespace sleeping

struct alignas(128) Worker {
  Worker(Scheduler& owner, std::uint32_t number) : scheduler(owner), id(number), random(number * 0x9E3779B97F4A7C15u + 88172645463325252u) {}
  ~Worker() { seat.leave(); }

  Scheduler& scheduler;
  BiasSeat& seat = BiasSeat::take();
  const std::uint32_t id;

  // Owner only.
  Fiber* current = nullptr;
  Fiber* idle_carriers = nullptr;
  std::size_t idle_carrier_count = 0;
  bool tidying = false;  // gives memory back, a little at a time
  Fiber* retiring = nullptr;  // left its stack for good; freed by the next carrier that runs
  Item stash;                 // picked by a fiber that parked, for the carrier it switched to
  std::uint32_t tick = 0;
  std::uint32_t lifo_streak = 0;
  bool served_pinned = false;
  LetsRun yielded = LetsRun::own;   // the last fiber let others run
  std::uint64_t random;
  std::uint64_t next_number = 0;  // for nodes of the cancellation tree
  std::uint64_t end_of_numbers = 0;
  Context thread_context;
  BlockCache blocks;

  BiasedLock lock;
  Ring ready ARIA_GUARDED_BY(lock);
  Ring jobs ARIA_GUARDED_BY(lock);
  Item lifo ARIA_GUARDED_BY(lock);
  std::atomic<bool> has_lifo{false};             // mirrors lifo, for a look without the lock
  std::atomic<std::uint64_t> dispatches{0};
  std::atomic<LetsRun> overdue{LetsRun::own};          // its item runs for long: see overdue.cpp
  std::atomic<Place> place{Place::held};
  world::ThreadClock clock;                      // of its thread

  SpinLock pinned_lock;  // anybody may push
  Ring pinned ARIA_GUARDED_BY(pinned_lock);

  // Idling: see idle_workers.cpp.
  alignas(128) std::atomic<std::uint32_t> epoch{0};
  std::atomic<std::uint32_t> asleep{sleeping::until_woken};
  std::atomic<bool> has_thread{false};  // or will have in a moment
  std::atomic<bool> in_poller{false};  // sleeps in the poller, not on the futex

  void push_job(Job& job);
  // Removes the job if it is one of the newest own ones, and one of those would be picked next.
  bool take_back(Job& job) noexcept;
  void push_ready(Fiber& fiber);
  void push_lifo(Fiber& fiber);
  void push_pinned(Item item);
  Item pop_pinned();
  Item pop();
  Item pop_shared();
  Item pop_oldest_job();
  bool has_place() const noexcept { return place.load(std::memory_order_relaxed) == Place::held; }
  bool has_shared_work() const noexcept;  // what others may run, too
  bool has_work() const noexcept { return has_shared_work() || pinned.size() != 0; }

  std::uint64_t next_random() noexcept {
    random ^= random << 13;
    random ^= random >> 7;
    return random ^= random << 17;
  }
};

// The worker of the calling thread, or null. A fiber may continue on another thread, so no address may be kept across a
// suspension: the load is one volatile instruction where the runtime is part of an executable, else a call.
#if defined(__x86_64__) && (!defined(__PIC__) || defined(__PIE__))
inline Worker* this_worker() noexcept {
  Worker* worker;
  asm volatile("movq %%fs:aria_this_worker@tpoff, %0" : "=r"(worker));
  return worker;
}
#else
Worker* this_worker() noexcept;
#endif
void set_this_worker(Worker* worker) noexcept;

// As yield_fiber, which lets everybody go.
void yield_to(LetsRun turn) noexcept;

// The running fiber. Foreign threads get one of their own at first use; valid until this thread switches.
inline Fiber& current_fiber() noexcept {
  Worker* worker = this_worker();
  return worker != nullptr ? *worker->current : foreign_fiber();
}

}  // namespace aria::detail
