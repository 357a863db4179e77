// Parking permits: what Mutex, Semaphore, Condvar, WaitGroup and Barrier are made of. See sync/lock_core.cpp.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include <aria/site.hpp>

namespace aria::detail {

// Counted permits with FIFO waiters. A waiter that is cancelled or out of time never holds one.
class Permits {
 public:
  explicit Permits(std::int64_t count);
  ~Permits();
  Permits(const Permits&) = delete;
  Permits& operator=(const Permits&) = delete;

  // False when the deadline passed; raises Cancelled.
  bool acquire(std::int64_t deadline, const char* reason, Site site);
  bool try_acquire();
  void release(std::int64_t count = 1);
  // Gives one permit to each of at most `count` waiters, none to the future. Returns how many there were.
  std::int64_t hand_out(std::int64_t count);
  // Waits for a hand-out even if permits are there. `before_parking` runs once the caller is in the line.
  bool wait_in_line(std::int64_t deadline, const char* reason, Site site, void (*before_parking)(void*), void* context);
  // As acquire, but not to be cancelled.
  void acquire_again(const char* reason, Site site);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Lets its waiters go when `parties` of them are there; then the next round begins. Being let go is a commit: it counts
// even if the waiter is cancelled meanwhile, and a waiter that was cancelled before does not count.
class Rounds {
 public:
  explicit Rounds(std::int64_t parties);
  ~Rounds();
  Rounds(const Rounds&) = delete;
  Rounds& operator=(const Rounds&) = delete;

  void wait(Site site);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A lock that knows its owner, for Mutex. Free and nobody waiting: one compare-and-swap to lock, a store and a load to
// unlock. Whoever comes first takes it, waiters or not; waiters are woken in FIFO order. See sync/owned_lock.cpp.
class OwnedLock {
 public:
  OwnedLock();
  ~OwnedLock();
  OwnedLock(const OwnedLock&) = delete;
  OwnedLock& operator=(const OwnedLock&) = delete;

  // Raises TimeoutError or Cancelled; locking twice panics.
  void lock(std::int64_t deadline, Site site);
  // Not to be cancelled.
  void lock_again(Site site);
  bool try_lock() noexcept;
  void unlock() noexcept;

  bool held_by_me() const noexcept;

  std::atomic<bool> poisoned{false};

 private:
  struct Line;
  void lock_slowly(const void* self, std::int64_t deadline, bool uncancellable, Site site);
  bool wait_in_line(const void* self, std::int64_t deadline, bool uncancellable, Site site);
  [[gnu::noinline]] void wake_one() noexcept;

  std::atomic<const void*> owner_{nullptr};
  std::atomic<bool> has_waiters_{false};
  std::unique_ptr<Line> line_;
};

}  // namespace aria::detail
