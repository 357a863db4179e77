// What every task has, whatever its type. See sync/task.cpp for the states.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

#include <aria/detail/cancel_node.hpp>
#include <aria/detail/job.hpp>
#include <aria/error.hpp>
#include <aria/time.hpp>

namespace aria::detail {

class ScopeCore;
class Completion;
struct Fiber;
struct ShieldFrame;
struct LocalValues;

enum class Where : std::uint8_t { anywhere, job, here, blocking, detached, thread, own_workers };

struct SpawnRequest {
  std::string name;
  std::size_t stack = 0;
  Where where = Where::anywhere;
  Site site;
  CancelNode* token = nullptr;
};

// A record of one cache line or a few: what only some tasks have stands apart, in TaskMore.
class TaskCore : public CancelNode, public Job {
 public:
  enum class Phase : std::uint8_t { ready, running, settled, finished };  // settled: its scope is being told of a failure
  enum class Outcome : std::uint8_t { none, value, error, cancelled };

  // With two references, the creator's and the queue's, and no handle.
  explicit TaskCore(ScopeCore& scope, SpawnRequest request);

  static void* operator new(std::size_t size);
  static void operator delete(void* memory, std::size_t size) noexcept;

  // Handles count apart from references: when the last one goes, nobody can ask for the error any more.
  void add_handle() noexcept { handles_.fetch_add(1, std::memory_order_relaxed); }
  void drop_handle() noexcept;
  // Before anybody else knows the task.
  void first_handle() noexcept { handles_.store(1, std::memory_order_relaxed); }

  bool finished() const noexcept { return phase_.load(std::memory_order_acquire) == Phase::finished; }
  Phase phase() const noexcept { return phase_.load(std::memory_order_acquire); }
  Outcome outcome() const noexcept { return outcome_; }
  const ErrorRef& error() const noexcept { return error_; }
  const std::string& name() const noexcept;
  Site site() const noexcept { return site_; }
  Where where() const noexcept { return where_; }
  std::size_t stack_size() const noexcept;
  std::size_t handles() const noexcept { return handles_.load(std::memory_order_acquire); }
  ScopeCore& scope() const noexcept { return *scope_; }
  Completion& completion() noexcept { return *reinterpret_cast<Completion*>(completion_); }

  // Waits until the task has finished, and counts as having seen its outcome. Raises Cancelled, or TimeoutError.
  void wait_finished(std::int64_t deadline, Site site, bool uncancellable = false);
  void observe() noexcept;
  bool observed() const noexcept { return observed_.load(std::memory_order_acquire); }
  // Raises what the task ended with, if that is not a value: its own error, TaskError::Panicked or ::Cancelled.
  // A cancelled task was stopped nowhere in particular: `site`, the await, is the place that counts.
  void raise_outcome(Site site = Site{}) const;

  // Runs the body on the calling fiber and gives up the queue's reference.
  void run() noexcept final;
  // For spawn_local: `spawner`, which runs here, stays on this worker until the task has ended.
  void hold_spawner(TaskCore& spawner);

  CancelNode* current_node = nullptr;   // innermost scope or shield of the running body
  ScopeCore* current_scope = nullptr;   // innermost scope that is open in this task
  ShieldFrame* shield = nullptr;
  std::shared_ptr<LocalValues> locals;
  std::atomic<const Wait*> parked_on{nullptr};

  // Runs `action` when the task has ended; at once if it has.
  void on_end(std::function<void()> action);

 protected:
  ~TaskCore() override;
  // Runs the body, stores its value, drops its captures.
  virtual void execute() = 0;
  virtual void drop_body() noexcept = 0;

 private:
  friend class ScopeCore;
  struct More;
  More& more();
  void finish(ErrorRef error) noexcept;
  void settle(ErrorRef error) noexcept;
  void complete() noexcept;
  More* more_if_any() const noexcept { return more_.load(std::memory_order_acquire); }
  void pin_to_worker(Fiber& fiber) noexcept;
  void let_spawner_go() noexcept;

  std::atomic<Phase> phase_{Phase::ready};
  Outcome outcome_ = Outcome::none;
  const Where where_;
  std::atomic<bool> observed_{false};
  std::atomic<std::uint32_t> handles_{0};
  ErrorRef error_;
  ScopeCore* scope_;
  Site site_;
  Fiber* fiber_ = nullptr;  // that runs the body now
  std::atomic<More*> more_{nullptr};  // made under the completion's lock
  alignas(void*) unsigned char completion_[4 * sizeof(void*)];
};

template <typename T>
class TaskValue : public TaskCore {
 public:
  using TaskCore::TaskCore;
  T& value() noexcept { return *reinterpret_cast<T*>(storage_); }

 protected:
  ~TaskValue() override {
    if (outcome() == Outcome::value) {
      value().~T();
    }
  }
  alignas(T) unsigned char storage_[sizeof(T)];
};

// Callable outcome: errors become records; nothing but a value or a record comes back.
ErrorRef attempt(void (*call)(void*), void* context);

template <typename Body>
ErrorRef attempt(Body&& body) {
  return attempt([](void* context) { (*static_cast<std::remove_reference_t<Body>*>(context))(); }, &body);
}

template <typename T, typename Body>
class TaskOf final : public TaskValue<T> {
 public:
  TaskOf(ScopeCore& scope, SpawnRequest request, Body body) : TaskValue<T>(scope, std::move(request)) {
    new (body_) Body(std::move(body));
  }

 protected:
  void execute() override {
    Body& body = *reinterpret_cast<Body*>(body_);
    if constexpr (std::is_void_v<std::invoke_result_t<Body&>>) {
      body();
      new (this->storage_) T();
    } else {
      new (this->storage_) T(body());
    }
  }
  void drop_body() noexcept override { reinterpret_cast<Body*>(body_)->~Body(); }

 private:
  alignas(Body) unsigned char body_[sizeof(Body)];
};

// The task that runs on the calling thread, or null.
TaskCore* current_task() noexcept;

// Queues a new task; raises Cancelled or ScopeClosedError when its scope takes none.
void start_task(TaskCore& task);

// Raises Cancelled if a cancellation is visible here.
void checkpoint();

}  // namespace aria::detail
