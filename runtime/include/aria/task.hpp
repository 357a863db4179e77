// Task<T>: the handle of a spawned task. A small copyable value; copies share the task.
//
//   aria::Task<aria::Int> t = s.spawn([] { return work(); });
//   aria::Int value = t.await();
//
// Thread-safe. await does not consume the handle, but takes a value that cannot be copied. Dropping a handle never joins: the scope does.
#pragma once

#include <optional>
#include <utility>

#include <aria/detail/error_types.hpp>
#include <aria/detail/scope_core.hpp>
#include <aria/detail/task_core.hpp>
#include <aria/detail/plain_variant.hpp>
#include <aria/std/copied.hpp>
#include <aria/std/enum.hpp>
#include <aria/std/result.hpp>
#include <aria/std/string.hpp>
#include <aria/std/unit.hpp>

namespace aria {

struct TaskState {
  ARIA_PLAIN_VARIANT(Ready)
  ARIA_PLAIN_VARIANT(Running)
  ARIA_PLAIN_VARIANT(Completed)
  ARIA_PLAIN_VARIANT(Failed)
  ARIA_PLAIN_VARIANT(Cancelled)
  ARIA_ENUM(TaskState, Ready, Running, Completed, Failed, Cancelled)
};

namespace detail {
inline std::int64_t deadline_after(Duration time) { return (Instant::now() + time).as_nanoseconds(); }
inline bool has_passed(std::int64_t deadline) { return Instant::now().as_nanoseconds() >= deadline; }
void cancel_after(TaskCore& task, Duration time);

// A counted handle of a task.
class TaskHandle {
 public:
  TaskHandle() noexcept = default;
  explicit TaskHandle(Ref<TaskCore> core) noexcept : core_(std::move(core)) { core_->add_handle(); }
  struct First {};
  TaskHandle(First, Ref<TaskCore> core) noexcept : core_(std::move(core)) { core_->first_handle(); }
  TaskHandle(const TaskHandle& other) noexcept : core_(other.core_) {
    if (core_) {
      core_->add_handle();
    }
  }
  TaskHandle(TaskHandle&& other) noexcept : core_(std::move(other.core_)) {}
  TaskHandle& operator=(TaskHandle other) noexcept {
    std::swap(core_, other.core_);
    return *this;
  }
  ~TaskHandle() {
    if (core_) {
      core_->drop_handle();
    }
  }

  Int id() const noexcept { return static_cast<std::int64_t>(core_->number()); }
  String name() const { return String(core_->name()); }
  bool is_finished() const noexcept { return core_->finished(); }
  TaskState state() const noexcept {
    if (!core_->finished()) {
      return core_->phase() == TaskCore::Phase::ready ? TaskState(TaskState::Ready{}) : TaskState(TaskState::Running{});
    }
    switch (core_->outcome()) {
      case TaskCore::Outcome::value:
        return TaskState::Completed{};
      case TaskCore::Outcome::cancelled:
        return TaskState::Cancelled{};
      default:
        return TaskState::Failed{};
    }
  }
  // Asks the task to end; idempotent, returns at once.
  void cancel(const String& reason = String("cancelled")) const { core_->request(std::string(std::string_view(reason))); }
  void cancel_after(Duration time) const { detail::cancel_after(*core_, time); }
  TaskCore& core() const noexcept { return *core_; }
  // Until the end; raises what the task failed with, and leaves its value alone.
  void wait(Site site = Site::here()) const {
    core_->wait_finished(INT64_MAX, site);
    core_->raise_outcome(site);
  }
  String to_string() const { return String(std::string("Task(").append(std::to_string(core_->number())).append(")")); }
  friend bool operator==(const TaskHandle& a, const TaskHandle& b) noexcept { return a.core_.get() == b.core_.get(); }

 protected:
  Ref<TaskCore> core_;
};
}  // namespace detail

template <typename T>
class Task : public detail::TaskHandle {
 public:
  using value_type = T;

  Task() noexcept = default;
  explicit Task(detail::Ref<detail::TaskCore> core) noexcept : TaskHandle(std::move(core)) {}
  Task(First, detail::Ref<detail::TaskCore> core) noexcept : TaskHandle(First{}, std::move(core)) {}

  T await(Site site = Site::here()) const { return await_until(INT64_MAX, site); }
  T join(Site site = Site::here()) const { return await_until(INT64_MAX, site); }
  T recv(Site site = Site::here()) const { return await_until(INT64_MAX, site); }
  // Raises TimeoutError when the time is over and leaves the task alone.
  T await(Duration timeout, Site site = Site::here()) const { return await_until(detail::deadline_after(timeout), site); }

  Result<T, TaskError> await_result(Site site = Site::here()) const {
    core_->wait_finished(INT64_MAX, site);
    return outcome();
  }
  Result<T, TaskError> await_result(Duration timeout, Site site = Site::here()) const {
    core_->wait_finished(detail::deadline_after(timeout), site);
    return outcome();
  }

  // The outcome of a finished task.
  Result<T, TaskError> outcome() const {
    using Outcome = detail::TaskCore::Outcome;
    if (core_->outcome() == Outcome::value) {
      return Ok<T>(take());
    }
    const detail::ErrorRef& error = core_->error();
    if (core_->outcome() == Outcome::cancelled) {
      const auto* cancelled = static_cast<const Cancelled*>(error->payload(typeid(Cancelled)));
      return Err(TaskError(TaskError::Cancelled{CancelReason(cancelled->reason_text())}));
    }
    if (const void* known = error->payload(typeid(TaskError)); known != nullptr && error->kind() == detail::ErrorKind::panic) {
      return Err(*static_cast<const TaskError*>(known));
    }
    if (error->kind() == detail::ErrorKind::panic) {
      return Err(TaskError(TaskError::Panicked{PanicInfo(error)}));
    }
    return Err(TaskError(TaskError::Failed{AnyError(error)}));
  }

 private:
  T await_until(std::int64_t deadline, Site site) const {
    core_->wait_finished(deadline, site);
    core_->raise_outcome(site);
    return take();
  }
  T take() const {
    T& value = static_cast<detail::TaskValue<T>&>(*core_).value();
    if constexpr (is_copied<T>) {
      return value;
    } else {
      return std::move(value);
    }
  }
};

// Where a task runs: on the workers, or on the threads for calls that block.
class Executor {
 public:
  static Executor io() noexcept { return Executor(detail::Where::blocking); }
  static Executor cpu() noexcept { return Executor(detail::Where::anywhere); }
  detail::Where where() const noexcept { return where_; }

 private:
  explicit Executor(detail::Where where) noexcept : where_(where) {}
  detail::Where where_;
};

// Task.current: the task that runs this code.
class CurrentTask {
 public:
  Int id() const noexcept;
  String name() const;
  void cancel(const String& reason = String("cancelled")) const;
};
inline CurrentTask current_task() noexcept { return {}; }

// Task.yield: lets others run; a checkpoint.
void yield_now();
// Waits; a checkpoint, and cancellation ends it early.
void sleep(Duration time, Site site = Site::here());

inline Int CurrentTask::id() const noexcept {
  const detail::TaskCore* task = detail::current_task();
  return task == nullptr ? std::int64_t{0} : static_cast<std::int64_t>(task->number());
}
inline String CurrentTask::name() const {
  const detail::TaskCore* task = detail::current_task();
  return task == nullptr ? String() : String(task->name());
}
inline void CurrentTask::cancel(const String& reason) const {
  if (detail::TaskCore* task = detail::current_task()) {
    task->request(std::string(std::string_view(reason)));
  }
}

}  // namespace aria
