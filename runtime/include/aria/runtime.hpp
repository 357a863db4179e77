// The entry of a program with tasks, and the bridge from code outside the runtime.
//
//   int main(int argc, char** argv) { return aria::run_async_main(argc, argv, hello::main); }
#pragma once

#include <type_traits>
#include <utility>

#include <aria/main.hpp>
#include <aria/scope.hpp>

namespace aria {

namespace detail {
int run_async_root(int argc, char** argv, MainBody body, void* main_function);
}

// Runs main as the root task on all workers (ARIA_WORKERS). Exit codes as run_main; 2 for a deadlock, 130 and 143 after
// SIGINT and SIGTERM.
template <typename Value>
int run_async_main(int argc, char** argv, Value (*main_function)()) {
  return detail::run_async_root(argc, argv, &detail::call_main<Value (*)()>, reinterpret_cast<void*>(main_function));
}

// Async.block_on: runs `body` as a task and waits, also from a thread that knows nothing of tasks.
template <typename Body>
auto block_on(Body&& body, Site site = Site::here()) {
  using Value = std::invoke_result_t<Body&>;
  detail::Ref<detail::ScopeCore> core(new detail::ScopeCore({}, detail::current_node(), site));
  Scope handle(core);
  core->open();
  std::optional<Task<std::conditional_t<std::is_void_v<Value>, Unit, std::decay_t<Value>>>> task;
  core->close(detail::attempt([&] {
    task.emplace(handle.spawn([&body] { return body(); }, {}, site));
    task->core().wait_finished(INT64_MAX, site);
  }));
  task->core().raise_outcome();
  if constexpr (!std::is_void_v<Value>) {
    return task->await();
  }
}

// How the tasks of a runtime of its own are ordered: as usual, or in spawn order.
struct Schedule {
  ARIA_PLAIN_VARIANT(Stealing)
  ARIA_PLAIN_VARIANT(Fifo)
  ARIA_ENUM(Schedule, Stealing, Fifo)
};

struct RuntimeOptions {
  Int workers = 0;  // 0: as the program's; so for all numbers
  Schedule schedule = Schedule::Stealing{};
  Int blocking_threads = 0;
  Int stack_size = 0;  // bytes, of tasks that ask for none of their own
};

// Runtime.metrics: what the workers have counted so far.
class RuntimeMetrics {
 public:
  RuntimeMetrics();
  Int workers() const noexcept { return workers_; }
  // Items that were run: tasks begun and tasks that went on.
  Int tasks() const noexcept { return tasks_; }
  String to_string() const;

 private:
  Int workers_;
  Int tasks_;
};
inline RuntimeMetrics runtime_metrics() { return RuntimeMetrics(); }

namespace detail {
// Runs `task` and what it spawns on a runtime of its own, until `scope` has closed.
void run_on_own_workers(const RuntimeOptions& options, TaskCore& task, ScopeCore& scope, Site site);
}

// with Runtime(workers: n): `body` and what it spawns run on workers of their own.
template <typename Body>
auto with_runtime(Body&& body, RuntimeOptions options = {}, Site site = Site::here()) {
  using Value = std::invoke_result_t<Body&>;
  using T = std::conditional_t<std::is_void_v<Value>, Unit, std::decay_t<Value>>;
  detail::Ref<detail::ScopeCore> core(new detail::ScopeCore({}, detail::current_node(), site));
  core->open();
  std::optional<Task<T>> task;
  core->close(detail::attempt([&] {
    auto call = [&body] { return body(); };
    detail::SpawnRequest request{"runtime", 0, detail::Where::own_workers, site, nullptr};
    detail::Ref<detail::TaskCore> started(new detail::TaskOf<T, decltype(call)>(*core, std::move(request), std::move(call)));
    task.emplace(started);
    detail::run_on_own_workers(options, *started, *core, site);
  }));
  if (task->core().outcome() == detail::TaskCore::Outcome::cancelled) {
    if (!core->requested()) {
      detail::checkpoint();  // the cancellation came from outside
    } else if constexpr (std::is_void_v<Value>) {
      return;  // it was shut down
    }
  }
  task->core().raise_outcome();
  if constexpr (!std::is_void_v<Value>) {
    return task->await();
  }
}

// RuntimeBuilder: the same, with everything that can be chosen.
//
//   aria::RuntimeBuilder().workers(2).schedule(aria::Schedule::Fifo{}).run([] { … });
class RuntimeBuilder {
 public:
  RuntimeBuilder workers(Int count) const { return changed([count](RuntimeOptions& options) { options.workers = count; }); }
  RuntimeBuilder schedule(Schedule schedule) const { return changed([&](RuntimeOptions& options) { options.schedule = schedule; }); }
  RuntimeBuilder blocking_threads(Int count) const { return changed([count](RuntimeOptions& options) { options.blocking_threads = count; }); }
  RuntimeBuilder stack_size(Int bytes) const { return changed([bytes](RuntimeOptions& options) { options.stack_size = bytes; }); }
  template <typename Body>
  auto run(Body&& body, Site site = Site::here()) const {
    return with_runtime(std::forward<Body>(body), options_, site);
  }

 private:
  template <typename Change>
  RuntimeBuilder changed(Change change) const {
    RuntimeBuilder other = *this;
    change(other.options_);
    return other;
  }

  RuntimeOptions options_;
};

// Runtime.shutdown: cancels what runs on the runtime that the caller belongs to; `with Runtime` or the program then ends as
// one that was cancelled. Returns at once.
void shutdown_runtime(const String& reason = "shutdown");

}  // namespace aria
