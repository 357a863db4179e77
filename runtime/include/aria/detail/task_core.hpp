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

class TaskCore : public CancelNode {
 public:
  enum class Phase : std::uint8_t { ready, running, finished };
  enum class Outcome : std::uint8_t { none, value, error, cancelled };

  explicit TaskCore(ScopeCore& scope, SpawnRequest request);

  // Handles count apart from references: when the last one goes, nobody can ask for the error any more.
  void add_handle() noexcept { handles_.fetch_add(1, std::memory_order_relaxed); }
  void drop_handle() noexcept;

  bool finished() const noexcept { return phase_.load(std::memory_order_acquire) == Phase::finished; }
  Phase phase() const noexcept { return phase_.load(std::memory_order_acquire); }
  Outcome outcome() const noexcept { return outcome_; }
  const ErrorRef& error() const noexcept { return error_; }
  const std::string& name() const noexcept { return request_.name; }
  Site site() const noexcept { return request_.site; }
  Where where() const noexcept { return request_.where; }
  std::size_t stack_size() const noexcept { return request_.stack; }
  std::size_t handles() const noexcept { return handles_.load(std::memory_order_acquire); }
  ScopeCore& scope() const noexcept { return *scope_; }
  Completion& completion() noexcept { return *completion_; }

  // Waits until the task has finished, and counts as having seen its outcome. Raises Cancelled, or TimeoutError.
  void wait_finished(std::int64_t deadline, Site site, bool uncancellable = false);
  void observe() noexcept;
  bool observed() const noexcept { return observed_.load(std::memory_order_acquire); }
  // Raises what the task ended with, if that is not a value: its own error, TaskError::Panicked or ::Cancelled.
  void raise_outcome() const;

  // Runs the body on the calling fiber unless somebody else already started it.
  void run_now() noexcept;
  // For spawn_local: `spawner`, which runs here, stays on this worker until the task has ended.
  void hold_spawner(TaskCore& spawner) noexcept;

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
  void finish(ErrorRef error) noexcept;
  void pin_to_worker(Fiber& fiber) noexcept;
  void let_spawner_go() noexcept;

  std::atomic<Phase> phase_{Phase::ready};
  Outcome outcome_ = Outcome::none;
  std::atomic<bool> observed_{false};
  std::atomic<std::uint32_t> handles_{0};
  ErrorRef error_;
  ScopeCore* scope_;
  std::unique_ptr<Completion> completion_;
  SpawnRequest request_;
  std::uint64_t token_callback_ = 0;
  std::vector<std::function<void()>> end_actions_;
  // Of spawn_local; all of it is touched by one worker only.
  Fiber* fiber_ = nullptr;            // that runs the body now
  Ref<TaskCore> spawner_;
  std::uint32_t local_children_ = 0;  // that have not ended
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
