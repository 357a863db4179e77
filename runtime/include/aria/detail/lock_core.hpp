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

// A lock that knows its owner, for Mutex.
class OwnedLock {
 public:
  void lock(std::int64_t deadline, Site site);
  void lock_again(Site site);
  bool try_lock();
  void unlock();

  bool held_by_me() const noexcept;

  std::atomic<bool> poisoned{false};

 private:
  void check_owner(Site site) const;

  Permits permits_{1};
  std::atomic<const void*> owner_{nullptr};
};

}  // namespace aria::detail
