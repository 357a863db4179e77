// Items that run for long. A thread samples the workers every 10 ms (item_watch.hpp). A worker that computes on the same item
// as before is overdue, and the process-wide flag goes up. Loop polls read that flag alone, so they cost one load while all is
// well; an overdue worker's next poll is a checkpoint and lets others run. A cancellation thus reaches a loop without other
// checkpoints within two periods. A worker that waits in a call, or computes on without a poll, is replaced (stand_in.cpp).
//
// Ten milliseconds are long for who was woken meanwhile. So while there are overdue workers, and timers or descriptors that
// may wake somebody or have done so, the watcher is attentive: it looks every half a millisecond whether a woken task waits behind an item, and
// asks that item to let it go. Those that have not started yet wait for their turn as before: else a queue of long items would
// all be begun, each with a stack of its own.
#include <algorithm>
#include <atomic>
#include <utility>
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

struct Scheduler::Watch {
  static constexpr std::int64_t period_when_idle = 50'000'000;
  static constexpr std::int64_t short_period = 500'000;
  static constexpr std::int64_t attention_span = 100'000'000;

  explicit Watch(Scheduler& watched) : scheduler(watched) {}
  void wait();
  void look();
  bool sample();
  bool urge();
  bool somebody_waits(const Worker& worker) const noexcept;
  bool somebody_may_be_woken() const noexcept;

  Scheduler& scheduler;
  std::vector<ItemWatch> items;
  std::vector<std::uint64_t> dispatches;  // at the last short period
  OverdueFlag flag;
  bool overdue = false;
  bool idle = false;
  std::int64_t next_sample = 0;
  std::int64_t attentive_until = 0;
};

// Where time is virtual, it stands still while an item runs, so none is late.
bool Scheduler::Watch::sample() {
  bool found = false;
  items.resize(scheduler.workers().size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    Worker& worker = scheduler.worker(static_cast<std::uint32_t>(i));
    const ItemWatch::Verdict verdict =
        items[i].judge({is_idle(worker), worker.dispatches.load(std::memory_order_relaxed), real_nanoseconds(), worker.clock.nanoseconds()});
    if (verdict == ItemWatch::Verdict::overdue || verdict == ItemWatch::Verdict::stuck) {
      worker.overdue.store(LetsRun::everybody, std::memory_order_relaxed);
      found = true;
    }
    const bool gives_nobody_a_turn = verdict == ItemWatch::Verdict::waits || verdict == ItemWatch::Verdict::stuck;
    if (gives_nobody_a_turn && worker.has_place() && !TimerQueue::shared().is_virtual()) {
      scheduler.replace(worker);
    }
  }
  return found;
}

// Does somebody who was woken wait behind an item that was there half a millisecond ago?
bool Scheduler::Watch::urge() {
  bool found = false;
  dispatches.resize(scheduler.workers().size());
  for (std::size_t i = 0; i < dispatches.size(); ++i) {
    Worker& worker = scheduler.worker(static_cast<std::uint32_t>(i));
    const std::uint64_t now = worker.dispatches.load(std::memory_order_relaxed);
    const bool same = now == std::exchange(dispatches[i], now) && !is_idle(worker) && worker.has_place();
    if (same && somebody_waits(worker)) {
      LetsRun turn = LetsRun::own;
      worker.overdue.compare_exchange_strong(turn, LetsRun::woken, std::memory_order_relaxed);
      found = true;
    }
  }
  return found;
}

bool Scheduler::Watch::somebody_waits(const Worker& worker) const noexcept {
  return scheduler.injected_.size() != 0 || worker.ready.size() != 0 || worker.has_lifo.load(std::memory_order_relaxed);
}

// Or was, and waits.
bool Scheduler::Watch::somebody_may_be_woken() const noexcept {
  const Poller* poller = Poller::of_process();
  return TimerQueue::shared().pending() != 0 || scheduler.external_.load(std::memory_order_relaxed) != 0 || (poller != nullptr && poller->is_expected()) ||
         std::ranges::any_of(scheduler.workers(), [this](const auto& worker) { return somebody_waits(*worker); });
}

// Who falls out of a sleep to work wakes it from its long one.
void Scheduler::Watch::wait() {
  const Poller* poller = Poller::of_process();
  const bool hurries = (poller != nullptr && poller->is_expected()) || real_nanoseconds() < attentive_until;
  const std::uint32_t epoch = scheduler.watcher_epoch_.load(std::memory_order_acquire);
  scheduler.watcher_dozes_.store(idle, std::memory_order_seq_cst);
  futex_wait(scheduler.watcher_epoch_, epoch, idle ? period_when_idle : hurries ? short_period : ItemWatch::period);
  scheduler.watcher_dozes_.store(false, std::memory_order_seq_cst);
  if (scheduler.watcher_epoch_.load(std::memory_order_acquire) != epoch) {
    idle = false;
    next_sample = real_nanoseconds() + ItemWatch::period;
  }
}

void Scheduler::Watch::look() {
  if (Poller* poller = Poller::of_process()) {
    poller->look_if_neglected(short_period);
  }
  const std::int64_t now = real_nanoseconds();
  const bool urgent = now < attentive_until && urge();
  if (now >= next_sample) {
    next_sample = now + ItemWatch::period;
    overdue = sample();
    idle = std::ranges::all_of(scheduler.workers(), [](const auto& worker) { return is_idle(*worker); });
  }
  if (urgent || (overdue && somebody_may_be_woken())) {
    attentive_until = now + attention_span;
  }
  flag.set(overdue || urgent);
}

void Scheduler::watch_workers() {
  for (Watch watch(*this); !stop_.load(std::memory_order_seq_cst);) {
    watch.wait();
    watch.look();
  }
}

[[gnu::noinline]] void poll_overdue() {
  Worker* worker = this_worker();
  if (worker == nullptr) {
    return;
  }
  if (const LetsRun turn = worker->overdue.load(std::memory_order_relaxed); turn != LetsRun::own) {
    worker->overdue.store(LetsRun::own, std::memory_order_relaxed);
    checkpoint();
    yield_to(turn);
    checkpoint();
  }
}

}  // namespace aria::detail
