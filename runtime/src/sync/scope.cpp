// Scopes: who is waited for, and whose error counts.
//
// Closing, step by step
//  1. The body's error joins the list of failures; a cancellation of another scope is remembered to be passed on.
//  2. Wait until no child is active. This wait cannot be cancelled: cancellation reaches the children by itself.
//  3. Function scopes: failures that nobody has asked for become failures of the scope.
//  4. Closed; out of the tree; the deadline's timer is gone; who waits for `done` is woken.
//  5. Raise: an outer cancellation with the failures riding along, else the first failure with the others suppressed.
#include <aria/detail/scope_core.hpp>

#include <algorithm>
#include <deque>

#include <aria/detail/error_types.hpp>

#include "scheduler/block_pool.hpp"
#include "sync/completion.hpp"
#include "sync/run_in_place.hpp"
#include "sync/task_runner.hpp"
#include "time/timer_queue.hpp"

namespace aria::detail {

struct ScopeCore::Deadline : TimerNode {
  explicit Deadline(ScopeCore& owner) : TimerNode(&expire), scope(owner) {}
  static void expire(TimerNode& node) {
    ScopeCore& scope = static_cast<Deadline&>(node).scope;
    scope.expired_.store(true, std::memory_order_release);
    scope.request("deadline");
  }
  ScopeCore& scope;
};

// What few scopes have.
struct ScopeCore::More {
  explicit More(ScopeCore& owner) : deadline(owner) {}

  SpinLock lock;
  std::vector<ErrorRef> errors;             // failures in commit order
  std::vector<Ref<TaskCore>> unobserved;    // failed children whose handle is kept
  std::atomic<bool> keeps_children{false};
  std::vector<Ref<TaskCore>>* children = nullptr;  // in spawn order, where asked for
  std::deque<Ref<TaskCore>> behind_limit;
  std::size_t running = 0;
  std::vector<std::function<bool(const ErrorRecord&)>> cancelling;
  std::vector<std::function<bool(const ErrorRecord&)>> ignored;
  std::map<std::type_index, std::any> locals;
  Deadline deadline;
};

ScopeCore::ScopeCore(ScopeSettings settings, CancelNode* parent, Site site)
    : CancelNode(Role::scope, parent, settings.stops_in_turn ? Spread::in_turn : Spread::at_once),
      settings_(std::move(settings)),
      site_(site) {
  static_assert(sizeof(Completion) <= sizeof(completion_) && alignof(Completion) <= alignof(void*));
  new (completion_) Completion;
}

ScopeCore::~ScopeCore() {
  delete more_.load(std::memory_order_relaxed);
  completion().~Completion();
}

void* ScopeCore::operator new(std::size_t size) { return allocate_block(size); }

void ScopeCore::operator delete(void* memory, std::size_t size) noexcept { free_block(memory, size); }

// Whoever is first makes it.
ScopeCore::More& ScopeCore::more() {
  if (More* known = more_if_any()) {
    return *known;
  }
  auto made = std::make_unique<More>(*this);
  More* known = nullptr;
  if (more_.compare_exchange_strong(known, made.get(), std::memory_order_acq_rel)) {
    return *made.release();
  }
  return *known;
}

ScopeCore& ScopeCore::root() {
  static ScopeCore* scope = new ScopeCore({.name = "root"}, nullptr, Site{});
  return *scope;
}

void ScopeCore::open() {
  if (TaskCore* task = current_task()) {
    outer_scope_ = std::exchange(task->current_scope, this);
    outer_node_ = std::exchange(task->current_node, this);
  }
  if (settings_.deadline == INT64_MAX) {
    return;
  }
  if (settings_.deadline <= Instant::now().as_nanoseconds()) {
    Deadline::expire(more().deadline);
  } else {
    TimerQueue::shared().add(more().deadline, settings_.deadline);
  }
}

bool ScopeCore::take_child(CancelNode& child) noexcept {
  Lock guard(*this);
  if (closed_.load(std::memory_order_relaxed) || visible()) {
    return false;
  }
  active_.store(active_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  link(child);
  return true;
}

void ScopeCore::refuse_child(Site site) {
  if (closed()) {
    raise(ScopeClosedError{}, site);
  }
  CancelNode* cause = origin();
  raise(Cancelled(cause->number(), cause->reason()), site);
}

void ScopeCore::add_child(CancelNode& child, Site site) {
  if (!take_child(child)) {
    refuse_child(site);
  }
}

void ScopeCore::add_child(TaskCore& task) {
  if (!take_child(task)) {
    const Site site = task.site();
    task.release();  // no queue will have it
    refuse_child(site);
  }
  if (More* more = more_if_any(); more != nullptr && more->keeps_children.load(std::memory_order_relaxed)) {
    SpinGuard guard(more->lock);
    more->children->push_back(Ref<TaskCore>::share(&task));
  }
}

void ScopeCore::remove_child(CancelNode& child) noexcept {
  Lock guard(*this);
  unlink(child);
  const std::size_t left = active_.load(std::memory_order_relaxed) - 1;
  active_.store(left, std::memory_order_release);
  if (left == 0 && joiner_ != nullptr) {
    Wait* joiner = std::exchange(joiner_, nullptr);
    if (!world::mutated(Mutant::last_child_wakes_nobody) && joiner->claim(0)) {
      unpark(*joiner->fiber);
    }
  }
}

bool ScopeCore::may_start(TaskCore& task) {
  if (settings_.limit == 0) {
    return true;
  }
  More& more = this->more();
  SpinGuard guard(more.lock);
  if (more.running < settings_.limit) {
    ++more.running;
    return true;
  }
  more.behind_limit.push_back(Ref<TaskCore>::share(&task));
  return false;
}

void ScopeCore::start_waiting_child() {
  Ref<TaskCore> next;
  {
    More& more = this->more();
    SpinGuard guard(more.lock);
    if (more.behind_limit.empty()) {
      --more.running;
      return;
    }
    next = std::move(more.behind_limit.front());
    more.behind_limit.pop_front();
  }
  queue_task(*next);
}

void ScopeCore::child_failed(TaskCore& task) {
  if (settings_.isolates) {
    return;
  }
  if (settings_.function) {
    if (task.observed()) {
      return;
    }
    if (task.handles() != 0) {
      More& more = this->more();
      SpinGuard guard(more.lock);
      more.unobserved.push_back(Ref<TaskCore>::share(&task));
      return;
    }
  }
  fail(task.error());
}

void ScopeCore::child_finished(TaskCore& task) noexcept {
  if (settings_.limit != 0) {
    start_waiting_child();
  }
  if (settings_.cancel_on_first) {
    request("another child ended first");
  }
  remove_child(task);
  if (!world::mutated(Mutant::next_in_turn_forgotten)) {
    cancel_next_in_turn();
  }
}

void ScopeCore::fail(ErrorRef error) {
  bool cancels = true;
  {
    More& more = this->more();
    SpinGuard guard(more.lock);
    for (const auto& kind : more.ignored) {
      if (kind(*error)) {
        return;
      }
    }
    for (const ErrorRef& known : more.errors) {
      if (known == error || (error->kind() == ErrorKind::panic && error->cause() == known)) {
        return;
      }
    }
    cancels = more.cancelling.empty() ||
              std::any_of(more.cancelling.begin(), more.cancelling.end(), [&](const auto& kind) { return kind(*error); });
    more.errors.push_back(std::move(error));
  }
  if (cancels) {
    request("a task of the scope failed");
  }
}

// A deadline that came first, or a failure, is what ends the scope.
void ScopeCore::cancel(const std::string& reason) {
  if (!requested()) {
    cancelled_itself_.store(true, std::memory_order_release);
  }
  request(reason);
}

// In place of waiting for it; nothing of the scope's body is left to run before all children have ended.
bool ScopeCore::run_youngest_child() noexcept {
  Ref<TaskCore> youngest;
  {
    Lock guard(*this);
    CancelNode* node = youngest_task();
    if (node != nullptr && node->retain_found()) {
      youngest = Ref<TaskCore>(static_cast<TaskCore*>(node));
    }
  }
  return youngest && run_in_place(*youngest, "join", site_);
}

void ScopeCore::join_children() {
  for (;;) {
    while (run_youngest_child()) {
    }
    Wait wait("join", site_);
    {
      Lock guard(*this);
      if (world::mutated(Mutant::scope_forgets_a_child) && active_.load(std::memory_order_relaxed) == 1) {
        active_.store(0, std::memory_order_relaxed);
      }
      if (active_.load(std::memory_order_acquire) == 0) {
        return;
      }
      joiner_ = &wait;
    }
    suspend(wait, no_deadline, true);
  }
}

void ScopeCore::close(ErrorRef body) {
  ErrorRef passing;
  if (body && body->kind() == ErrorKind::cancelled) {
    const auto* cancelled = static_cast<const Cancelled*>(body->payload(typeid(Cancelled)));
    if (cancelled->scope() == number()) {
      for (const ErrorRef& real : body->suppressed()) {
        fail(real);
      }
    } else {
      passing = body;
    }
  } else if (body) {
    fail(body);
  }
  for (bool done = false; !done;) {
    join_children();
    Lock guard(*this);
    done = active_.load(std::memory_order_relaxed) == 0;
    if (done) {
      closed_.store(true, std::memory_order_release);
    }
  }
  if (More* more = more_if_any()) {
    for (const Ref<TaskCore>& task : std::exchange(more->unobserved, {})) {
      if (!task->observed()) {
        task->observe();
        fail(task->error());
      }
    }
    if (settings_.deadline != INT64_MAX) {
      TimerQueue::shared().remove(more->deadline);
    }
  }
  if (TaskCore* task = current_task(); task != nullptr && outer_node_ != nullptr) {
    task->current_scope = outer_scope_;
    task->current_node = outer_node_;
  }
  detach();
  completion().complete();
  const ErrorRef failure = settle_errors();
  if (passing) {
    if (failure) {
      passing->suppress(failure);
    }
    passing->raise_again();
  }
  if (!failure) {
    return;
  }
  if (failure->kind() == ErrorKind::panic && failure != body && failure->payload(typeid(TaskError)) == nullptr) {
    ErrorRef wrapped = make_error(TaskError(TaskError::Panicked{PanicInfo(failure)}), failure->site());
    wrapped->set_cause(failure);
    wrapped->raise_again();
  }
  failure->raise_again();
}

// One record for all failures: the first with the others suppressed, or a MultiError.
ErrorRef ScopeCore::settle_errors() {
  std::vector<ErrorRef> errors;
  if (More* more = more_if_any()) {
    SpinGuard guard(more->lock);
    errors = more->errors;
  }
  if (errors.empty()) {
    return {};
  }
  if (settings_.all_errors) {
    return make_error(MultiError(std::move(errors)), site_);
  }
  for (std::size_t i = 1; i < errors.size(); ++i) {
    errors[0]->suppress(errors[i]);
  }
  return errors[0];
}

void wait_for_close(ScopeCore& scope, Site site) {
  checkpoint();
  if (scope.completion().wait("done", site, no_deadline, false) == Wait::cancelled) {
    raise_cancelled();
  }
}

ErrorRef ScopeCore::first_error() const {
  More* more = more_if_any();
  if (more == nullptr) {
    return {};
  }
  SpinGuard guard(more->lock);
  return more->errors.empty() ? ErrorRef{} : more->errors.front();
}

void ScopeCore::cancel_on(std::function<bool(const ErrorRecord&)> kind) {
  More& more = this->more();
  SpinGuard guard(more.lock);
  more.cancelling.push_back(std::move(kind));
}

void ScopeCore::ignore_error(std::function<bool(const ErrorRecord&)> kind) {
  More& more = this->more();
  SpinGuard guard(more.lock);
  more.ignored.push_back(std::move(kind));
}

std::any& ScopeCore::local(std::type_index type) {
  More& more = this->more();
  SpinGuard guard(more.lock);
  return more.locals[type];
}

void ScopeCore::keep_children(std::vector<Ref<TaskCore>>& list) {
  More& more = this->more();
  SpinGuard guard(more.lock);
  more.children = &list;
  more.keeps_children.store(true, std::memory_order_relaxed);
}

std::vector<Ref<TaskCore>> ScopeCore::kept_children() const {
  More& more = *more_if_any();  // keep_children made it
  SpinGuard guard(more.lock);
  return *more.children;
}

}  // namespace aria::detail
