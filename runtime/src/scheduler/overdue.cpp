// Items that run for long. A thread samples the workers every 10 ms; a worker that is on the same item as before is overdue
// and the process-wide flag goes up. Loop polls read that flag alone, so they cost one load while all is well; an overdue
// worker's next poll is a checkpoint and lets others run. A cancellation thus reaches a loop without other checkpoints
// within two periods.
#include <vector>

#include <aria/detail/task_core.hpp>
#include <aria/poll.hpp>

#include "scheduler/futex.hpp"
#include "scheduler/scheduler.hpp"

namespace aria::detail {

std::atomic<bool> some_worker_is_overdue{false};

void Scheduler::watch_workers() {
  constexpr std::int64_t period = 10'000'000;
  constexpr std::int64_t period_when_idle = 50'000'000;
  std::vector<std::uint64_t> before(workers_.size(), 0);
  bool raised = false;
  for (bool idle = false; !stop_.load(std::memory_order_seq_cst);) {
    futex_wait(watcher_epoch_, 0, idle ? period_when_idle : period);
    bool overdue = false;
    idle = true;
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      Worker& worker = *workers_[i];
      const std::uint64_t now = worker.dispatches.load(std::memory_order_relaxed);
      const bool busy = worker.asleep.load(std::memory_order_relaxed) == 0;
      const bool same = busy && now == before[i];
      before[i] = now;
      idle = idle && !busy;
      overdue = overdue || same;
      if (same) {
        worker.overdue.store(true, std::memory_order_relaxed);
      }
    }
    if (overdue != raised) {
      raised = overdue;
      some_worker_is_overdue.store(raised, std::memory_order_relaxed);
    }
  }
  if (raised) {
    some_worker_is_overdue.store(false, std::memory_order_relaxed);
  }
}

[[gnu::noinline]] void poll_overdue() {
  Worker* worker = this_worker();
  if (worker != nullptr && worker->overdue.exchange(false, std::memory_order_relaxed)) {
    checkpoint();
    yield_fiber();
    checkpoint();
  }
}

}  // namespace aria::detail
