// Barriers. Who was let go is decided under the lock, by the number of the round, and not by who was woken: a waiter
// that finds its round over returns, even if it was a cancellation that woke it.
#include <aria/detail/lock_core.hpp>
#include <aria/detail/task_core.hpp>

#include "scheduler/spin_lock.hpp"
#include "sync/task_runner.hpp"
#include "sync/wait.hpp"

namespace aria::detail {

struct Rounds::State {
  explicit State(std::int64_t count) : parties(count) {}

  const std::int64_t parties;
  SpinLock lock;
  std::int64_t arrived = 0;
  std::uint64_t round = 0;
  WaitList waiters;
};

Rounds::Rounds(std::int64_t parties) : state_(std::make_unique<State>(parties)) {}

Rounds::~Rounds() = default;

void Rounds::wait(Site site) {
  checkpoint();
  Wait wait("wait", site);
  WaitNode node;
  node.wait = &wait;
  std::uint64_t mine = 0;
  {
    SpinGuard guard(state_->lock);
    if (++state_->arrived == state_->parties) {
      state_->arrived = 0;
      ++state_->round;
      while (WaitNode* waiter = state_->waiters.take()) {
        unpark(*waiter->wait->fiber);
      }
      return;
    }
    mine = state_->round;
    state_->waiters.push(node);
  }
  const int outcome = suspend(wait);
  {
    SpinGuard guard(state_->lock);
    state_->waiters.unlink(node);
    if (state_->round != mine) {
      return;
    }
    state_->arrived -= world::mutated(Mutant::barrier_counts_the_cancelled) ? 0 : 1;
  }
  if (outcome == Wait::cancelled) {
    raise_cancelled();
  }
}

}  // namespace aria::detail
