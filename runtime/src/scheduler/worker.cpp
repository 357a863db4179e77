// A worker's queues.
#include "scheduler/worker.hpp"

#include <utility>

#include "scheduler/scheduler.hpp"

namespace aria::detail {

void Worker::push_job(Job& job) {
  {
    OwnerGuard guard(lock);
    jobs.push_back(job);
  }
  scheduler.notify();
}

bool Worker::take_back(Job& job) noexcept {
  const std::uint32_t turn = (tick + 1) % turns::period;
  if (turn == turns::of_the_oldest_job || turn == turns::of_what_comes_from_outside || pinned.size() != 0) {
    return false;
  }
  constexpr std::size_t reach = 64;
  OwnerGuard guard(lock);
  if (lifo || ready.size() != 0 || !jobs.take_back(job, reach)) {
    return false;
  }
  ++tick;
  dispatches.store(dispatches.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  return true;
}

void Worker::push_ready(Fiber& fiber) {
  {
    OwnerGuard guard(lock);
    ready.push_back(fiber);
  }
  scheduler.notify();
}

void Worker::push_lifo(Fiber& fiber) {
  bool displaced = false;
  {
    OwnerGuard guard(lock);
    if (lifo) {
      if (!world::mutated(Mutant::displaced_fiber_dropped)) {
        ready.push_back(lifo);
      }
      displaced = true;
    }
    lifo = fiber;
    has_lifo.store(true, std::memory_order_relaxed);
  }
  // Its worker takes it next; unless that is stuck, and somebody else has to.
  if (displaced) {
    scheduler.notify();
  } else {
    light_barrier();
    if (!has_place() && !world::mutated(Mutant::replaced_hands_off_in_silence)) [[unlikely]] {
      scheduler.notify();
    }
  }
}

void Worker::push_pinned(Item item) {
  {
    SpinGuard guard(pinned_lock);
    pinned.push_back(item);
  }
  scheduler.notify_worker(*this);
}

Item Worker::pop_pinned() {
  if (pinned.size() == 0) {
    return {};
  }
  SpinGuard guard(pinned_lock);
  return pinned.pop_front();
}

// Pinned items go first, but by turns: one that yields again and again keeps nobody out.
Item Worker::pop() {
  if (const LetsRun turn = std::exchange(yielded, LetsRun::own); turn == LetsRun::everybody) {
    if (const Item item = pop_oldest_job()) {
      return item;
    }
  }
  if (served_pinned) {
    served_pinned = false;
  } else if (const Item item = pop_pinned()) {
    served_pinned = true;
    return item;
  }
  if (const Item item = pop_shared()) {
    return item;
  }
  return pop_pinned();
}

Item Worker::pop_shared() {
  OwnerGuard guard(lock);
  if (lifo) {
    const Item item = lifo;
    lifo = {};
    has_lifo.store(false, std::memory_order_relaxed);
    constexpr std::uint32_t longest_streak = 64;
    if (lifo_streak < longest_streak || ready.size() == 0) {
      ++lifo_streak;
      return item;
    }
    ready.push_back(item);
  }
  lifo_streak = 0;
  if (const Item item = ready.pop_front()) {
    return item;
  }
  return scheduler.fifo() ? jobs.pop_front() : jobs.pop_back();
}

Item Worker::pop_oldest_job() {
  OwnerGuard guard(lock);
  return jobs.pop_front();
}

std::uint64_t Scheduler::dispatches() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& worker : workers()) {
    sum += worker->dispatches.load(std::memory_order_relaxed);
  }
  return sum;
}

bool Worker::has_shared_work() const noexcept {
  return ready.size() != 0 || jobs.size() != 0 || has_lifo.load(std::memory_order_relaxed);
}

}  // namespace aria::detail
