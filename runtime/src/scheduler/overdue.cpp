// Items that run for long. A thread samples the workers every 10 ms (item_watch.hpp). A worker that computes on the same item
// as before is overdue, and the process-wide flag goes up. Loop polls read that flag alone, so they cost one load while all is
// well; an overdue worker's next poll is a checkpoint and lets others run. A cancellation thus reaches a loop without other
// checkpoints within two periods. A worker that waits in a call, or computes on without a poll, is replaced (stand_in.cpp).
#include <algorithm>
#include <atomic>
#include <vector>

#include <aria/detail/task_core.hpp>
#include <aria/poll.hpp>

#include "scheduler/futex.hpp"
#include "scheduler/item_watch.hpp"
#include "scheduler/poller.hpp"
#include "scheduler/scheduler.hpp"
#include "time/timer_queue.hpp"

namespace aria::detail {

std::atomic<std::uint32_t> schedulers_overdue{0};

namespace {

// One scheduler's part in the process-wide flag.
class OverdueFlag {
 public:
  ~OverdueFlag() { set(false); }
  void set(bool raised) noexcept {
    if (raised != raised_) {
      raised_ = raised;
      schedulers_overdue.fetch_add(raised ? 1 : static_cast<std::uint32_t>(-1), std::memory_order_relaxed);
    }
  }

 private:
  bool raised_ = false;
};

bool is_idle(const Worker& worker) noexcept { return worker.asleep.load(std::memory_order_relaxed) != sleeping::awake; }

}  // namespace

// Where time is virtual, it stands still while an item runs, so none is late.
bool Scheduler::sample_workers(std::vector<ItemWatch>& watches) {
  bool overdue = false;
  watches.resize(workers().size());
  for (std::size_t i = 0; i < watches.size(); ++i) {
    Worker& worker = *workers_[i];
    const ItemWatch::Verdict verdict =
        watches[i].judge({is_idle(worker), worker.dispatches.load(std::memory_order_relaxed), real_nanoseconds(), worker.clock.nanoseconds()});
    if (verdict == ItemWatch::Verdict::overdue || verdict == ItemWatch::Verdict::stuck) {
      worker.overdue.store(true, std::memory_order_relaxed);
      overdue = true;
    }
    const bool gives_nobody_a_turn = verdict == ItemWatch::Verdict::waits || verdict == ItemWatch::Verdict::stuck;
    if (gives_nobody_a_turn && worker.has_place() && !TimerQueue::shared().is_virtual()) {
      replace(worker);
    }
  }
  return overdue;
}

// Between two samples it looks at the poller. Who falls out of a sleep to work wakes it from its long one.
void Scheduler::watch_workers() {
  constexpr std::int64_t period_when_idle = 50'000'000;
  constexpr std::int64_t period_of_looks = 500'000;
  std::vector<ItemWatch> watches;
  OverdueFlag flag;
  bool idle = false;
  std::int64_t next_sample = 0;
  while (!stop_.load(std::memory_order_seq_cst)) {
    Poller* poller = Poller::of_process();
    const bool looks = poller != nullptr && poller->is_expected();
    const std::uint32_t epoch = watcher_epoch_.load(std::memory_order_acquire);
    watcher_dozes_.store(idle, std::memory_order_seq_cst);
    futex_wait(watcher_epoch_, epoch, idle ? period_when_idle : looks ? period_of_looks : ItemWatch::period);
    watcher_dozes_.store(false, std::memory_order_seq_cst);
    if (looks) {
      poller->look_if_neglected(period_of_looks);
    }
    const std::int64_t now = real_nanoseconds();
    if (watcher_epoch_.load(std::memory_order_acquire) != epoch) {
      idle = false;
      next_sample = now + ItemWatch::period;
    }
    if (now < next_sample) {
      continue;
    }
    next_sample = now + ItemWatch::period;
    flag.set(sample_workers(watches));
    idle = std::ranges::all_of(workers(), [](const auto& worker) { return is_idle(*worker); });
  }
}

[[gnu::noinline]] void poll_overdue() {
  Worker* worker = this_worker();
  if (worker != nullptr && worker->overdue.load(std::memory_order_relaxed)) {
    worker->overdue.store(false, std::memory_order_relaxed);
    checkpoint();
    yield_fiber();
    checkpoint();
  }
}

}  // namespace aria::detail
