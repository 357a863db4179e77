// Items that run for long. A thread samples the workers every 10 ms; a worker that is on the same item as before is overdue
// and the process-wide flag goes up. Loop polls read that flag alone, so they cost one load while all is well; an overdue
// worker's next poll is a checkpoint and lets others run. A cancellation thus reaches a loop without other checkpoints
// within two periods.
#include <vector>

#include <aria/detail/task_core.hpp>
#include <aria/poll.hpp>

#include "scheduler/futex.hpp"
#include "scheduler/poller.hpp"
#include "scheduler/scheduler.hpp"

namespace aria::detail {

std::atomic<bool> some_worker_is_overdue{false};

// Samples the workers: is one on the same item as in the sample before?
bool Scheduler::overdue_since(std::vector<std::uint64_t>& before, bool& idle) {
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
  return overdue;
}

// Between two samples it looks at the poller. Who leaves the poller to work wakes it from its long sleep.
void Scheduler::watch_workers() {
  constexpr std::int64_t period = 10'000'000;
  constexpr std::int64_t period_when_idle = 50'000'000;
  constexpr std::int64_t period_of_looks = 500'000;
  std::vector<std::uint64_t> before(workers_.size(), 0);
  bool raised = false;
  bool idle = false;
  std::int64_t next_sample = 0;
  while (!stop_.load(std::memory_order_seq_cst)) {
    Poller* poller = Poller::of_process();
    const bool looks = poller != nullptr && poller->is_expected();
    const std::uint32_t epoch = watcher_epoch_.load(std::memory_order_acquire);
    watcher_dozes_.store(idle, std::memory_order_seq_cst);
    futex_wait(watcher_epoch_, epoch, idle ? period_when_idle : looks ? period_of_looks : period);
    watcher_dozes_.store(false, std::memory_order_seq_cst);
    if (looks) {
      poller->look_if_neglected(period_of_looks);
    }
    const std::int64_t now = real_nanoseconds();
    if (watcher_epoch_.load(std::memory_order_acquire) != epoch) {
      idle = false;
      next_sample = now + period;
    }
    if (now < next_sample) {
      continue;
    }
    next_sample = now + period;
    const bool overdue = overdue_since(before, idle);
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
