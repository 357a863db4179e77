// Workers, carriers, parking.
//
// Parking, step by step
//  1. The task publishes a Wait (sync/wait.hpp) to those who may wake it, and calls park().
//  2. park() picks what runs next: a fiber, to which it switches; else it takes an idle carrier of this worker, or makes
//     one, and switches to that.
//  3. The other side marks the left context as not running.
//  4. Exactly one waker wins the Wait and calls unpark(), which queues the fiber; it may do so before step 3.
//  5. A worker's carrier pops the fiber, puts itself into the worker's idle list and switches to the fiber, which waits
//     for step 3 if it has to.
// Nothing is held across the switch, and a wake-up cannot be lost: it is a queue entry, not a signal.
#include "scheduler/scheduler.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <string>
#include <thread>
#include <utility>

#include "base/report.hpp"
#include "base/stack_overflow.hpp"
#include "scheduler/futex.hpp"
#include "scheduler/stack_pool.hpp"
#include "sync/task_name.hpp"

namespace aria::detail {

namespace {

std::uint32_t default_workers() {
  if (const char* text = std::getenv("ARIA_WORKERS")) {
    const long wanted = std::strtol(text, nullptr, 10);
    if (wanted >= 1 && wanted <= 1024) {
      return static_cast<std::uint32_t>(wanted);
    }
  }
  const unsigned processors = std::thread::hardware_concurrency();
  return processors == 0 ? 1 : processors;
}

Fiber& fiber_of(Context& context) { return static_cast<Fiber&>(context); }

Fiber* new_carrier(Scheduler& scheduler) {
  Fiber* carrier = new Fiber;
  carrier->scheduler = &scheduler;
  context::create(*carrier, StackPool::shared().take(scheduler.options().stack_size), &carrier_main);
  return carrier;
}

void free_fiber(Fiber* fiber) {
  world::wait_until([fiber] { return !fiber->running.load(std::memory_order_acquire); });
  context::retire(*fiber);
  StackPool::shared().give_back(fiber->stack);
  delete fiber;
}

void dedicated_main(Context& context) {
  Fiber& self = fiber_of(context);
  self.only_job->run();
  Worker& worker = *this_worker();
  worker.scheduler.leave_fiber_forever(worker, self);
}

constexpr TaskStacks task_stacks{&is_stack_guard, &name_of_running_task};

}  // namespace

Scheduler::Scheduler(SchedulerOptions options) : options_(options) {
  register_process_barrier();
  install_overflow_report();
  report_overflow_of(task_stacks);
  if (options_.workers == 0) {
    options_.workers = default_workers();
  }
  workers_.resize(options_.workers + options_.stand_ins);
  for (std::uint32_t id = 0; id < options_.workers; ++id) {
    workers_[id] = std::make_unique<Worker>(*this, id);
  }
  known_workers_.store(options_.workers, std::memory_order_release);
}

// The watcher first: it may be about to start one more worker. Nobody starts a thread once stop_ was set under the lock.
Scheduler::~Scheduler() {
  {
    SpinGuard guard(threads_lock_);
    stop_.store(true, std::memory_order_seq_cst);
  }
  wake_watcher();
  if (watcher_.joinable()) {
    watcher_.join();
  }
  for (const auto& worker : workers()) {
    if (worker->has_thread.load(std::memory_order_acquire)) {
      notify_worker(*worker);
    }
  }
  for (world::Thread& thread : threads_) {
    thread.join();
  }
  for (const auto& worker : workers()) {
    while (Fiber* carrier = worker->idle_carriers) {
      worker->idle_carriers = carrier->next_free;
      free_fiber(carrier);
    }
    if (worker->current != nullptr) {
      free_fiber(worker->current);
    }
    give_back_blocks(worker->blocks);
  }
}

void Scheduler::run_worker(Worker& worker) {
  set_this_worker(&worker);
  worker.clock.begin();
  context::adopt_thread(worker.thread_context);
  if (worker.current == nullptr) {
    worker.current = new_carrier(*this);
  }
  context::switch_to(worker.thread_context, *worker.current);
  set_this_worker(nullptr);
}

// Under threads_lock_ for two that wake different workers. Without a thread the work is left to the others; there is one at
// least, or nothing would ever run.
void Scheduler::start_thread(Worker& worker) noexcept {
  SpinGuard guard(threads_lock_);
  if (stop_.load(std::memory_order_relaxed)) {
    return;
  }
  try {
    threads_.push_back(world::start_worker([this, &worker] { run_worker(worker); }));
  } catch (const std::exception& error) {  // std::system_error or std::bad_alloc
    const bool nobody_works = std::ranges::none_of(workers(), [&worker](const auto& other) { return other.get() != &worker && other->has_thread.load(); });
    if (nobody_works) {
      write_report(std::string("no thread can be started to run tasks: ") + error.what());
      std::_Exit(1);
    }
    worker.asleep.store(sleeping::until_woken, std::memory_order_seq_cst);
    worker.has_thread.store(false, std::memory_order_release);
  }
}

// With the first item: a deadline or a signal may have to reach even the only one.
void Scheduler::start_watcher() noexcept {
  if (is_watched_.load(std::memory_order_relaxed) || is_watched_.exchange(true, std::memory_order_relaxed)) {
    return;
  }
  try {
    watcher_ = world::start_watcher([this] { watch_workers(); });
  } catch (const std::exception&) {  // as above; tasks then take turns only where they wait
  }
}

bool Scheduler::work_here(Job& first) {
  Worker& worker = *workers_.front();
  if (worker.has_thread.exchange(true, std::memory_order_acq_rel)) {
    return false;
  }
  worker.asleep.store(sleeping::awake, std::memory_order_seq_cst);
  {
    OwnerGuard guard(worker.lock);
    worker.jobs.push_back(first);
  }
  start_watcher();
  world::as_worker([&] { run_worker(worker); });
  leaves_.store(false, std::memory_order_relaxed);
  hand_over(worker);
  // Whoever wakes the worker from here on gives it a thread, so that it has none comes first; then as any that falls asleep.
  worker.has_thread.store(false, std::memory_order_seq_cst);
  worker.asleep.store(worker.has_place() ? sleeping::until_woken : sleeping::without_place, std::memory_order_seq_cst);
  somebody_sleeps_.store(true, std::memory_order_seq_cst);
  process_barrier();
  if (injected_.size() != 0) {
    wake_one();
  }
  return true;
}

void Scheduler::leave() noexcept {
  leaves_.store(true, std::memory_order_seq_cst);
  notify_worker(*workers_.front());
}

// The loop of a worker, run by whichever carrier is on.
void carrier_main(Context& context) {
  Fiber& self = fiber_of(context);
  for (;;) {
    Worker& worker = *this_worker();
    if (Fiber* left = std::exchange(worker.retiring, nullptr)) {
      free_fiber(left);
    }
    Item item = std::exchange(worker.stash, {});
    if (!item) {
      item = worker.scheduler.next(worker);
    }
    if (!item) {
      context::switch_to(self, worker.thread_context);
    } else if (Job* job = item.job()) {
      job->run();
    } else {
      Fiber& fiber = *item.fiber();
      self.next_free = worker.idle_carriers;
      worker.idle_carriers = &self;
      ++worker.idle_carrier_count;
      worker.current = &fiber;
      context::switch_to(self, fiber);
    }
  }
}

void Scheduler::switch_to_carrier(Worker& worker, Fiber& from) {
  Fiber* carrier = worker.idle_carriers;
  if (carrier != nullptr) {
    worker.idle_carriers = carrier->next_free;
    --worker.idle_carrier_count;
  } else {
    carrier = new_carrier(*this);
  }
  worker.current = carrier;
  context::switch_to(from, *carrier);
}

// Straight on to the next fiber if that is what comes next and it has left its stack; a job, or waiting for work, needs a
// carrier. So does a fiber that is still on its way out elsewhere: its worker may be waiting for ours to leave, and two
// that wait for each other before they have left would wait for ever. Nobody waits for a carrier.
void Scheduler::leave_parked(Worker& worker, Fiber& self) {
  const Item item = find(worker);
  Fiber* next = item.fiber();
  if (next == &self) {
    return;  // somebody was quicker than we were
  }
  world::point("next");
  if (next != nullptr && (!next->running.load(std::memory_order_acquire) || world::mutated(Mutant::resumes_who_is_on_the_way_out))) {
    worker.current = next;
    context::switch_to(self, *next);
    return;
  }
  worker.stash = item;
  switch_to_carrier(worker, self);
}

void Scheduler::leave_fiber_forever(Worker& worker, Fiber& self) {
  worker.retiring = &self;
  switch_to_carrier(worker, self);
  std::abort();  // nobody resumes a retired fiber
}

namespace {
constexpr std::size_t kept_carriers = 16;
}

bool Scheduler::has_spare_memory(const Worker& worker) noexcept {
  return worker.idle_carrier_count > kept_carriers || !worker.blocks.empty();
}

// A few thousand stacks at a time: work may come meanwhile.
void Scheduler::give_back_memory(Worker& worker) {
  constexpr int at_a_time = 4096;
  for (int i = 0; i < at_a_time && worker.idle_carrier_count > kept_carriers; ++i) {
    Fiber* carrier = worker.idle_carriers;
    worker.idle_carriers = carrier->next_free;
    --worker.idle_carrier_count;
    free_fiber(carrier);
  }
  StackPool::shared().release_memory();
  if (worker.idle_carrier_count <= kept_carriers) {
    give_back_blocks(worker.blocks);
  }
}

// After a sleep: a worker that has slept for a while gives back the memory of a burst, in steps between which it looks for
// work: within a second of the burst it is with the system again.
void Scheduler::tidy_up(Worker& worker, bool undisturbed) {
  worker.tidying = undisturbed && has_spare_memory(worker);
  if (worker.tidying) {
    give_back_memory(worker);
  }
}

std::int64_t Scheduler::longest_sleep(const Worker& worker) noexcept {
  constexpr std::int64_t a_while = 250'000'000;
  constexpr std::int64_t between_steps = 1'000'000;
  return !has_spare_memory(worker) ? -1 : worker.tidying ? between_steps : a_while;
}

void Scheduler::submit(Job& job) {
  Worker* worker = this_worker();
  if (worker != nullptr && &worker->scheduler == this) {
    worker->push_job(job);
  } else {
    inject(job);
  }
}

bool Scheduler::take_back(Job& job) noexcept {
  Worker* worker = this_worker();
  if (worker == nullptr || &worker->scheduler != this || options_.fifo) {
    return false;
  }
  const std::size_t room = options_.stack_size / 4 * 3;  // a task may count on most of a stack
  const char* here = static_cast<const char*>(__builtin_frame_address(0));
  return static_cast<std::size_t>(here - worker->current->stack.bottom) >= room && worker->take_back(job);
}

void Scheduler::submit_here(Job& job) { this_worker()->push_pinned(job); }

void Scheduler::submit_with_stack(Job& job, std::size_t stack_size) {
  auto* fiber = new Fiber;
  fiber->scheduler = this;
  fiber->only_job = &job;
  context::create(*fiber, StackPool::shared().take(stack_size), &dedicated_main);
  unpark(*fiber);
}

void Scheduler::inject(Item item) {
  {
    SpinGuard guard(inject_lock_);
    injected_.push_back(item);
  }
  notify();
}

void park() noexcept {
  Worker* worker = this_worker();
  if (worker != nullptr) {
    worker->scheduler.leave_parked(*worker, *worker->current);
    return;
  }
  // A foreign thread blocks. The acquire pairs with unpark's release.
  std::atomic<std::uint32_t>& wakeups = foreign_fiber().thread_wakeups;
  while (wakeups.load(std::memory_order_acquire) == 0) {
    futex_wait(wakeups, 0);
  }
  wakeups.store(0, std::memory_order_relaxed);
}

namespace {

// A foreign thread, a pinned fiber, or one of another scheduler than the caller's.
[[gnu::noinline]] void unpark_elsewhere(Fiber& fiber) noexcept {
  Scheduler* scheduler = fiber.scheduler;
  if (scheduler == nullptr) {
    fiber.thread_wakeups.store(1, std::memory_order_release);
    futex_wake(fiber.thread_wakeups, 1);
  } else if (const std::int32_t pinned = fiber.pinned_to.load(std::memory_order_relaxed); pinned >= 0) {
    scheduler->push_pinned(static_cast<std::uint32_t>(pinned), fiber);
  } else {
    scheduler->inject(fiber);
  }
}

// The calling worker, if the fiber may be queued there.
Worker* worker_for(const Fiber& fiber) noexcept {
  Worker* worker = this_worker();
  const bool here = worker != nullptr && &worker->scheduler == fiber.scheduler && fiber.pinned_to.load(std::memory_order_relaxed) < 0;
  return here ? worker : nullptr;
}

}  // namespace

void unpark(Fiber& fiber) noexcept {
  if (Worker* worker = worker_for(fiber)) [[likely]] {
    worker->push_lifo(fiber);
  } else {
    unpark_elsewhere(fiber);
  }
}

void unpark_in_turn(Fiber& fiber) noexcept {
  if (Worker* worker = worker_for(fiber)) [[likely]] {
    worker->push_ready(fiber);
  } else {
    unpark_elsewhere(fiber);
  }
}

void Scheduler::push_pinned(std::uint32_t worker, Item item) { workers_[worker]->push_pinned(item); }

void yield_fiber() noexcept { yield_to(LetsRun::everybody); }

void yield_to(LetsRun turn) noexcept {
  Worker* worker = this_worker();
  if (worker == nullptr) {
    sched_yield();
    return;
  }
  Fiber& self = *worker->current;
  if (self.pinned_to.load(std::memory_order_relaxed) >= 0) {
    worker->push_pinned(self);
  } else {
    worker->push_ready(self);
  }
  worker->yielded = turn;
  park();
}

}  // namespace aria::detail
