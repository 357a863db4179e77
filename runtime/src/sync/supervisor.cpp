// Supervisors: a keeper task for each child runs the child's body again and again, each time in a scope of its own.
//
// When a child has to be restarted, its keeper
//  1. counts the restart; too many within the time end the supervisor with RestartLimitError;
//  2. one_for_one: pauses, and runs the body again;
//  3. else becomes the group's restarter, one at a time: cancels the runs of the others in the group, the youngest first,
//     each stopped before the next; pauses; lets them start again in order.
// A keeper whose child ended by itself while another one restarts waits for its turn at 3, and finds itself restarted if
// it was in that group. Temporary children are left alone. Waits are cancellable, so stopping the supervisor needs nothing of all this.
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
  Permits stopped{0};
  Permits go{0};
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

// The body's error, or nothing. A run that was stopped for a restart gives nothing either.
ErrorRef SupervisorCore::run_once(SupervisedChild& child, void (*body)(void*), void* context, Site site) {
  Ref<ScopeCore> run(new ScopeCore({}, current_node(), site));
  {
    SpinGuard guard(state_->lock);
    child.phase = SupervisedChild::Phase::running;
    child.run = run;
  }
  run->open();
  return attempt([&] { run->close(attempt(body, context)); });
}

void SupervisorCore::supervise(SupervisedChild& child, void (*body)(void*), void* context, Site site) {
  for (;;) {
    const ErrorRef failure = run_once(child, body, context, site);
    bool stopped = false;
    {
      SpinGuard guard(state_->lock);
      stopped = std::exchange(child.stop_wanted, false);
      child.run = {};
      child.phase = SupervisedChild::Phase::ready;
    }
    const Next next = after_end(child, failure, stopped);
    if (next == Next::again) {
      continue;
    }
    {
      SpinGuard guard(state_->lock);
      child.phase = SupervisedChild::Phase::finished;
    }
    if (stopped) {
      child.stopped.release();  // nobody restarts what has ended for good
    }
    if (next == Next::failed) {
      failure->raise_again();
    }
    return;
  }
}

SupervisorCore::Next SupervisorCore::after_end(SupervisedChild& child, const ErrorRef& failure, bool stopped) {
  if (failure && failure->kind() == ErrorKind::cancelled) {
    return Next::failed;
  }
  if (stopped) {
    child.stopped.release();
    child.go.acquire(INT64_MAX, "restart", Site{});
    return Next::again;
  }
  if (child.restart == RestartKind::temporary || (!failure && child.restart == RestartKind::transient)) {
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

void SupervisorCore::restart_group(SupervisedChild& child, Duration pause) {
  {
    SpinGuard guard(state_->lock);
    child.phase = SupervisedChild::Phase::waiting;
    child.restarted = false;
  }
  state_->restarter.acquire(INT64_MAX, "restart", Site{});
  std::vector<std::shared_ptr<SupervisedChild>> stopping;
  const ErrorRef error = attempt([&] {
    std::vector<Ref<ScopeCore>> runs;
    {
      SpinGuard guard(state_->lock);
      child.phase = SupervisedChild::Phase::ready;
      if (child.restarted) {
        return;
      }
      bool after_child = false;
      for (const auto& other : state_->children) {
        after_child = after_child || other.get() == &child;
        if (other.get() == &child || other->restart == RestartKind::temporary || (group_ == RestartGroup::rest && !after_child)) {
          continue;
        }
        if (other->phase == SupervisedChild::Phase::waiting) {
          other->restarted = true;
        } else if (other->phase == SupervisedChild::Phase::running) {
          other->stop_wanted = true;
          stopping.push_back(other);
          runs.push_back(other->run);
        }
      }
    }
    for (std::size_t i = stopping.size(); i-- > 0;) {
      runs[i]->request("restart");
      stopping[i]->stopped.acquire(INT64_MAX, "restart", Site{});
    }
    sleep(pause);
  });
  for (const auto& other : stopping) {
    other->go.release();
  }
  state_->restarter.release();
  if (error) {
    error->raise_again();
  }
}

}  // namespace aria::detail
