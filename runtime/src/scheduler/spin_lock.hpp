// A lock for a few instructions of runtime state. Never held across a suspension and never while user code runs, with
// one documented exception: moving a channel's value (moves do not throw and do not suspend).
//
// Spinning is bounded, then the thread yields its processor: the holder may have been preempted.
#pragma once

#include <atomic>

#include "seam/world.hpp"

#if defined(__clang__)
#define ARIA_CAPABILITY(name) __attribute__((capability(name)))
#define ARIA_ACQUIRES(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define ARIA_RELEASES(...) __attribute__((release_capability(__VA_ARGS__)))
#define ARIA_TRY_ACQUIRES(...) __attribute__((try_acquire_capability(__VA_ARGS__)))
#define ARIA_SCOPED __attribute__((scoped_lockable))
#define ARIA_GUARDED_BY(lock) __attribute__((guarded_by(lock)))
#else
#define ARIA_CAPABILITY(name)
#define ARIA_ACQUIRES(...)
#define ARIA_RELEASES(...)
#define ARIA_TRY_ACQUIRES(...)
#define ARIA_SCOPED
#define ARIA_GUARDED_BY(lock)
#endif

namespace aria::detail {

class ARIA_CAPABILITY("spin lock") SpinLock {
 public:
  // The acquire pairs with the release of unlock.
  void lock() noexcept ARIA_ACQUIRES() {
    world::point("lock");
    if (held_.exchange(true, std::memory_order_acquire)) [[unlikely]] {
      wait();
    }
  }
  bool try_lock() noexcept ARIA_TRY_ACQUIRES(true) {
    world::point("try_lock");
    return !held_.load(std::memory_order_relaxed) && !held_.exchange(true, std::memory_order_acquire);
  }
  void unlock() noexcept ARIA_RELEASES() { held_.store(false, std::memory_order_release); }

 private:
  [[gnu::noinline]] void wait() noexcept {
    do {
      world::wait_until([this] { return !held_.load(std::memory_order_relaxed); });
    } while (held_.exchange(true, std::memory_order_acquire));
  }

  std::atomic<bool> held_{false};
};

class ARIA_SCOPED SpinGuard {
 public:
  explicit SpinGuard(SpinLock& lock) noexcept ARIA_ACQUIRES(lock) : lock_(lock) { lock_.lock(); }
  ~SpinGuard() ARIA_RELEASES() { lock_.unlock(); }
  SpinGuard(const SpinGuard&) = delete;
  SpinGuard& operator=(const SpinGuard&) = delete;

 private:
  SpinLock& lock_;
};

}  // namespace aria::detail
