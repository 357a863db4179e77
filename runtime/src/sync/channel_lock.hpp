// The lock of a channel: a spin lock that becomes biased to a worker which has been alone with it for a while. That worker
// then pays two plain stores instead of a locked instruction.
//
// Owner: the worker in the seat                Revoker: everybody else, one at a time
//  1. biased to my seat, and I am in no other   1. take the spin lock
//     lock by bias? else take the spin lock     2. bias = nobody's
//  2. seat.inside = this lock (release)         3. process barrier
//  3. light barrier                             4. wait until seat.inside is not this lock (acquire)
//  4. still biased to my seat? else             5. use the data
//     seat.inside = none, take the spin lock    6. release the spin lock
//  5. use the data
//  6. seat.inside = none (release)
// Store and load of the owner's steps 2 and 4 may be swapped by its processor. The revoker's barrier runs on every processor
// after the revoker's step 2, so either the owner's step 2 came before it, and the revoker waits; or the owner's step 4 comes
// after it, and the owner sees that the bias is gone.
//
// Invariants
// - A bias is given and taken under the spin lock, and given to the calling worker only. So a worker between its steps 1
//   and 4 is not given the bias again that it has just lost; and what others did before is known to it since then.
// - Who holds the spin lock is alone, unless the lock is biased to another seat. Its own bias it may keep, for it is not in
//   its steps 2 to 6 with this lock. So locks nest: a worker is in one by its bias, in the others by their spin locks.
// - Step 2 releases, too: a revoker that finds the seat in another lock knows what was done in this one before.
// - Only its worker writes a seat's word. So whoever unlocks finds there how it has locked.
//
// A bias pays if it lasts. It is given after as many uses in a row as cost about what a barrier of the process costs, and after
// twice as many each time it was taken away: a lock that goes from hand to hand loses little by it. Where locking is a small
// part of every use anyway, as at a rendezvous, it does not pay.
//
// Rejected: a flag in the lock instead of the word in the seat. A worker that loses the bias between its steps 1 and 2
// would raise and lower the flag of the next owner.
#pragma once

#include <atomic>
#include <cstdint>

#include "scheduler/futex.hpp"
#include "scheduler/spin_lock.hpp"
#include "scheduler/worker.hpp"

namespace aria::detail {

class ARIA_CAPABILITY("channel lock") ChannelLock {
 public:
  enum class Bias : std::uint8_t { never, where_it_pays };

  explicit ChannelLock(Bias bias) noexcept : can_be_biased_(bias == Bias::where_it_pays) {}

  void lock() noexcept ARIA_ACQUIRES() {
    if (!can_be_biased_) {
      spin_.lock();
    } else if (const Worker* worker = this_worker(); worker == nullptr || !enter(*worker)) {
      spin_.lock();
      note_use(worker);
    }
  }
  void unlock() noexcept ARIA_RELEASES() {
    if (const Worker* worker = can_be_biased_ ? this_worker() : nullptr; worker != nullptr && is_inside(*worker)) {
      leave(*worker);
    } else {
      spin_.unlock();
    }
  }
  // Of the calling worker, by its bias or not at all.
  bool enter(const Worker& worker) noexcept ARIA_TRY_ACQUIRES(true) {
    world::point("lock");
    BiasSeat& seat = worker.seat;
    if (owner_.load(std::memory_order_relaxed) != &seat) {
      return false;
    }
    if (seat.inside.load(std::memory_order_relaxed) != nullptr && !world::mutated(Mutant::owner_enters_a_second_lock)) {
      return false;
    }
    world::point("announce");
    seat.inside.store(this, std::memory_order_release);
    light_barrier();
    if (owner_.load(std::memory_order_relaxed) == &seat || world::mutated(Mutant::owner_overlooks_revoker)) [[likely]] {
      return true;
    }
    leave(worker);
    return false;
  }
  void leave(const Worker& worker) noexcept ARIA_RELEASES() { worker.seat.inside.store(nullptr, std::memory_order_release); }
  // What it was a moment ago.
  bool is_biased() const noexcept { return owner_.load(std::memory_order_relaxed) != nullptr; }

 private:
  static constexpr std::uint32_t first_streak = 64;
  static constexpr std::uint32_t longest_streak = 1u << 15;

  bool is_inside(const Worker& worker) const noexcept { return worker.seat.inside.load(std::memory_order_relaxed) == this; }
  // With the spin lock, by the calling thread: its worker, or null. May give it the bias, or take it from another one.
  void note_use(const Worker* worker) noexcept;
  void revoke(const BiasSeat& owner) noexcept;

  std::atomic<BiasSeat*> owner_{nullptr};  // whose bias it is
  SpinLock spin_;
  const bool can_be_biased_;
  // Who came last by the spin lock (null: a foreign thread); the owner, if there is one. So often it has to come yet.
  BiasSeat* last_ ARIA_GUARDED_BY(spin_) = nullptr;
  std::uint32_t left_ ARIA_GUARDED_BY(spin_) = world::often(first_streak);
  std::uint32_t needed_ ARIA_GUARDED_BY(spin_) = world::often(first_streak);
};

class ARIA_SCOPED ChannelGuard {
 public:
  explicit ChannelGuard(ChannelLock& lock) noexcept ARIA_ACQUIRES(lock) : lock_(lock) { lock_.lock(); }
  ~ChannelGuard() ARIA_RELEASES() { lock_.unlock(); }
  ChannelGuard(const ChannelGuard&) = delete;
  ChannelGuard& operator=(const ChannelGuard&) = delete;

 private:
  ChannelLock& lock_;
};

}  // namespace aria::detail
