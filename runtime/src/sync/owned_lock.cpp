// The lock of a Mutex.
//
// Waiter, under the line's lock              Owner
//  1. has_waiters = true                      1. owner = none (release)
//  2. process barrier                         2. light barrier
//  3. try to take the lock; done if it works  3. has_waiters? then wake the first of the line, under its lock
//  4. join the line, leave its lock, park
// By the barriers either step 3 of the waiter finds the lock free, or step 3 of the owner finds the waiter, and then waits
// for the line's lock until it is in the line. A woken waiter tries again and may find that somebody was quicker; that one
// will look at has_waiters when it unlocks, so the waiter loses its turn but not its wake-up. The same holds if a woken
// waiter is cancelled: it was woken, so it tries before it looks at the cancellation, and if it fails somebody else has
// the lock.
#include <aria/detail/lock_core.hpp>

#include <aria/detail/error_types.hpp>
#include <aria/detail/task_core.hpp>
#include <aria/panic.hpp>

#include "scheduler/futex.hpp"
#include "scheduler/pause.hpp"
#include "scheduler/scheduler.hpp"
#include "scheduler/spin_lock.hpp"
#include "sync/checkpoint.hpp"
#include "sync/task_runner.hpp"
#include "sync/wait.hpp"

namespace aria::detail {

struct OwnedLock::Line {
  SpinLock lock;
  WaitList waiters ARIA_GUARDED_BY(lock);
};

namespace {

const void* holder_id(const Fiber& fiber) noexcept { return fiber.task != nullptr ? static_cast<const void*>(fiber.task) : &fiber; }

// Worth waiting for without parking: the holder may be running on another worker.
constexpr int spins = 8;
constexpr int pauses_per_spin = 64;

}  // namespace

OwnedLock::OwnedLock() : line_(std::make_unique<Line>()) {}

OwnedLock::~OwnedLock() = default;

bool OwnedLock::held_by_me() const noexcept { return owner_.load(std::memory_order_relaxed) == holder_id(current_fiber()); }

void OwnedLock::lock(std::int64_t deadline, Site site) {
  const void* self = holder_id(enter_operation());
  world::point("lock");
  const void* nobody = nullptr;
  if (!owner_.compare_exchange_strong(nobody, self, std::memory_order_acquire, std::memory_order_relaxed)) [[unlikely]] {
    lock_slowly(self, deadline, false, site);
  }
}

void OwnedLock::lock_again(Site site) { lock_slowly(holder_id(current_fiber()), no_deadline, true, site); }

bool OwnedLock::try_lock() noexcept {
  world::point("try_lock");
  const void* nobody = nullptr;
  return owner_.compare_exchange_strong(nobody, holder_id(current_fiber()), std::memory_order_acquire, std::memory_order_relaxed);
}

void OwnedLock::unlock() noexcept {
  world::point("unlock");
  owner_.store(nullptr, std::memory_order_release);
  light_barrier();
  if (has_waiters_.load(std::memory_order_relaxed) && !world::mutated(Mutant::unlock_without_looking)) [[unlikely]] {
    wake_one();
  }
}

void OwnedLock::lock_slowly(const void* self, std::int64_t deadline, bool uncancellable, Site site) {
  if (owner_.load(std::memory_order_relaxed) == self) {
    panic("the task already holds this lock", site);
  }
  const Worker* worker = this_worker();
  const int tries = worker != nullptr && worker->scheduler.worker_count() > 1 ? spins : 0;
  for (int i = 0; i < tries; ++i) {
    for (int k = 0; k < pauses_per_spin; ++k) {
      cpu_pause();
    }
    const void* nobody = nullptr;
    if (owner_.load(std::memory_order_relaxed) == nullptr &&
        owner_.compare_exchange_strong(nobody, self, std::memory_order_acquire, std::memory_order_relaxed)) {
      return;
    }
  }
  while (!wait_in_line(self, deadline, uncancellable, site)) {
  }
}

// False: woken, but somebody was quicker.
bool OwnedLock::wait_in_line(const void* self, std::int64_t deadline, bool uncancellable, Site site) {
  Wait wait("lock", site);
  WaitNode node;
  node.wait = &wait;
  const auto take = [&] {
    world::point("take");
    const void* nobody = nullptr;
    return owner_.compare_exchange_strong(nobody, self, std::memory_order_acquire, std::memory_order_relaxed);
  };
  {
    SpinGuard guard(line_->lock);
    has_waiters_.store(true, std::memory_order_seq_cst);
    process_barrier();
    if (!world::mutated(Mutant::locker_queues_without_trying) && take()) {
      has_waiters_.store(!line_->waiters.empty(), std::memory_order_relaxed);
      return true;
    }
    line_->waiters.push(node);
  }
  const int outcome = suspend(wait, deadline, uncancellable);
  if (outcome >= 0) {
    return take();
  }
  {
    SpinGuard guard(line_->lock);
    line_->waiters.unlink(node);
    has_waiters_.store(!line_->waiters.empty(), std::memory_order_relaxed);
  }
  if (outcome == Wait::cancelled) {
    raise_cancelled();
  }
  raise(TimeoutError{}, site);
}

void OwnedLock::wake_one() noexcept {
  SpinGuard guard(line_->lock);
  WaitNode* first = line_->waiters.take();
  has_waiters_.store(!line_->waiters.empty(), std::memory_order_relaxed);
  if (first != nullptr) {
    unpark_in_turn(*first->wait->fiber);
  }
}

}  // namespace aria::detail
