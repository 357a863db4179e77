// Supervisors: a keeper task for each child runs the child's body again and again, each time in a scope of its own.
//
// When a child has to be restarted, its keeper
//  1. counts the restart; too many within the time end the supervisor with RestartLimitError;
//  2. one_for_one: pauses, and runs the body again;
//  3. else becomes the group's restarter, one at a time: cancels the runs of the others in the group, the youngest first,
//     each stopped before the next; pauses; lets the group start again in order: each lets go of the next when its own
//     run begins, or when it has gone for good.
// A keeper whose child ended by itself while another one restarts waits for its turn at 3, and finds itself restarted if
// it was in that group. Temporary children are left alone.
//
// Stopping the supervisor cancels the keepers in turn, the youngest first. Those whose turn has not come go on, but
// restart nothing.
#include <aria/detail/supervisor_core.hpp>

#include <algorithm>
#include <deque>
#include <vector>

#include <aria/detail/error_types.hpp>
#include <aria/detail/lock_core.hpp>
#include <aria/task.hpp>

#include "scheduler/spin_lock.hpp"

namespace aria::detail {

CancelNode* current_node() noexcept;

struct SupervisedChild {
  explicit SupervisedChild(RestartKind kind) : restart(kind) {}

  // Guarded by the supervisor's lock. `ready`: has no run; `waiting`: ended by itself and wants a restart of its group.
  enum class Phase : std::uint8_t { ready, running, waiting, finished };

  const RestartKind restart;
  Phase phase = Phase::ready;
  Ref<ScopeCore> run{};
  bool stop_wanted = false;    // a restarter waits for the run's end
  bool restarted = false;      // in `waiting`: a restarter has seen to it meanwhile
  bool may_start = false;      // `go` was given and the run has not begun
  std::shared_ptr<SupervisedChild> next_to_start{};
  Permits stopped{0};
  Permits go{0};
};

// A run that its restarter stops.
struct SupervisorCore::Stop {
  std::shared_ptr<SupervisedChild> child;
  Ref<ScopeCore> run;
};

struct SupervisorCore::State {
  SpinLock lock;
  std::vector<std::shared_ptr<SupervisedChild>> children;  // in the order of their start
  std::deque<std::int64_t> restarts;                       // when they were, within the time
  std::vector<ErrorRef> last_errors;
  Permits restarter{1};
};

namespace {

constexpr std::int64_t shortest_pause = 10'000'000;
constexpr std::int64_t longest_pause = 1'000'000'000;

// 10 ms, 20 ms … 1 s, of which half is left to chance.
Duration pause_after(std::size_t restarts) {
  static std::atomic<std::uint64_t> seed{0x2545F4914F6CDD1Du};
  std::uint64_t x = seed.fetch_add(0x9E3779B97F4A7C15u, std::memory_order_relaxed);
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x ^= x >> 27;
  const std::int64_t whole = std::min(longest_pause, shortest_pause << std::min<std::size_t>(restarts - 1, 7));
  return Duration::nanoseconds(whole / 2 + static_cast<std::int64_t>(x % static_cast<std::uint64_t>(whole / 2)));
}

}  // namespace

SupervisorCore::SupervisorCore(RestartGroup group, std::size_t max_restarts, Duration within)
    : group_(group), max_restarts_(max_restarts), within_(within), state_(std::make_unique<State>()) {}

SupervisorCore::~SupervisorCore() = default;

std::shared_ptr<SupervisedChild> SupervisorCore::add(RestartKind restart) {
  auto child = std::make_shared<SupervisedChild>(restart);
  SpinGuard guard(state_->lock);
  state_->children.push_back(child);
  return child;
}

// Those who have gone are passed over.
void SupervisorCore::let_start(std::shared_ptr<SupervisedChild> child) {
  {
    SpinGuard guard(state_->lock);
    while (child && child->phase == SupervisedChild::Phase::finished) {
      child = std::exchange(child->next_to_start, {});
    }
    if (!child) {
      return;
    }
    child->may_start = true;
  }
  child->go.release();
}

// The body's error, or nothing. A run that was stopped for a restart gives nothing either.
ErrorRef SupervisorCore::run_once(SupervisedChild& child, void (*body)(void*), void* context, Site site) {
  Ref<ScopeCore> run(new ScopeCore({}, current_node(), site));
  std::shared_ptr<SupervisedChild> next;
  {
    SpinGuard guard(state_->lock);
    child.phase = SupervisedChild::Phase::running;
    child.run = run;
    child.may_start = false;
    next = std::exchange(child.next_to_start, {});
  }
  let_start(std::move(next));
  run->open();
  return attempt([&] { run->close(attempt(body, context)); });
}

void SupervisorCore::supervise(SupervisedChild& child, void (*body)(void*), void* context, Site site) {
  const ErrorRef error = attempt([&] { keep(child, body, context, site); });
  bool stopped = false;
  std::shared_ptr<SupervisedChild> next;
  {
    SpinGuard guard(state_->lock);
    child.phase = SupervisedChild::Phase::finished;
    stopped = std::exchange(child.stop_wanted, false);
    if (child.may_start) {
      next = std::exchange(child.next_to_start, {});
    }
  }
  if (stopped) {
    child.stopped.release();  // nobody restarts what has ended for good
  }
  let_start(std::move(next));
  if (error) {
    error->raise_again();
  }
}

void SupervisorCore::keep(SupervisedChild& child, void (*body)(void*), void* context, Site site) {
  for (;;) {
    const ErrorRef failure = run_once(child, body, context, site);
    bool stopped = false;
    {
      SpinGuard guard(state_->lock);
      stopped = child.stop_wanted;
      child.run = {};
      child.phase = SupervisedChild::Phase::ready;
    }
    const Next next = after_end(child, failure, stopped);
    if (next == Next::failed) {
      failure->raise_again();
    }
    if (next == Next::finished) {
      return;
    }
    if (CancelNode* cause = scope_->visible() ? scope_->origin() : nullptr) {
      raise(Cancelled(cause->number(), cause->reason()), site);
    }
  }
}

SupervisorCore::Next SupervisorCore::after_end(SupervisedChild& child, const ErrorRef& failure, bool stopped) {
  if (failure && failure->kind() == ErrorKind::cancelled) {
    return Next::failed;
  }
  if (stopped) {
    {
      SpinGuard guard(state_->lock);
      child.stop_wanted = false;
    }
    child.stopped.release();
    child.go.acquire(INT64_MAX, "restart", Site{});
    return Next::again;
  }
  if (scope_->visible() || child.restart == RestartKind::temporary || (!failure && child.restart == RestartKind::transient)) {
    return failure ? Next::failed : Next::finished;
  }
  Duration pause;
  if (!count_restart(failure, pause)) {
    return failure ? Next::failed : Next::finished;
  }
  if (group_ == RestartGroup::one) {
    sleep(pause);
  } else {
    restart_group(child, pause);
  }
  return Next::again;
}

// False when there were too many: the supervisor has failed.
bool SupervisorCore::count_restart(const ErrorRef& failure, Duration& pause) {
  const std::int64_t now = Instant::now().as_nanoseconds();
  std::vector<ErrorRef> errors;
  {
    SpinGuard guard(state_->lock);
    auto& restarts = state_->restarts;
    restarts.push_back(now);
    while (now - restarts.front() > within_.as_nanoseconds()) {
      restarts.pop_front();
    }
    if (failure) {
      state_->last_errors.push_back(failure);
      if (state_->last_errors.size() > ErrorRecord::max_suppressed) {
        state_->last_errors.erase(state_->last_errors.begin());
      }
    }
    if (restarts.size() <= max_restarts_) {
      pause = pause_after(restarts.size());
      return true;
    }
    errors = state_->last_errors;
  }
  const ErrorRef limit = make_error(RestartLimitError{}, scope_->site());
  for (const ErrorRef& error : errors) {
    limit->suppress(error);
  }
  scope_->fail(limit);
  return false;
}

// With the lock held: who starts again with `child`, linked in order; the first of them. Those that have to be stopped
// before are put into `stopping`.
std::shared_ptr<SupervisedChild> SupervisorCore::line_up(const SupervisedChild& child, std::vector<Stop>& stopping) {
  using Phase = SupervisedChild::Phase;
  std::shared_ptr<SupervisedChild> first;
  std::shared_ptr<SupervisedChild> last;
  bool after_child = false;
  for (const auto& other : state_->children) {
    const bool itself = other.get() == &child;
    after_child = after_child || itself;
    const bool in_group = itself || (other->restart != RestartKind::temporary && (group_ != RestartGroup::rest || after_child));
    if (!in_group || (other->phase != Phase::waiting && other->phase != Phase::running)) {
      continue;
    }
    if (other->phase == Phase::running) {
      other->stop_wanted = true;
      stopping.push_back({other, other->run});
    } else {
      other->restarted = true;
      other->phase = Phase::ready;
    }
    (last ? last->next_to_start : first) = other;
    last = other;
  }
  return first;
}

void SupervisorCore::restart_group(SupervisedChild& child, Duration pause) {
  {
    SpinGuard guard(state_->lock);
    child.phase = SupervisedChild::Phase::waiting;
    child.restarted = false;
  }
  state_->restarter.acquire(INT64_MAX, "restart", Site{});
  std::shared_ptr<SupervisedChild> first;
  const ErrorRef error = attempt([&] {
    std::vector<Stop> stopping;
    {
      SpinGuard guard(state_->lock);
      if (child.restarted) {
        return;
      }
      first = line_up(child, stopping);
    }
    for (std::size_t i = stopping.size(); i-- > 0;) {
      stopping[i].run->request("restart");
      stopping[i].child->stopped.acquire(INT64_MAX, "restart", Site{});
    }
    sleep(pause);
  });
  let_start(std::move(first));
  state_->restarter.release();
  if (error) {
    error->raise_again();
  }
  child.go.acquire(INT64_MAX, "restart", Site{});
}

}  // namespace aria::detail
