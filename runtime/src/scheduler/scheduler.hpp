// M:N scheduler: a set of workers that share work by stealing.
//
// A worker gets its thread when it is first woken, so a program that does one thing at a time has one thread.
//
// Thread-safe from anywhere: submit, inject, notify, replace. What waits for what: park and unpark in fiber.hpp; the sleeping
// protocol of idle workers in idle_workers.cpp; workers that stand in for stuck ones in stand_in.cpp; blocking calls in
// blocking_pool.hpp.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "scheduler/futex.hpp"
#include "scheduler/stack_pool.hpp"
#include "scheduler/worker.hpp"
#include "seam/thread.hpp"

namespace aria::detail {

struct SchedulerOptions {
  std::uint32_t workers = 0;  // 0: ARIA_WORKERS, else one per processor
  bool fifo = false;          // start jobs in spawn order
  std::size_t stack_size = StackPool::default_size;  // of tasks that ask for none of their own
  std::uint32_t blocking_threads = 64;  // blocking jobs at the same time
  std::uint32_t stand_ins = 64;  // workers beyond those, for the places of stuck ones

  friend bool operator==(const SchedulerOptions&, const SchedulerOptions&) = default;
};

class Scheduler {
 public:
  explicit Scheduler(SchedulerOptions options = {});
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  // The program's scheduler; started on first use, never destroyed.
  static Scheduler& program();
  // The scheduler that the calling thread works for, else the program's.
  static Scheduler& here();

  // The calling thread, a foreign one, becomes a worker: runs `first` and whatever comes, until somebody calls leave. False:
  // the first worker has a thread already; nothing has happened.
  bool work_here(Job& first);
  void leave() noexcept;

  bool fifo() const noexcept { return options_.fifo; }
  // What it was made from, with the number of workers that came of it.
  const SchedulerOptions& options() const noexcept { return options_; }
  // Those that may run at the same time; there are more if some were replaced.
  std::size_t worker_count() const noexcept { return options_.workers; }
  // Items that were taken to be run, so far.
  std::uint64_t dispatches() const noexcept;

  // Queues a job on the calling worker, or injects it.
  void submit(Job& job);
  // Gives a job that nobody has begun back to who submitted it, to be run as a call: the newest of the calling worker, if
  // no other item has a right to be next and the stack has room.
  bool take_back(Job& job) noexcept;
  // Queues a job that must run on the calling worker.
  void submit_here(Job& job);
  void inject(Item item);
  void push_pinned(std::uint32_t worker, Item item);
  // Starts a fiber with a stack of its own for `job`.
  void submit_with_stack(Job& job, std::size_t stack_size);

  // After a push: wakes a sleeping worker if there is one.
  void notify() noexcept {
    light_barrier();
    if (world::mutated(Mutant::push_wakes_nobody)) {
      return;
    }
    if (somebody_sleeps_.load(std::memory_order_relaxed)) {
      wake_one();
    }
  }
  void notify_worker(Worker& worker) noexcept;
  // For threads that wait for an event and are no workers: somebody has to look for it.
  void ask_for_poller() noexcept;

  // Work that comes from outside the workers (blocking jobs, foreign threads, I/O): while there is any, all workers
  // asleep is no deadlock.
  void add_external() noexcept { external_.fetch_add(1, std::memory_order_seq_cst); }
  void remove_external() noexcept;
  // Called by the last worker that falls asleep when nothing outside can wake it.
  void on_deadlock(void (*report)(Scheduler&)) noexcept { report_deadlock_ = report; }

  // Gives the place of a worker that has been on one item for long to another one. False if there is nobody to stand in, or
  // it had none.
  bool replace(Worker& stuck);
  Worker& worker(std::uint32_t id) noexcept { return *workers_[id]; }
  // The workers there are, with and without a place.
  std::span<const std::unique_ptr<Worker>> workers() const noexcept { return {workers_.data(), known_workers_.load(std::memory_order_acquire)}; }

  // Switches away from the running fiber for good; its stack is reused.
  [[noreturn]] void leave_fiber_forever(Worker& worker, Fiber& self);
  void switch_to_carrier(Worker& worker, Fiber& from);
  // Switches away from the running fiber until somebody resumes it.
  void leave_parked(Worker& worker, Fiber& self);
  // Next thing to run on `worker`; null when the scheduler stops.
  Item next(Worker& worker);

 private:
  friend void carrier_main(Context&);

  void run_worker(Worker& worker);
  Item find(Worker& worker);
  Item find_without_place(Worker& worker);
  void hand_over(Worker& worker);
  void rest(Worker& worker);
  Worker* resting_worker() noexcept;
  Worker* start_spare_worker();
  Item take_injected(Worker& worker);
  Item search(Worker& worker);
  void pass_on_the_rest(const Worker& worker) noexcept;
  Item steal_from(Worker& thief, Worker& victim, bool lifo_too);
  void sleep(Worker& worker);
  void doze(Worker& worker, std::uint32_t epoch, std::int64_t nanoseconds);
  void rouse(Worker& worker) noexcept;
  void start_thread(Worker& worker) noexcept;
  void start_watcher() noexcept;
  // Memory after a burst: see sleep.
  static bool has_spare_memory(const Worker& worker) noexcept;
  static void give_back_memory(Worker& worker);
  static void tidy_up(Worker& worker, bool undisturbed);
  static std::int64_t longest_sleep(const Worker& worker) noexcept;
  bool anything_to_do(const Worker& worker) const noexcept;
  // Its thread is wanted elsewhere. Asked again after the worker has said that it sleeps.
  bool ends(const Worker& worker) const noexcept {
    return stop_.load(std::memory_order_seq_cst) || (worker.id == 0 && leaves_.load(std::memory_order_seq_cst));
  }
  bool others_run(const Worker& worker) const noexcept;
  bool nobody_else_is_awake(const Worker& worker) const noexcept;
  bool all_sleep() const noexcept;
  bool nothing_can_happen() const noexcept;
  void check_deadlock() noexcept;
  void wake_one() noexcept;
  struct Watch;
  void watch_workers();
  void wake_watcher() noexcept;

  SchedulerOptions options_;
  std::vector<std::unique_ptr<Worker>> workers_;  // the first known_workers_ of them exist
  std::atomic<std::size_t> known_workers_{0};
  SpinLock threads_lock_;
  std::vector<world::Thread> threads_ ARIA_GUARDED_BY(threads_lock_);
  world::Thread watcher_;
  std::atomic<bool> is_watched_{false};
  std::atomic<std::uint32_t> watcher_epoch_{0};
  std::atomic<bool> watcher_dozes_{false};

  SpinLock replace_lock_;
  SpinLock inject_lock_;
  Ring injected_ ARIA_GUARDED_BY(inject_lock_);

  std::atomic<bool> stop_{false};
  std::atomic<bool> leaves_{false};  // the thread of work_here
  std::atomic<bool> somebody_sleeps_{true};
  std::atomic<int> searching_{0};
  std::atomic<std::int64_t> external_{0};
  std::atomic<void (*)(Scheduler&)> report_deadlock_{nullptr};
};

void carrier_main(Context& self);

}  // namespace aria::detail
