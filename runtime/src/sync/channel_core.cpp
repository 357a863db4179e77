// Channels: hand-off under one lock. The single-channel operations here are the one-arm case of select.cpp.
//
// A value belongs to its sender until a receiver or the buffer has it, so cancellation, time limits and close neither
// lose nor duplicate one. Rejected: condition variables (a wake-up may reach a waiter that has given up).
#include "sync/channel_core.hpp"

#include <algorithm>
#include <mutex>
#include <new>

#include <aria/detail/error_types.hpp>
#include <aria/detail/task_core.hpp>

#include "sync/checkpoint.hpp"
#include "sync/task_runner.hpp"

namespace aria::detail {

namespace {
std::atomic<std::uint64_t> next_channel{1};
}

ChannelCore::ChannelCore(const ValueOps& value_ops, std::size_t wanted)
    : ops(value_ops),
      capacity(wanted),
      number(next_channel.fetch_add(1, std::memory_order_relaxed)),
      lock(wanted == 0 ? ChannelLock::Bias::never : ChannelLock::Bias::where_it_pays) {}

ChannelCore::~ChannelCore() {
  world::require(receivers.empty() && senders.empty() && closers.empty(), "a channel has ended in which somebody waits");
  while (count > 0) {
    ops.destroy(at(head_++));
    --count;
  }
  ::operator delete(buffer_, std::align_val_t(ops.align));
}

void ChannelCore::grow() {
  const std::size_t slots = slots_ == 0 ? 4 : slots_ * 2;
  auto* larger = static_cast<unsigned char*>(::operator new(slots * ops.size, std::align_val_t(ops.align)));
  for (std::size_t i = 0; i < count; ++i) {
    ops.relocate(larger + i * ops.size, at(head_ + i));
  }
  ::operator delete(buffer_, std::align_val_t(ops.align));
  buffer_ = larger;
  slots_ = slots;
  room_ = std::min(slots, capacity);
  head_ = 0;
}

void ChannelCore::push(void* value) {
  if (count == slots_) {
    grow();
  }
  append(value);
}

// A rendezvous goes on where the other side is; behind a buffer there is more to come, so let that collect.
void ChannelCore::wake(const Wait& wait) noexcept {
  if (capacity == 0) {
    unpark(*wait.fiber);
  } else {
    unpark_in_turn(*wait.fiber);
  }
}

Transfer ChannelCore::send_now(void* value) {
  if (closed) {
    return Transfer::closed;
  }
  const bool passes_by = world::mutated(Mutant::sends_past_waiting_receiver) && count < capacity;
  if (auto* receiver = static_cast<ChannelWaiter*>(passes_by ? nullptr : receivers.take())) {
    if (world::mutated(Mutant::wakes_before_moving)) {
      wake(*receiver->wait);
      world::point("move");
      ops.relocate(receiver->slot, value);
      return Transfer::done;
    }
    ops.relocate(receiver->slot, value);
    wake(*receiver->wait);
    return Transfer::done;
  }
  if (count < capacity || (world::mutated(Mutant::buffer_one_too_many) && count == capacity)) {
    push(value);
    return Transfer::done;
  }
  return Transfer::would_block;
}

Transfer ChannelCore::recv_now(void* slot) {
  if (count > 0) {
    take_first(slot);
    if (auto* sender = static_cast<ChannelWaiter*>(world::mutated(Mutant::room_wakes_nobody) ? nullptr : senders.take())) {
      if (!world::mutated(Mutant::drops_value_of_waiting_sender)) {
        push(sender->slot);
      }
      wake(*sender->wait);
    } else if (count == 0 && closed) {
      wake_closers();
    }
    return Transfer::done;
  }
  if (auto* sender = static_cast<ChannelWaiter*>(senders.take())) {
    ops.relocate(slot, sender->slot);
    wake(*sender->wait);
    return Transfer::done;
  }
  return closed ? Transfer::closed : Transfer::would_block;
}

void ChannelCore::close_now() {
  ++chances;
  closed = true;
  if (world::mutated(Mutant::close_drops_buffer)) {
    for (; count > 0; --count) {
      ops.destroy(at(head_++));
    }
  }
  for (WaitList* list : {&receivers, &senders}) {
    if (world::mutated(Mutant::close_forgets_senders) && list == &senders) {
      break;
    }
    while (auto* waiter = static_cast<ChannelWaiter*>(list->take())) {
      waiter->closed = true;
      unpark(*waiter->wait->fiber);
      if (world::mutated(Mutant::close_wakes_one_receiver)) {
        break;
      }
    }
  }
  if (count == 0 && !world::mutated(Mutant::close_forgets_closers)) {
    wake_closers();
  }
}

void ChannelCore::wake_closers() {
  while (WaitNode* waiter = closers.take()) {
    unpark(*waiter->wait->fiber);
  }
}

// Nobody can send any more: a `for` over the channel ends, other receivers go on waiting.
void ChannelCore::wake_iterators() {
  for (WaitNode* node = receivers.front(); node != nullptr;) {
    auto* waiter = static_cast<ChannelWaiter*>(node);
    node = node->next;
    if (waiter->iterating) {
      receivers.unlink(*waiter);
      if (waiter->wait->claim(waiter->arm)) {
        waiter->closed = true;
        unpark(*waiter->wait->fiber);
      }
    }
  }
}

ChannelCore* make_channel(const ValueOps& ops, std::size_t capacity) { return new ChannelCore(ops, capacity); }

void retain_channel(ChannelCore& channel) noexcept { channel.references.fetch_add(1, std::memory_order_relaxed); }

void release_channel(ChannelCore& channel) noexcept {
  if (channel.references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    delete &channel;
  }
}

namespace {

// Parks in `list` until a peer, close, time or cancellation ends the wait.
Transfer wait_in(ChannelCore& channel, WaitList& list, ChannelWaiter& waiter, Wait& wait, std::int64_t deadline) {
  const int outcome = suspend(wait, deadline);
  if (outcome >= 0) {  // whoever claimed it has unlinked it
    return waiter.closed ? Transfer::closed : Transfer::done;
  }
  if (!world::mutated(Mutant::waiter_left_linked)) {
    ChannelGuard guard(channel.lock);
    list.unlink(waiter);
  }
  if (outcome == Wait::cancelled) {
    raise_cancelled();
  }
  return Transfer::timed_out;
}

// The lock is held on entry, not on return.
[[gnu::noinline]] Transfer queue_up_to_send(ChannelCore& channel, Fiber& self, void* value, std::int64_t deadline, Site site) {
  Wait wait(self, "send", site);
  ChannelWaiter waiter;
  waiter.wait = &wait;
  waiter.slot = value;
  if (world::mutated(Mutant::sender_enqueues_after_unlocking)) {
    channel.lock.unlock();
    channel.lock.lock();
  }
  channel.wait_to_send(waiter);
  channel.lock.unlock();
  return wait_in(channel, channel.senders, waiter, wait, deadline);
}

[[gnu::noinline]] Transfer queue_up_to_receive(ChannelCore& channel, Fiber& self, void* slot, std::int64_t deadline, bool iterating, Site site) {
  Wait wait(self, "recv", site);
  wait.receives_from = &channel;
  ChannelWaiter waiter;
  waiter.wait = &wait;
  waiter.slot = slot;
  waiter.iterating = iterating;
  if (world::mutated(Mutant::receiver_enqueues_after_unlocking)) {
    channel.lock.unlock();
    channel.lock.lock();
  }
  channel.wait_to_receive(waiter);
  channel.lock.unlock();
  return wait_in(channel, channel.receivers, waiter, wait, deadline);
}

// Unlocks if an operation throws, for want of memory.
class UnlockIfThrown {
 public:
  explicit UnlockIfThrown(ChannelLock& lock) noexcept : lock_(&lock) {}
  ~UnlockIfThrown() {
    if (lock_ != nullptr) {
      lock_->unlock();
    }
  }
  void done() noexcept { lock_ = nullptr; }
  UnlockIfThrown(const UnlockIfThrown&) = delete;
  UnlockIfThrown& operator=(const UnlockIfThrown&) = delete;

 private:
  ChannelLock* lock_;
};

[[gnu::noinline]] Transfer send_or_wait(ChannelCore& channel, void* value, std::int64_t deadline, Site site) {
  Fiber& self = enter_operation();
  channel.lock.lock();
  UnlockIfThrown unlock(channel.lock);
  const Transfer transfer = channel.send_now(value);
  unlock.done();
  if (transfer == Transfer::would_block) {
    return queue_up_to_send(channel, self, value, deadline, site);
  }
  channel.lock.unlock();
  return transfer;
}

[[gnu::noinline]] Transfer receive_or_wait(ChannelCore& channel, void* slot, std::int64_t deadline, bool iterating, Site site) {
  Fiber& self = enter_operation();
  channel.lock.lock();
  if (const std::uint64_t lost = channel.take_lost()) [[unlikely]] {
    channel.lock.unlock();
    raise(Lagged(lost), site);
  }
  Transfer transfer = channel.recv_now(slot);
  if (transfer == Transfer::would_block) {
    if (!iterating || !channel.ended_for_iteration()) {
      return queue_up_to_receive(channel, self, slot, deadline, iterating, site);
    }
    transfer = Transfer::closed;
  }
  channel.lock.unlock();
  return transfer;
}

// What streams do most: a worker that has the channel's bias uses the buffer, nobody waits for that, and the task has nothing
// to look at. A few plain loads and stores. False: nothing has happened.
template <typename Use>
bool use_bias(ChannelCore& channel, const Use& use) noexcept {
  const Worker* worker = this_worker();
  if (worker == nullptr || must_check(*worker->current) || !channel.lock.enter(*worker)) {
    return false;
  }
  const bool done = use(channel);
  channel.lock.leave(*worker);
  return done;
}

[[gnu::noinline]] Transfer put_or_wait(ChannelCore& channel, void* value, std::int64_t deadline, Site site) {
  const bool done = use_bias(channel, [value](ChannelCore& biased) { return biased.put(value); });
  return done ? Transfer::done : send_or_wait(channel, value, deadline, site);
}

[[gnu::noinline]] Transfer take_or_wait(ChannelCore& channel, void* slot, std::int64_t deadline, bool iterating, Site site) {
  const bool done = use_bias(channel, [slot](ChannelCore& biased) { return biased.take(slot); });
  return done ? Transfer::done : receive_or_wait(channel, slot, deadline, iterating, site);
}

}  // namespace

Transfer channel_send(ChannelCore& channel, void* value, std::int64_t deadline, Site site) {
  return channel.count < channel.capacity ? put_or_wait(channel, value, deadline, site) : send_or_wait(channel, value, deadline, site);
}

// Of one channel, what it looks like without the lock is the truth of a moment.
Transfer channel_try_send(ChannelCore& channel, void* value) {
  if (!channel.may_send()) {
    return Transfer::would_block;
  }
  ChannelGuard guard(channel.lock);
  return channel.send_now(value);
}

Transfer channel_send_or_lag(ChannelCore& channel, void* value) {
  ChannelGuard guard(channel.lock);
  const Transfer transfer = channel.lost != 0 ? Transfer::would_block : channel.send_now(value);
  if (transfer == Transfer::would_block) {
    ++channel.chances;
    ++channel.lost;
  }
  return transfer;
}

Transfer channel_recv(ChannelCore& channel, void* slot, std::int64_t deadline, bool iterating, Site site) {
  return channel.count != 0 ? take_or_wait(channel, slot, deadline, iterating, site) : receive_or_wait(channel, slot, deadline, iterating, site);
}

Transfer channel_try_recv(ChannelCore& channel, void* slot) {
  if (!channel.may_receive()) {
    return Transfer::would_block;
  }
  std::uint64_t lost = 0;
  {
    ChannelGuard guard(channel.lock);
    lost = channel.take_lost();
    if (lost == 0) {
      return channel.recv_now(slot);
    }
  }
  raise(Lagged(lost), Site{});
}

void channel_close(ChannelCore& channel) noexcept {
  ChannelGuard guard(channel.lock);
  if (!channel.closed) {
    channel.close_now();
  }
}

bool channel_closed(const ChannelCore& channel) noexcept {
  auto& mutable_channel = const_cast<ChannelCore&>(channel);
  ChannelGuard guard(mutable_channel.lock);
  return channel.closed;
}

std::size_t channel_len(ChannelCore& channel) noexcept {
  ChannelGuard guard(channel.lock);
  return channel.count;
}

std::size_t channel_capacity(const ChannelCore& channel) noexcept { return channel.capacity; }

std::uint64_t channel_number(const ChannelCore& channel) noexcept { return channel.number; }

void channel_add_sender(ChannelCore& channel, bool closes) noexcept {
  ChannelGuard guard(channel.lock);
  ++channel.sending_halves;
  channel.closing_senders += closes ? 1 : 0;
}

void channel_drop_sender(ChannelCore& channel, bool closes) noexcept {
  ChannelGuard guard(channel.lock);
  --channel.sending_halves;
  if (closes && --channel.closing_senders == 0 && !channel.closed) {
    channel.close_now();
  } else if (channel.sending_halves == 0 && channel.count == 0 && !world::mutated(Mutant::last_sender_wakes_nobody)) {
    channel.wake_iterators();
  }
}

}  // namespace aria::detail
