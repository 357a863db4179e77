// The scheduler of the virtual world: every task is a virtual thread of its own, so that every point of a task is one of
// the schedule. Parking waits until somebody has called unpark; anything else a scheduler does is the chooser's.
#include "scheduler/scheduler.hpp"

#include <aria/detail/task_core.hpp>
#include <aria/poll.hpp>

#include "scheduler/blocking_pool.hpp"
#include "sim/virtual_threads.hpp"

namespace aria::detail {

namespace {

sim::VirtualThreads& threads() { return sim::VirtualThreads::shared(); }

void run_job(void* job) { static_cast<Job*>(job)->run(); }

void start(Job& job) { threads().start(&run_job, &job); }

}  // namespace

void park() noexcept {
  std::atomic<std::uint32_t>& wakeups = threads().fiber().thread_wakeups;
  const world::Test woken = [](const void* word) { return static_cast<const std::atomic<std::uint32_t>*>(word)->load(std::memory_order_relaxed) != 0; };
  threads().block(woken, &wakeups, sim::VirtualThreads::to_be_woken);
  wakeups.store(0, std::memory_order_relaxed);
}

void unpark(Fiber& fiber) noexcept {
  world::point("unpark");
  world::require(fiber.thread_wakeups.exchange(1, std::memory_order_relaxed) == 0, "a fiber was woken twice");
}

void unpark_in_turn(Fiber& fiber) noexcept { unpark(fiber); }
void yield_fiber() noexcept { world::pause("yield"); }

Scheduler::Scheduler(SchedulerOptions options) : options_(options) {}
Scheduler::~Scheduler() = default;

Scheduler& Scheduler::program() {
  static auto* scheduler = new Scheduler;
  return *scheduler;
}
Scheduler& Scheduler::here() { return program(); }

void Scheduler::submit(Job& job) { start(job); }
bool Scheduler::take_back(Job& job) noexcept { return threads().withdraw(&run_job, &job); }
void Scheduler::submit_here(Job& job) { start(job); }
void Scheduler::inject(Item item) { start(*item.job()); }
void Scheduler::submit_with_stack(Job& job, std::size_t) { start(job); }
void Scheduler::remove_external() noexcept {}
std::uint64_t Scheduler::dispatches() const noexcept { return 0; }

// Blocking jobs and threads are virtual threads like any other.
BlockingPool& BlockingPool::shared() {
  static BlockingPool pool;
  return pool;
}
void BlockingPool::submit(Scheduler&, Job& job) { start(job); }
void start_thread(TaskCore& task) { start(task); }

std::atomic<std::uint32_t> schedulers_overdue{0};
void poll_overdue() {}

}  // namespace aria::detail
