// Runtimes of their own. One that has served is kept for the next that wants the same: tasks of an outer scope that were
// started from inside may still be queued there, and threads are dear.
#include <aria/runtime.hpp>

#include <algorithm>
#include <map>
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
  Scheduler* take(const SchedulerOptions& options) {
    const std::lock_guard guard(lock_);
    for (std::size_t i = 0; i < idle_.size(); ++i) {
      if (idle_[i]->options() == options) {
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

// The scope that a runtime serves now: what a shutdown cancels.
class ServedScopes {
 public:
  static ServedScopes& shared() {
    static auto* scopes = new ServedScopes;
    return *scopes;
  }
  void begin(Scheduler& scheduler, ScopeCore& scope) {
    const std::lock_guard guard(lock_);
    scopes_[&scheduler] = Ref<ScopeCore>::share(&scope);
  }
  void end(Scheduler& scheduler) {
    const std::lock_guard guard(lock_);
    scopes_.erase(&scheduler);
  }
  Ref<ScopeCore> of(Scheduler& scheduler) {
    const std::lock_guard guard(lock_);
    const auto found = scopes_.find(&scheduler);
    return found == scopes_.end() ? Ref<ScopeCore>() : found->second;
  }

 private:
  std::mutex lock_;  // never held across a suspension
  std::map<Scheduler*, Ref<ScopeCore>> scopes_;
};

}  // namespace

void run_on_own_workers(const RuntimeOptions& wanted, TaskCore& task, ScopeCore& scope, Site site) {
  constexpr std::int64_t most = 1024;
  const auto number = [site](Int given, std::int64_t usual, std::int64_t least, std::int64_t largest) {
    if (given < 0) {
      panic("a runtime's numbers are not negative", site);
    }
    return given == 0 ? usual : std::clamp(given.value(), least, largest);
  };
  Scheduler& outer = Scheduler::here();
  const SchedulerOptions& usual = outer.options();
  const SchedulerOptions options{
      .workers = static_cast<std::uint32_t>(number(wanted.workers, usual.workers, 1, most)),
      .fifo = wanted.schedule.is<Schedule::Fifo>(),
      .stack_size = static_cast<std::size_t>(number(wanted.stack_size, static_cast<std::int64_t>(usual.stack_size), 64 * 1024, std::int64_t{1} << 30)),
      .blocking_threads = static_cast<std::uint32_t>(number(wanted.blocking_threads, usual.blocking_threads, 1, most))};
  Scheduler* own = IdleRuntimes::shared().take(options);
  if (own == nullptr) {
    own = new Scheduler(options);
  }
  ServedScopes::shared().begin(*own, scope);
  scope.add_child(task);
  outer.add_external();
  queue_task_on(*own, task);
  task.wait_finished(INT64_MAX, site, true);  // a cancellation reaches the task through the scope
  outer.remove_external();
  ServedScopes::shared().end(*own);
  IdleRuntimes::shared().give_back(own);
}

}  // namespace detail

void shutdown_runtime(const String& reason) {
  detail::Ref<detail::ScopeCore> own = detail::ServedScopes::shared().of(detail::Scheduler::here());
  (own ? *own : detail::ScopeCore::root()).request(reason.str());
}

}  // namespace aria
