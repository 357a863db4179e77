// Runtimes of their own. One that has served is kept for the next that wants the same: tasks of an outer scope that were
// started from inside may still be queued there, and threads are dear.
#include <aria/runtime.hpp>

#include <memory>
#include <mutex>
#include <vector>

#include "scheduler/scheduler.hpp"
#include "sync/task_runner.hpp"

namespace aria {

RuntimeMetrics::RuntimeMetrics()
    : workers_(static_cast<std::int64_t>(detail::Scheduler::here().worker_count())),
      tasks_(static_cast<std::int64_t>(detail::Scheduler::here().dispatches())) {}

String RuntimeMetrics::to_string() const {
  return String(std::to_string(workers_.value()) + " workers, " + std::to_string(tasks_.value()) + " dispatches");
}

namespace detail {

namespace {

class IdleRuntimes {
 public:
  static IdleRuntimes& shared() {
    static auto* runtimes = new IdleRuntimes;  // their threads may outlive main
    return *runtimes;
  }
  Scheduler* take(std::size_t workers, bool fifo) {
    const std::lock_guard guard(lock_);
    for (std::size_t i = 0; i < idle_.size(); ++i) {
      if (idle_[i]->worker_count() == workers && idle_[i]->fifo() == fifo) {
        Scheduler* found = idle_[i];
        idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(i));
        return found;
      }
    }
    return nullptr;
  }
  void give_back(Scheduler* scheduler) {
    const std::lock_guard guard(lock_);
    idle_.push_back(scheduler);
  }

 private:
  std::mutex lock_;  // never held across a suspension
  std::vector<Scheduler*> idle_;
};

}  // namespace

void run_on_own_workers(std::size_t workers, bool fifo, TaskCore& task, ScopeCore& scope, Site site) {
  Scheduler& outer = Scheduler::here();
  const std::size_t count = workers != 0 ? workers : outer.worker_count();
  Scheduler* own = IdleRuntimes::shared().take(count, fifo);
  if (own == nullptr) {
    own = new Scheduler({.workers = static_cast<std::uint32_t>(count), .fifo = fifo});
  }
  scope.add_child(task);
  outer.add_external();
  queue_task_on(*own, task);
  task.wait_finished(INT64_MAX, site, true);  // a cancellation reaches the task through the scope
  outer.remove_external();
  IdleRuntimes::shared().give_back(own);
}

}  // namespace detail
}  // namespace aria
