// A lock for data that one thread uses all the time and others seldom: the owner pays two plain stores, an outsider a
// process-wide memory barrier.
//
// Owner                              Outsider (one at a time, under `outsiders_`)
//  1. busy = true                     1. revoked = true
//  2. (compiler barrier)              2. process barrier
//  3. revoked? then step aside        3. wait until busy is false
//  4. use the data                    4. use the data
//  5. busy = false (release)          5. revoked = false (release)
// Store and load of steps 1 and 3 may be swapped by the owner's processor. The outsider's barrier runs on every processor
// between 1 and 3 of the outsider, so either the owner's step 1 came before it, and the outsider sees busy; or the
// owner's step 3 comes after it, and the owner sees revoked. Where the kernel has no such barrier, the owner has a fence
// in step 2.
//
// The owner is a thread, not a fiber: no suspension between enter and leave. Owner sections do not nest.
#pragma once

#include <atomic>

#include "scheduler/futex.hpp"
#include "scheduler/spin_lock.hpp"

namespace aria::detail {

class ARIA_CAPABILITY("biased lock") BiasedLock {
 public:
  void enter() noexcept ARIA_ACQUIRES() {
    world::point("enter");
    busy_.store(true, std::memory_order_relaxed);
    light_barrier();
    if (revoked_.load(std::memory_order_acquire) && !world::mutated(Mutant::owner_overlooks_thief)) [[unlikely]] {
      step_aside();
    }
  }
  void leave() noexcept ARIA_RELEASES() { busy_.store(false, std::memory_order_release); }

  void lock_from_outside() noexcept ARIA_ACQUIRES() {
    outsiders_.lock();
    revoked_.store(true, std::memory_order_seq_cst);
    process_barrier();
    if (!world::mutated(Mutant::thief_overlooks_owner)) {
      world::wait_until([this] { return !busy_.load(std::memory_order_acquire); });
    }
  }
  void unlock_from_outside() noexcept ARIA_RELEASES() {
    revoked_.store(false, std::memory_order_release);
    outsiders_.unlock();
  }

 private:
  [[gnu::noinline]] void step_aside() noexcept {
    do {
      busy_.store(false, std::memory_order_release);
      world::wait_until([this] { return !revoked_.load(std::memory_order_acquire); });
      busy_.store(true, std::memory_order_seq_cst);
    } while (revoked_.load(std::memory_order_seq_cst));
  }

  std::atomic<bool> busy_{false};
  alignas(64) std::atomic<bool> revoked_{false};  // read by the owner, written by outsiders
  SpinLock outsiders_;
};

// For the owner.
class ARIA_SCOPED OwnerGuard {
 public:
  explicit OwnerGuard(BiasedLock& lock) noexcept ARIA_ACQUIRES(lock) : lock_(lock) { lock_.enter(); }
  ~OwnerGuard() ARIA_RELEASES() { lock_.leave(); }
  OwnerGuard(const OwnerGuard&) = delete;
  OwnerGuard& operator=(const OwnerGuard&) = delete;

 private:
  BiasedLock& lock_;
};

class ARIA_SCOPED OutsiderGuard {
 public:
  explicit OutsiderGuard(BiasedLock& lock) noexcept ARIA_ACQUIRES(lock) : lock_(lock) { lock_.lock_from_outside(); }
  ~OutsiderGuard() ARIA_RELEASES() { lock_.unlock_from_outside(); }
  OutsiderGuard(const OutsiderGuard&) = delete;
  OutsiderGuard& operator=(const OutsiderGuard&) = delete;

 private:
  BiasedLock& lock_;
};

}  // namespace aria::detail
