// Tasks: start, end, outcome.
//
// A task is ready, then running, then finished. Whoever moves it from ready to running (a worker, or an awaiter that
// runs it in place) owns its body. At the end, in this order: the body and its captures are dropped, the outcome is
// stored, the scope hears of a failure, waiters are woken, the scope's count goes down. The count is last because the
// scope may be gone after it; the task itself is held by a reference of its own while it runs.
#include <aria/detail/task_core.hpp>

#include <exception>

#include <aria/detail/error_types.hpp>
#include <aria/detail/scope_core.hpp>

#include "scheduler/scheduler.hpp"
#include "sync/completion.hpp"
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
  return "cancelled: " + as<Cancelled>()->value.text();
}

namespace detail {

TaskCore::TaskCore(ScopeCore& scope, SpawnRequest request)
    : CancelNode(Role::task, &scope), scope_(&scope), completion_(std::make_unique<Completion>()), request_(std::move(request)) {
  current_node = this;
  current_scope = &scope;
  if (TaskCore* parent = current_task()) {
    locals = parent->locals;
  }
}

TaskCore::~TaskCore() = default;

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
    raise(Cancelled(origin != nullptr ? origin->number() : 0, origin != nullptr ? origin->reason() : ""));
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

void TaskCore::run_now() noexcept {
  Phase ready = Phase::ready;
  if (!phase_.compare_exchange_strong(ready, Phase::running, std::memory_order_acq_rel)) {
    return;
  }
  retain();
  Fiber& fiber = current_fiber();
  TaskCore* outer = std::exchange(fiber.task, this);
  const std::int32_t outer_worker = fiber.pinned_to.load(std::memory_order_relaxed);
  fiber_ = &fiber;
  if (request_.where == Where::here) {
    pin_to_worker(fiber);
  }
  if (request_.token != nullptr) {
    token_callback_ = request_.token->on_cancel([this] { request(request_.token->origin()->reason()); });
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

void TaskCore::hold_spawner(TaskCore& spawner) noexcept {
  spawner_ = Ref<TaskCore>::share(&spawner);
  ++spawner.local_children_;
  if (spawner.fiber_ != nullptr) {
    pin_to_worker(*spawner.fiber_);
  }
}

void TaskCore::let_spawner_go() noexcept {
  const Ref<TaskCore> spawner = std::move(spawner_);
  if (spawner && --spawner->local_children_ == 0 && spawner->fiber_ != nullptr && spawner->where() != Where::here) {
    spawner->fiber_->pinned_to.store(-1, std::memory_order_relaxed);
  }
}

void TaskCore::finish(ErrorRef error) noexcept {
  if (request_.token != nullptr) {
    request_.token->forget_callback(token_callback_);
    request_.token->release();
  }
  detach();
  if (error && error->kind() == ErrorKind::cancelled) {
    // An error of the cleanup is the task's real error.
    const std::vector<ErrorRef> real = error->suppressed();
    if (real.empty()) {
      outcome_ = Outcome::cancelled;
    } else {
      for (std::size_t i = 1; i < real.size(); ++i) {
        real[0]->suppress(real[i]);
      }
      error = real[0];
      outcome_ = Outcome::error;
    }
  } else {
    outcome_ = error ? Outcome::error : Outcome::value;
  }
  if (outcome_ == Outcome::error) {
    error->set_spawn_site(request_.site);
  }
  error_ = std::move(error);
  locals.reset();
  ScopeCore& scope = *scope_;
  Ref<ScopeCore> alive = Ref<ScopeCore>::share(&scope);
  {
    SpinGuard guard(completion_->lock);
    if (!completion_->waiters.empty()) {
      observed_.store(true, std::memory_order_release);
    }
    phase_.store(Phase::finished, std::memory_order_release);
  }
  if (outcome_ == Outcome::error) {
    scope.child_failed(*this);
  }
  completion_->complete();
  std::vector<std::function<void()>> actions;
  {
    SpinGuard guard(completion_->lock);
    actions.swap(end_actions_);
  }
  for (const auto& action : actions) {
    action();
  }
  scope.child_finished(*this);
}

void TaskCore::drop_handle() noexcept {
  if (handles_.fetch_sub(1, std::memory_order_acq_rel) == 1 && finished() && outcome_ == Outcome::error && !observed() &&
      scope_->settings().function) {
    observe();
    scope_->fail(error_);
  }
}

void TaskCore::on_end(std::function<void()> action) {
  {
    SpinGuard guard(completion_->lock);
    if (!completion_->done()) {
      end_actions_.push_back(std::move(action));
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
    switch (completion_->wait("await", site, deadline, uncancellable)) {
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

void TaskCore::raise_outcome() const {
  switch (outcome_) {
    case Outcome::error:
      if (error_->kind() == ErrorKind::panic) {
        if (error_->payload(typeid(TaskError)) != nullptr) {
          error_->raise_again();
        }
        ErrorRef wrapped = make_error(TaskError(TaskError::Panicked{PanicInfo(error_)}), error_->site());
        wrapped->set_cause(error_);
        wrapped->set_spawn_site(request_.site);
        wrapped->raise_again();
      }
      error_->raise_again();
    case Outcome::cancelled: {
      const auto* cancelled = static_cast<const Cancelled*>(error_->payload(typeid(Cancelled)));
      raise(TaskError(TaskError::Cancelled{CancelReason(cancelled->reason_text())}), error_->site());
    }
    case Outcome::value:
    case Outcome::none:
      break;
  }
}

}  // namespace detail
}  // namespace aria
