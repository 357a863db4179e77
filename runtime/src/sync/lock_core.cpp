// Permits are handed to waiters under the lock, by the same claim as a channel's values.
#include <aria/detail/lock_core.hpp>

#include <aria/detail/error_types.hpp>
#include <aria/detail/task_core.hpp>
#include <aria/panic.hpp>

#include "scheduler/spin_lock.hpp"
#include "sync/task_runner.hpp"
#include "sync/wait.hpp"

namespace aria::detail {

struct Permits::State {
  SpinLock lock;
  std::int64_t count = 0;
  WaitList waiters;

  bool hand_one() {
    WaitNode* waiter = waiters.take();
    if (waiter != nullptr && !world::mutated(Mutant::permit_lost_with_waiter)) {
      unpark(*waiter->wait->fiber);
    }
    return waiter != nullptr;
  }
  bool finish(Wait& wait, WaitNode& node, std::int64_t deadline, bool uncancellable) {
    const int outcome = suspend(wait, deadline, uncancellable);
    {
      SpinGuard guard(lock);
      waiters.unlink(node);
    }
    if (outcome == Wait::cancelled) {
      raise_cancelled();
    }
    return outcome != Wait::timed_out;
  }
};

Permits::Permits(std::int64_t count) : state_(std::make_unique<State>()) { state_->count = count; }

Permits::~Permits() = default;

bool Permits::try_acquire() {
  SpinGuard guard(state_->lock);
  if (state_->count <= 0) {
    return false;
  }
  --state_->count;
  return true;
}

bool Permits::acquire(std::int64_t deadline, const char* reason, Site site) {
  checkpoint();
  Wait wait(reason, site);
  WaitNode node;
  node.wait = &wait;
  {
    SpinGuard guard(state_->lock);
    if (state_->count > 0) {
      --state_->count;
      return true;
    }
    state_->waiters.push(node);
  }
  return state_->finish(wait, node, deadline, false);
}

void Permits::acquire_again(const char* reason, Site site) {
  Wait wait(reason, site);
  WaitNode node;
  node.wait = &wait;
  {
    SpinGuard guard(state_->lock);
    if (state_->count > 0) {
      --state_->count;
      return;
    }
    state_->waiters.push(node);
  }
  state_->finish(wait, node, no_deadline, true);
}

bool Permits::wait_in_line(std::int64_t deadline, const char* reason, Site site, void (*before_parking)(void*), void* context) {
  checkpoint();
  Wait wait(reason, site);
  WaitNode node;
  node.wait = &wait;
  {
    SpinGuard guard(state_->lock);
    state_->waiters.push(node);
  }
  before_parking(context);
  return state_->finish(wait, node, deadline, false);
}

void Permits::release(std::int64_t count) {
  SpinGuard guard(state_->lock);
  for (; count > 0; --count) {
    const bool handed = state_->hand_one();
    if (handed && world::mutated(Mutant::permit_given_twice)) {
      ++state_->count;
    }
    if (!handed) {
      state_->count += count;
      return;
    }
  }
}

std::int64_t Permits::hand_out(std::int64_t count) {
  SpinGuard guard(state_->lock);
  std::int64_t handed = 0;
  while (handed < count && state_->hand_one()) {
    ++handed;
  }
  return handed;
}

}  // namespace aria::detail
