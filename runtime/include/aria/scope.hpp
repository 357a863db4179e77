// Scopes: no task outlives the block that started it.
//
//   aria::scope([&](aria::Scope& s) {                    with Async.scope |s|
//     auto a = s.spawn([] { return load(); });             a = s.spawn load()
//     return a.await();
//   });
//
// scope           an explicit scope: the first failure cancels the rest and is raised after all have ended
// function_scope  the scope of a function with bare spawns: errors belong to whoever awaits
// timeout         as scope, but Err(TimeoutError) when the time is over
#pragma once

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aria/cancel_token.hpp>
#include <aria/std/array.hpp>
#include <aria/task.hpp>

namespace aria {

// Which errors a scope raises: the first with the others suppressed, or a MultiError of all.
struct ErrorPolicy {
  ARIA_PLAIN_VARIANT(First)
  ARIA_PLAIN_VARIANT(All)
  ARIA_ENUM(ErrorPolicy, First, All)
};

struct SpawnOptions {
  String name = {};
  Int stack = 0;  // bytes; 0 is the default
  std::optional<CancelToken> token = {};
  std::optional<Executor> on = {};
};

struct ScopeOptions {
  String name = {};
  Int limit = 0;  // children that run at once; 0 is no limit
  Duration cleanup = Duration::seconds(std::int64_t{5});
  ErrorPolicy errors = ErrorPolicy::First{};
};

// Becomes ready when a scope has closed: `<-s.done` in select.
class ScopeDone {
 public:
  explicit ScopeDone(detail::Ref<detail::ScopeCore> core) noexcept : core_(std::move(core)) {}
  void recv(Site site = Site::here()) const { detail::wait_for_close(*core_, site); }
  const detail::Ref<detail::ScopeCore>& core() const noexcept { return core_; }

 private:
  detail::Ref<detail::ScopeCore> core_;
};

// The tasks below a scope at one moment.
class TaskTree {
 public:
  explicit TaskTree(detail::Ref<detail::ScopeCore> core) noexcept : core_(std::move(core)) {}
  String to_text() const { return String(detail::tree_text(*core_)); }
  String to_dot() const { return String(detail::tree_dot(*core_)); }
  String to_mermaid() const { return String(detail::tree_mermaid(*core_)); }
  String to_string() const { return to_text(); }

 private:
  detail::Ref<detail::ScopeCore> core_;
};

// The handle of a scope. A copy stays valid after the scope has closed; spawning then raises ScopeClosedError.
class Scope {
 public:
  explicit Scope(detail::Ref<detail::ScopeCore> core) noexcept : core_(std::move(core)) {}

  template <typename Body>
  auto spawn(Body body, SpawnOptions options = {}, Site site = Site::here()) const {
    return start(std::move(body), detail::Where::anywhere, std::move(options), site);
  }
  // The body never suspends.
  template <typename Body>
  auto spawn_job(Body body, SpawnOptions options = {}, Site site = Site::here()) const {
    return start(std::move(body), detail::Where::job, std::move(options), site);
  }
  template <typename Body>
  auto spawn_blocking(Body body, SpawnOptions options = {}, Site site = Site::here()) const {
    return start(std::move(body), detail::Where::blocking, std::move(options), site);
  }
  template <typename Body>
  auto spawn_local(Body body, SpawnOptions options = {}, Site site = Site::here()) const {
    return start(std::move(body), detail::Where::here, std::move(options), site);
  }
  template <typename Body>
  auto start_soon(Body body, SpawnOptions options = {}, Site site = Site::here()) const {
    return spawn(std::move(body), std::move(options), site);
  }
  template <typename Body>
  auto spawn_with(const CancelToken& token, Body body, SpawnOptions options = {}, Site site = Site::here()) const {
    options.token = token;
    return start(std::move(body), detail::Where::anywhere, std::move(options), site);
  }

  void cancel(const String& reason = String("cancelled")) const { core_->cancel(std::string(std::string_view(reason))); }
  bool is_cancelled() const noexcept { return core_->requested(); }
  Int active() const noexcept { return static_cast<std::int64_t>(core_->active()); }
  bool is_complete() const noexcept { return core_->active() == 0; }
  void join_all() const { core_->join_children(); }
  std::optional<AnyError> first_error() const {
    const detail::ErrorRef error = core_->first_error();
    return error ? std::optional<AnyError>(AnyError(error)) : std::nullopt;
  }
  template <typename Callback>
  void on_cancel(Callback callback) const {
    core_->on_cancel(std::move(callback));
  }
  template <typename E>
  void cancel_on() const {
    core_->cancel_on([](const detail::ErrorRecord& error) { return error.payload(typeid(E)) != nullptr; });
  }
  template <typename E>
  void ignore_error() const {
    core_->ignore_error([](const detail::ErrorRecord& error) { return error.payload(typeid(E)) != nullptr; });
  }
  template <typename T>
  void set_local(T value) const {
    core_->local(typeid(T)) = std::move(value);
  }
  template <typename T>
  std::optional<T> get_local() const {
    const T* value = std::any_cast<T>(&core_->local(typeid(T)));
    return value == nullptr ? std::nullopt : std::optional<T>(*value);
  }
  ScopeDone done() const { return ScopeDone(core_); }
  TaskTree tree() const { return TaskTree(core_); }
  detail::ScopeCore& core() const noexcept { return *core_; }

 private:
  template <typename Body>
  auto start(Body body, detail::Where where, SpawnOptions options, Site site) const {
    using Value = std::invoke_result_t<Body&>;
    using T = std::conditional_t<std::is_void_v<Value>, Unit, std::decay_t<Value>>;
    detail::CancelNode* token = nullptr;
    if (options.token) {
      token = &options.token->node();
      token->retain();
    }
    if (options.on && where == detail::Where::anywhere) {
      where = options.on->where();
    }
    detail::SpawnRequest request{std::string(std::string_view(options.name)), static_cast<std::size_t>(options.stack), where, site, token};
    Task<T> task(detail::TaskHandle::First{}, detail::Ref<detail::TaskCore>(new detail::TaskOf<T, Body>(*core_, std::move(request), std::move(body))));
    detail::start_task(task.core());
    return task;
  }

  detail::Ref<detail::ScopeCore> core_;
};

// The scope of the whole program.
inline Scope root_scope() { return Scope(detail::Ref<detail::ScopeCore>::share(&detail::ScopeCore::root())); }

// The innermost scope that is open in the running task: of whoever called the library, where that calls back.
inline Scope innermost_scope() {
  const detail::TaskCore* task = detail::current_task();
  return task == nullptr ? root_scope() : Scope(detail::Ref<detail::ScopeCore>::share(task->current_scope));
}

// spawn_detached: belongs to the program's root scope.
template <typename Body>
auto spawn_detached(Body body, SpawnOptions options = {}, Site site = Site::here()) {
  Scope root(detail::Ref<detail::ScopeCore>::share(&detail::ScopeCore::root()));
  return root.spawn(std::move(body), std::move(options), site);
}

namespace detail {

CancelNode* current_node() noexcept;

inline ScopeSettings settings_of(const ScopeOptions& options) {
  ScopeSettings settings;
  settings.name = std::string(std::string_view(options.name));
  settings.limit = static_cast<std::size_t>(options.limit);
  settings.cleanup = options.cleanup;
  settings.all_errors = options.errors.is<ErrorPolicy::All>();
  return settings;
}

// A body may do without the scope's handle.
template <typename Body, typename Handle>
decltype(auto) call_body(Body& body, Handle& handle) {
  if constexpr (std::is_invocable_v<Body&, Handle&>) {
    return body(handle);
  } else {
    return body();
  }
}
template <typename Body, typename Handle>
using BodyResult = decltype(call_body(std::declval<Body&>(), std::declval<Handle&>()));

// Runs `body` in a new scope. The value is missing if the scope was cancelled by itself; without a value, only if the
// body noticed.
template <typename Body>
auto run_scope(Body&& body, ScopeSettings settings, Site site, Ref<ScopeCore>& core) {
  using Value = BodyResult<Body, Scope>;
  core = Ref<ScopeCore>(new ScopeCore(std::move(settings), current_node(), site));
  Scope handle(core);
  core->open();
  if constexpr (std::is_void_v<Value>) {
    bool done = false;
    core->close(attempt([&] {
      call_body(body, handle);
      done = true;
    }));
    return done;
  } else {
    std::optional<Value> value;
    core->close(attempt([&] { value.emplace(call_body(body, handle)); }));
    return core->cancelled_itself() ? std::nullopt : std::move(value);
  }
}

template <typename Body>
auto run_plain_scope(Body&& body, ScopeSettings settings, Site site) {
  Ref<ScopeCore> core;
  auto value = run_scope(body, std::move(settings), site, core);
  if constexpr (!std::is_same_v<decltype(value), bool> || !std::is_void_v<BodyResult<std::remove_reference_t<Body>, Scope>>) {
    if (!value) {
      raise(TaskError(TaskError::Cancelled{CancelReason(core->reason())}), site);
    }
    return std::move(*value);
  }
}

// Err(TimeoutError) when `settings.deadline` ended the body, or came before its end: what is late counts as not done,
// whether or not it met a checkpoint in between. A body without a value is a statement: one that cancels its own scope
// ends normally.
template <typename Body>
auto run_timeout(Body&& body, ScopeSettings settings, Site site, Ref<ScopeCore>& core) {
  using Value = BodyResult<std::remove_reference_t<Body>, Scope>;
  using T = std::conditional_t<std::is_void_v<Value>, Unit, Value>;
  bool late = false;
  auto timed = [&body, &late, deadline = settings.deadline](Scope& handle) -> Value {
    if constexpr (std::is_void_v<Value>) {
      call_body(body, handle);
      late = has_passed(deadline);
    } else {
      Value value = call_body(body, handle);
      late = has_passed(deadline);
      return value;
    }
  };
  auto value = run_scope(timed, std::move(settings), site, core);
  if (!value && !core->expired()) {
    if constexpr (std::is_void_v<Value>) {
      return Result<T, TimeoutError>(Unit{});
    } else {
      raise(TaskError(TaskError::Cancelled{CancelReason(core->reason())}), site);
    }
  }
  if (!value || late) {
    return Result<T, TimeoutError>(Err(TimeoutError{}));
  }
  if constexpr (std::is_void_v<Value>) {
    return Result<T, TimeoutError>(Unit{});
  } else {
    return Result<T, TimeoutError>(std::move(*value));
  }
}

template <typename Body>
auto run_timeout(Body&& body, std::int64_t deadline, Site site) {
  Ref<ScopeCore> core;
  ScopeSettings settings;
  settings.deadline = deadline;
  return run_timeout(body, std::move(settings), site, core);
}

}  // namespace detail

template <typename Body>
auto scope(Body&& body, ScopeOptions options = {}, Site site = Site::here()) {
  return detail::run_plain_scope(body, detail::settings_of(options), site);
}

template <typename Body>
auto function_scope(Body&& body, Site site = Site::here()) {
  detail::ScopeSettings settings;
  settings.function = true;
  return detail::run_plain_scope(body, std::move(settings), site);
}

struct NurseryOptions {
  bool cancel_on_first = false;
};
template <typename Body>
auto nursery(Body&& body, NurseryOptions options = {}, Site site = Site::here()) {
  detail::ScopeSettings settings;
  settings.cancel_on_first = options.cancel_on_first;
  return detail::run_plain_scope(body, std::move(settings), site);
}

template <typename Body>
auto timeout(Duration time, Body&& body, Site site = Site::here()) {
  return detail::run_timeout(body, detail::deadline_after(time), site);
}
template <typename Body>
auto deadline(Instant at, Body&& body, Site site = Site::here()) {
  return detail::run_timeout(body, at.as_nanoseconds(), site);
}

// The handle of a timeout whose children's values are wanted even when the time is over: children give a U.
template <typename U>
class PartialScope : public Scope {
 public:
  explicit PartialScope(const Scope& scope) : Scope(scope) {}
};

namespace detail {
template <typename Body, typename R, typename U>
U partial_value(R (Body::*)(PartialScope<U>&));
template <typename Body, typename R, typename U>
U partial_value(R (Body::*)(PartialScope<U>&) const);
template <typename Body, typename R, typename U>
U partial_value(R (Body::*)(const PartialScope<U>&) const);
}  // namespace detail

// with Async.timeout(d, partial: true): also the values of the children that had finished, in spawn order. The type of
// those values is that of the body's parameter.
template <typename Body>
auto timeout(Duration time, bool partial, Body&& body, Site site = Site::here()) {
  using U = decltype(detail::partial_value(&std::remove_cvref_t<Body>::operator()));
  detail::Ref<detail::ScopeCore> core;
  detail::ScopeSettings settings;
  settings.deadline = detail::deadline_after(time);
  std::vector<detail::Ref<detail::TaskCore>> children;
  auto with_handle = [&](Scope& scope) {
    scope.core().keep_children(children);
    PartialScope<U> handle(scope);
    return detail::call_body(body, handle);
  };
  auto result = detail::run_timeout(with_handle, std::move(settings), site, core);
  Array<U> values;
  for (const detail::Ref<detail::TaskCore>& child : children) {
    if (partial && child->finished() && child->outcome() == detail::TaskCore::Outcome::value) {
      values.push(static_cast<detail::TaskValue<U>&>(*child).value());
    }
  }
  return std::tuple(std::move(result), std::move(values));
}

}  // namespace aria
