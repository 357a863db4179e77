// A worker's queues, and which worker a thread is.
#include "scheduler/worker.hpp"

#include <utility>

#include "scheduler/scheduler.hpp"

namespace aria::detail {

namespace {
thread_local Worker* thread_worker = nullptr;
}

// Out of line with a barrier: a fiber may continue on another thread, so the address must be computed anew.
[[gnu::noinline]] Worker* this_worker() noexcept {
  asm volatile("");
  return thread_worker;
}

[[gnu::noinline]] void set_this_worker(Worker* worker) noexcept {
  asm volatile("");
  thread_worker = worker;
}

void Worker::push_job(Job& job) {
  {
    SpinGuard guard(lock);
    jobs.push_back(job);
  }
  scheduler.notify();
}

void Worker::push_ready(Fiber& fiber) {
  {
    SpinGuard guard(lock);
    ready.push_back(fiber);
  }
  scheduler.notify();
}

void Worker::push_lifo(Fiber& fiber) {
  bool displaced = false;
  {
    SpinGuard guard(lock);
    if (lifo) {
      ready.push_back(lifo);
      displaced = true;
    }
    lifo = fiber;
    has_lifo.store(true, std::memory_order_relaxed);
  }
  if (displaced) {
    scheduler.notify();
  }
}

void Worker::push_pinned(Item item) {
  {
    SpinGuard guard(lock);
    pinned.push_back(item);
  }
  scheduler.notify_worker(*this);
}

Item Worker::pop() {
  SpinGuard guard(lock);
  if (std::exchange(yielded, false)) {
    if (const Item item = jobs.pop_front()) {
      return item;
    }
  }
  // Pinned items go first, but by turns: one that yields again and again keeps nobody out.
  if (!std::exchange(served_pinned, false)) {
    if (const Item item = pinned.pop_front()) {
      served_pinned = true;
      return item;
    }
  }
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
  if (const Item item = scheduler.fifo() ? jobs.pop_front() : jobs.pop_back()) {
    return item;
  }
  return pinned.pop_front();
}

Item Worker::pop_oldest_job() {
  SpinGuard guard(lock);
  return jobs.pop_front();
}

std::uint64_t Scheduler::dispatches() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& worker : workers_) {
    sum += worker->dispatches.load(std::memory_order_relaxed);
  }
  return sum;
}

bool Worker::has_work() const noexcept {
  return ready.size() != 0 || jobs.size() != 0 || pinned.size() != 0 || has_lifo.load(std::memory_order_relaxed);
}

}  // namespace aria::detail
