// One blocking operation of one fiber, and the lists it waits in.
//
// Everybody who could complete the operation makes one compare-and-swap on `outcome`: a peer under its own lock, the
// timer, the canceller. The winner moves data first where there is any, then wakes the fiber; the others find the word
// taken and go on to the next waiter. There is no notification, only hand-off, so no wake-up is lost; and an operation
// that was won by a peer succeeds even if it is cancelled meanwhile.
#pragma once

#include <atomic>
#include <cstdint>

#include <aria/site.hpp>

#include "scheduler/worker.hpp"
#include "seam/world.hpp"

namespace aria::detail {

class ChannelCore;

struct Wait {
  static constexpr int waiting = -1;
  static constexpr int timed_out = -2;
  static constexpr int cancelled = -3;

  Wait(const char* why, Site where) noexcept : Wait(current_fiber(), why, where) {}
  Wait(Fiber& self, const char* why, Site where) noexcept : fiber(&self), reason(why), site(where) {}

  // Non-negative outcomes are the number of the arm that was taken. The release publishes what the winner did before.
  bool claim(int with) noexcept {
    world::point("claim");
    alive.check();
    if (world::mutated(Mutant::claim_without_looking) || (world::mutated(Mutant::cancellation_overrides_commit) && with == cancelled) ||
        (world::mutated(Mutant::timeout_overrides_commit) && with == timed_out)) {
      return outcome.exchange(with, std::memory_order_acq_rel) == waiting || with >= 0;
    }
    int expected = waiting;
    return outcome.compare_exchange_strong(expected, with, std::memory_order_acq_rel, std::memory_order_relaxed);
  }

  std::atomic<int> outcome{waiting};
  Fiber* fiber;
  const char* reason;
  Site site;
  ChannelCore* receives_from = nullptr;   // for reports
  [[no_unique_address]] world::Alive alive;
};

struct WaitNode;

// Is told of an end instead of being woken by it: see task_ends.cpp.
class EndListener {
 public:
  virtual void ended(WaitNode& node) noexcept = 0;

 protected:
  ~EndListener() = default;
};

struct WaitNode {
  ~WaitNode() { world::require(!linked, "an operation is over and still in a list"); }

  Wait* wait = nullptr;
  EndListener* listener = nullptr;  // in a completion's list only
  int arm = 0;
  bool linked = false;
  WaitNode* next = nullptr;
  WaitNode* previous = nullptr;
};

// FIFO of waiters; guarded by the lock of its owner.
class WaitList {
 public:
  bool empty() const noexcept { return front() == nullptr; }
  // Without the lock: a hint.
  bool looks_empty() const noexcept { return empty(); }
  WaitNode* front() const noexcept { return head_.load(std::memory_order_relaxed); }
  void push(WaitNode& node) noexcept {
    node.previous = tail_;
    node.next = nullptr;
    if (tail_ != nullptr) {
      tail_->next = &node;
    } else {
      head_.store(&node, std::memory_order_release);
    }
    tail_ = &node;
    node.linked = true;
  }
  void unlink(WaitNode& node) noexcept {
    if (!node.linked) {
      return;
    }
    if (node.previous != nullptr) {
      node.previous->next = node.next;
    } else {
      head_.store(node.next, std::memory_order_release);
    }
    (node.next != nullptr ? node.next->previous : tail_) = node.previous;
    node.linked = false;
  }
  // Unlinks and returns the first waiter that could be claimed; null if there is none.
  WaitNode* take() noexcept {
    while (WaitNode* node = world::mutated(Mutant::newest_waiter_first) ? tail_ : front()) {
      unlink(*node);
      if (node->wait->claim(node->arm)) {
        return node;
      }
      if (world::mutated(Mutant::stale_waiter_ends_search)) {
        break;
      }
    }
    return nullptr;
  }

 private:
  std::atomic<WaitNode*> head_{nullptr};  // atomic for looks_empty only
  WaitNode* tail_ = nullptr;
};

inline constexpr std::int64_t no_deadline = INT64_MAX;

// Parks until `wait` has an outcome and returns it. Registers the deadline and, unless `uncancellable`, the current
// cancellation node. The caller has linked its nodes before and unlinks them afterwards.
int suspend(Wait& wait, std::int64_t deadline = no_deadline, bool uncancellable = false);

}  // namespace aria::detail
