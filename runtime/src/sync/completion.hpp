// Something that happens once: a task's end, a scope's end, a promise's value. Waiters may be arms of a select.
#pragma once

#include "scheduler/spin_lock.hpp"
#include "sync/wait.hpp"

namespace aria::detail {

class Completion {
 public:
  bool done() const noexcept { return done_.load(std::memory_order_acquire); }

  // Wakes every waiter. Idempotent.
  void complete() noexcept {
    SpinGuard guard(lock);
    complete_locked();
  }
  void complete_locked() noexcept {
    done_.store(true, std::memory_order_release);
    while (WaitNode* node = waiters.front()) {
      waiters.unlink(*node);
      if (node->listener != nullptr) {
        node->listener->ended(*node);
      } else if (node->wait->claim(node->arm) || world::mutated(Mutant::completion_wakes_unclaimed)) {
        unpark(*node->wait->fiber);
      }
    }
  }

  // Waits; the result is Wait::timed_out, Wait::cancelled or 0.
  int wait(const char* reason, Site site, std::int64_t deadline, bool uncancellable) {
    Wait wait(reason, site);
    WaitNode node;
    node.wait = &wait;
    const bool seen = world::mutated(Mutant::completion_looks_before_locking) && done();
    {
      SpinGuard guard(lock);
      if (world::mutated(Mutant::completion_looks_before_locking) ? seen : done()) {
        return 0;
      }
      waiters.push(node);
    }
    const int outcome = suspend(wait, deadline, uncancellable);
    SpinGuard guard(lock);
    waiters.unlink(node);
    return outcome;
  }

  // Given when it is first asked for, by a select.
  std::uint32_t number() noexcept;

  SpinLock lock;
  WaitList waiters ARIA_GUARDED_BY(lock);

 private:
  std::atomic<bool> done_{false};
  std::atomic<std::uint32_t> number_{0};
};

}  // namespace aria::detail
