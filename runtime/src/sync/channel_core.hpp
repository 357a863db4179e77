// The state of a channel.
//
// Invariants, all under the lock
// - Receivers wait only while the buffer is empty and no sender waits; senders only while the buffer is full.
// - A waiter that was claimed has its value moved before its fiber is woken.
// - Once closed, nobody waits to send; receivers wait never again.
#pragma once

#include <utility>
#include <vector>

#include <aria/detail/channel_core.hpp>

#include "sync/channel_lock.hpp"
#include "sync/wait.hpp"

namespace aria::detail {

struct ChannelWaiter : WaitNode {
  void* slot = nullptr;
  bool iterating = false;
  bool closed = false;   // woken because of close, nothing moved
  bool in_list = false;  // the waiter's own note that it was put into a list
};

// Written under a lock, read without it as a hint.
template <typename T>
class Hinted {
 public:
  Hinted(T value) noexcept : value_(value) {}
  operator T() const noexcept { return value_.load(std::memory_order_relaxed); }
  Hinted& operator=(T value) noexcept {
    value_.store(value, std::memory_order_release);
    return *this;
  }
  T exchange(T value) noexcept {
    const T old = *this;
    *this = value;
    return old;
  }
  void operator++() noexcept { *this = *this + 1; }
  void operator--() noexcept { *this = *this - 1; }

 private:
  std::atomic<T> value_;
};

class ChannelCore {
 public:
  ChannelCore(const ValueOps& ops, std::size_t capacity);
  ~ChannelCore();
  ChannelCore(const ChannelCore&) = delete;
  ChannelCore& operator=(const ChannelCore&) = delete;

  // With the lock held.
  Transfer send_now(void* value);
  Transfer recv_now(void* slot);
  // As far as nobody has to be woken: into a buffer that has room, out of one that holds something.
  bool put(void* value) noexcept {
    if (closed || count >= room_ || !receivers.empty()) {
      return false;
    }
    append(value);
    return true;
  }
  bool take(void* slot) noexcept {
    if (closed || count == 0 || !senders.empty()) {
      return false;
    }
    take_first(slot);
    return true;
  }
  // Of a broadcast: what this receiver missed, once it has seen what it had. Resets the count.
  std::uint64_t take_lost() noexcept { return count == 0 ? lost.exchange(0) : 0; }
  bool drained() const noexcept { return closed && count == 0; }
  bool ended_for_iteration() const noexcept { return count == 0 && (closed || sending_halves == 0) && senders.empty(); }
  // Without the lock: false if the operation certainly had to wait a moment ago.
  bool may_receive() const noexcept { return count != 0 || closed || lost != 0 || !senders.looks_empty(); }
  bool may_send() const noexcept { return count < capacity || closed || !receivers.looks_empty(); }
  // Counts the moments at which an operation became possible: who finds several channels unready, and this number as it
  // was before, knows that there was a moment when none was ready. Changed under the lock, before what it announces.
  Hinted<std::uint32_t> chances = std::uint32_t{0};
  void wait_to_send(ChannelWaiter& waiter) {
    ++chances;
    senders.push(waiter);
  }
  void wait_to_receive(ChannelWaiter& waiter) {
    ++chances;
    receivers.push(waiter);
  }
  void close_now();
  void wake_closers();
  void wake_iterators();

  const ValueOps ops;
  const std::size_t capacity;
  const std::uint64_t number;

  ChannelLock lock;
  WaitList receivers ARIA_GUARDED_BY(lock);
  WaitList senders ARIA_GUARDED_BY(lock);
  WaitList closers ARIA_GUARDED_BY(lock);  // closed(ch) arms
  Hinted<bool> closed = false;
  Hinted<std::size_t> count = std::size_t{0};
  std::size_t sending_halves ARIA_GUARDED_BY(lock) = 0;
  std::size_t closing_senders ARIA_GUARDED_BY(lock) = 0;
  Hinted<std::uint64_t> lost = std::uint64_t{0};  // since the buffer was full
  std::atomic<std::uint32_t> references{1};

 private:
  void* at(std::size_t index) noexcept { return buffer_ + (index & (slots_ - 1)) * ops.size; }
  void append(void* value) noexcept {
    ++chances;
    ops.relocate(at(head_ + count), value);
    ++count;
  }
  void take_first(void* slot) noexcept {
    ++chances;
    ops.relocate(slot, at(head_));
    ++head_;
    --count;
  }
  void push(void* value);
  void grow();
  void wake(const Wait& wait) noexcept;

  unsigned char* buffer_ ARIA_GUARDED_BY(lock) = nullptr;
  std::size_t slots_ ARIA_GUARDED_BY(lock) = 0;  // a power of two
  std::size_t room_ ARIA_GUARDED_BY(lock) = 0;   // of the slots as many as the capacity allows
  std::size_t head_ ARIA_GUARDED_BY(lock) = 0;
};

}  // namespace aria::detail
