// Tasks: start, end, outcome.
//
// A task is ready, then running, then finished. Whoever takes it out of its queue owns its body. At the end, in this
// order: the body and its captures are dropped, the outcome is stored, the scope hears of a failure, everybody sees the end
// and waiters are woken, the scope forgets the task. What fails because it saw the end is thus recorded behind it. The
// last is last because the scope may close after it; the task itself is held by the reference that the queue had.
#include <aria/detail/task_core.hpp>

#include <exception>

#include <aria/detail/error_types.hpp>
#include <aria/detail/scope_core.hpp>

#include "scheduler/block_pool.hpp"
#include "scheduler/scheduler.hpp"
#include "sync/completion.hpp"
#include "sync/run_in_place.hpp"
#include "sync/shield.hpp"
#include "sync/task_name.hpp"
#include "sync/task_runner.hpp"

namespace aria {

std::string TaskError::text() const {
  if (const auto* failed = as<Failed>()) {
    return failed->value.record()->text();
  }
  if (const auto* panicked = as<Panicked>()) {
    return panicked->value.text();
  }
  const std::string reason = as<Cancelled>()->value.text();
  return reason == "cancelled" ? reason : "cancelled: " + reason;
}

namespace detail {

// What only some tasks have: a name, a token, a stack of their own, somebody to tell of the end, a part in a spawn_local.
struct TaskCore::More {
  std::string name;
  std::size_t stack = 0;
  CancelNode* token = nullptr;
  std::uint64_t token_callback = 0;
  std::vector<std::function<void()>> end_actions;  // guarded by the completion's lock
  // Of spawn_local; touched by one worker only.
  Ref<TaskCore> spawner;
  std::uint32_t local_children = 0;  // that have not ended
};

TaskCore::TaskCore(ScopeCore& scope, SpawnRequest request)
    : CancelNode(Role::task, &scope), where_(request.where), scope_(&scope), site_(request.site) {
  static_assert(sizeof(Completion) <= sizeof(completion_) && alignof(Completion) <= alignof(void*));
  new (completion_) Completion;
  if (!request.name.empty() || request.stack != 0 || request.token != nullptr) {
    auto* more = new More;
    more->name = std::move(request.name);
    more->stack = request.stack;
    more->token = request.token;
    more_.store(more, std::memory_order_relaxed);
  }
  current_node = this;
  current_scope = &scope;
  if (TaskCore* parent = current_task(); parent != nullptr && parent->locals) {
    locals = parent->locals;
  }
}

TaskCore::~TaskCore() {
  delete more_.load(std::memory_order_relaxed);
  completion().~Completion();
}

void* TaskCore::operator new(std::size_t size) { return allocate_block(size); }

void TaskCore::operator delete(void* memory, std::size_t size) noexcept { free_block(memory, size); }

TaskCore::More& TaskCore::more() {
  if (More* more = more_if_any()) {
    return *more;
  }
  SpinGuard guard(completion().lock);
  if (more_if_any() == nullptr) {
    more_.store(new More, std::memory_order_release);
  }
  return *more_if_any();
}

const std::string& TaskCore::name() const noexcept {
  static const std::string none;
  const More* more = more_if_any();
  return more == nullptr ? none : more->name;
}

std::size_t TaskCore::stack_size() const noexcept {
  const More* more = more_if_any();
  return more == nullptr ? 0 : more->stack;
}

TaskCore* current_task() noexcept { return current_fiber().task; }

const char* name_of_running_task() noexcept {
  const TaskCore* task = current_task();
  return task == nullptr ? "main" : task->name().empty() ? "(unnamed)" : task->name().c_str();
}

ErrorRef attempt(void (*call)(void*), void* context) {
  try {
    call(context);
    return {};
  } catch (const Unwinding& error) {
    return error.record();
  } catch (const std::exception& foreign) {
    return make_error(ForeignError(foreign.what()), Site{});
  }
}

// Raises outside every catch block, so that what follows may suspend.
void checkpoint() {
  TaskCore* task = current_task();
  if (task == nullptr) {
    return;
  }
  if (task->current_node->visible()) {
    CancelNode* origin = task->current_node->origin();
    raise(Cancelled(origin != nullptr ? origin->number() : 0, origin != nullptr ? origin->reason() : ""), Site{});
  }
  if (task->shield != nullptr && hidden_cancellation_shows_at(*task) <= Instant::now().as_nanoseconds()) {
    raise_through_shield(*task);
  }
}

void start_task(TaskCore& task) {
  task.scope().add_child(task);
  if (task.scope().may_start(task)) {
    queue_task(task);
  }
}

void TaskCore::run() noexcept {
  phase_.store(Phase::running, std::memory_order_release);
  Fiber& fiber = current_fiber();
  TaskCore* outer = std::exchange(fiber.task, this);
  const std::int32_t outer_worker = fiber.pinned_to.load(std::memory_order_relaxed);
  fiber_ = &fiber;
  if (where_ == Where::here) {
    pin_to_worker(fiber);
  }
  if (More* more = more_if_any(); more != nullptr && more->token != nullptr) {
    // The callback may be running when the task ends and gives up the token, so it holds both.
    const auto token = Ref<CancelNode>::share(more->token);
    more->token_callback = token->on_cancel([token, task = Ref<TaskCore>::share(this)] { task->request(token->origin()->reason()); });
  }
  ErrorRef error = attempt([&] { execute(); });
  drop_body();
  fiber_ = nullptr;
  fiber.pinned_to.store(outer_worker, std::memory_order_relaxed);
  let_spawner_go();
  finish(std::move(error));
  fiber.task = outer;
  release();
}

// --- spawn_local: the task and its spawner stay on one worker, so what they share needs no lock ---------------------

void TaskCore::pin_to_worker(Fiber& fiber) noexcept {
  if (const Worker* worker = this_worker()) {
    fiber.pinned_to.store(static_cast<std::int32_t>(worker->id), std::memory_order_relaxed);
  }
}

void TaskCore::hold_spawner(TaskCore& spawner) {
  more().spawner = Ref<TaskCore>::share(&spawner);
  ++spawner.more().local_children;
  if (spawner.fiber_ != nullptr) {
    pin_to_worker(*spawner.fiber_);
  }
}

void TaskCore::let_spawner_go() noexcept {
  More* more = more_if_any();
  if (more == nullptr || !more->spawner) {
    return;
  }
  const Ref<TaskCore> spawner = std::move(more->spawner);
  if (--spawner->more().local_children == 0 && spawner->fiber_ != nullptr && spawner->where() != Where::here) {
    spawner->fiber_->pinned_to.store(-1, std::memory_order_relaxed);
  }
}

void TaskCore::settle(ErrorRef error) noexcept {
  if (!error) {
    outcome_ = Outcome::value;
    return;
  }
  outcome_ = Outcome::error;
  if (error->kind() == ErrorKind::cancelled) {
    // An error of the cleanup is the task's real error.
    const std::vector<ErrorRef> real = error->suppressed();
    if (real.empty()) {
      outcome_ = Outcome::cancelled;
    } else {
      for (std::size_t i = 1; i < real.size(); ++i) {
        real[0]->suppress(real[i]);
      }
      error = real[0];
    }
  }
  if (outcome_ == Outcome::error) {
    error->set_spawn_site(site_);
  }
  error_ = std::move(error);
}

// The scope outlives this: its children hold it, and this task is still one of them.
void TaskCore::finish(ErrorRef error) noexcept {
  if (More* more = more_if_any(); more != nullptr && more->token != nullptr) {
    more->token->forget_callback(more->token_callback);
    more->token->release();
  }
  settle(std::move(error));
  if (locals) {
    locals.reset();
  }
  if (outcome_ == Outcome::error) {
    {
      SpinGuard guard(completion().lock);
      if (!completion().waiters.empty()) {
        observed_.store(true, std::memory_order_release);
      }
      phase_.store(Phase::settled, std::memory_order_seq_cst);
    }
    scope_->child_failed(*this);
  }
  complete();
  scope_->child_finished(*this);
}

void TaskCore::complete() noexcept {
  std::vector<std::function<void()>> actions;
  {
    SpinGuard guard(completion().lock);
    phase_.store(Phase::finished, std::memory_order_release);
    completion().complete_locked();
    if (More* more = more_if_any()) {
      actions.swap(more->end_actions);
    }
  }
  for (const auto& action : actions) {
    action();
  }
}

void TaskCore::drop_handle() noexcept {
  if (handles_.fetch_sub(1, std::memory_order_seq_cst) == 1 && phase() >= Phase::settled && outcome_ == Outcome::error && !observed() &&
      scope_->settings().function) {
    observe();
    scope_->fail(error_);
  }
}

void TaskCore::on_end(std::function<void()> action) {
  More& more = this->more();
  {
    SpinGuard guard(completion().lock);
    if (!completion().done()) {
      more.end_actions.push_back(std::move(action));
      return;
    }
  }
  action();
}

void TaskCore::observe() noexcept { observed_.store(true, std::memory_order_release); }

void TaskCore::wait_finished(std::int64_t deadline, Site site, bool uncancellable) {
  if (!finished()) {
    if (!uncancellable) {
      checkpoint();
    }
    if (deadline == no_deadline && run_in_place(*this, "await", site)) {
      observe();
      if (!uncancellable) {
        checkpoint();
      }
      return;
    }
    switch (completion().wait("await", site, deadline, uncancellable)) {
      case Wait::timed_out:
        raise(TimeoutError{}, site);
      case Wait::cancelled:
        raise_cancelled();
      default:
        break;
    }
  }
  observe();
}

void raise_cancelled() {
  checkpoint();
  TaskCore& task = *current_task();
  raise_through_shield(task);
}

void TaskCore::raise_outcome(Site site) const {
  switch (outcome_) {
    case Outcome::error:
      if (error_->kind() == ErrorKind::panic) {
        if (error_->payload(typeid(TaskError)) != nullptr) {
          error_->raise_again();
        }
        ErrorRef wrapped = make_error(TaskError(TaskError::Panicked{PanicInfo(error_)}), error_->site());
        wrapped->set_cause(error_);
        wrapped->set_spawn_site(site_);
        wrapped->raise_again();
      }
      error_->raise_again();
    case Outcome::cancelled: {
      const auto* cancelled = static_cast<const Cancelled*>(error_->payload(typeid(Cancelled)));
      raise(TaskError(TaskError::Cancelled{CancelReason(cancelled->reason_text())}), site);
    }
    case Outcome::value:
    case Outcome::none:
      break;
  }
}

}  // namespace detail
}  // namespace aria
