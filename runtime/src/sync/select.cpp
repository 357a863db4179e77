// Select: lock all channels, one claim word.
//
//  1. Checkpoint.
//  2. Unless the first ready arm in source order is wanted: try the arms that look ready one at a time, in random order,
//     each under its own lock. Taking one of them is the whole select.
//  3. Lock the channels in the order of their numbers, then the completions in the order of theirs; each once.
//  4. Look at the arms again, in random order (biased: source order); commit the first that is ready.
//  5. None ready: fallback, or ChannelClosed if none can ever be. Else, still locked, one waiter per arm; unlock; park.
//  6. Whoever completes an arm wins the claim word; the winner moves the value before it wakes us.
//  7. Awake: unlink the losers, each under its lock. Woken by a close, a receive arm starts over; a send arm raises.
// Only a look at all arms at once may say that none is ready. With a fallback, that look takes no locks where it can: if no
// arm looks ready, and none got a chance between a first and a second count, none was ready at the time between.
#include <algorithm>
#include <array>
#include <memory>

#include <aria/detail/error_types.hpp>
#include <aria/detail/task_core.hpp>
#include <aria/time.hpp>

#include "scheduler/random.hpp"
#include "sync/channel_core.hpp"
#include "sync/checkpoint.hpp"
#include "sync/completion.hpp"
#include "sync/task_runner.hpp"

namespace aria::detail {

namespace {

using Kind = SelectArm::Kind;

// One T for each arm; a select of the usual size allocates nothing.
template <typename T>
class PerArm {
 public:
  explicit PerArm(int count) : many_(count > few ? std::make_unique<T[]>(static_cast<std::size_t>(count)) : nullptr) {}
  T& operator[](int i) noexcept { return begin()[i]; }
  T* begin() noexcept { return many_ ? many_.get() : first_.data(); }

 private:
  static constexpr int few = 6;
  std::array<T, few> first_;
  std::unique_ptr<T[]> many_;
};

// The locks of a select, each once, in the order in which everybody takes them.
template <typename T, typename Before>
class LockSet {
 public:
  explicit LockSet(int most) : all_(most) {}
  void add(T* owner) {
    int at = count_;
    for (; at > 0 && !Before()(all_[at - 1], owner); --at) {
      if (all_[at - 1] == owner) {
        return;
      }
    }
    std::copy_backward(all_.begin() + at, all_.begin() + count_, all_.begin() + count_ + 1);
    all_[at] = owner;
    ++count_;
  }
  void lock() {
    for (int i = 0; i < count_; ++i) {
      all_[i]->lock.lock();
    }
  }
  void unlock() {
    for (int i = 0; i < count_; ++i) {
      all_[i]->lock.unlock();
    }
  }

 private:
  PerArm<T*> all_;
  int count_ = 0;
};

struct ByNumber {
  bool operator()(const ChannelCore* a, const ChannelCore* b) const noexcept { return a->number < b->number; }
  bool operator()(Completion* a, Completion* b) const noexcept {
    return a->number() != b->number() ? a->number() < b->number() : std::less<>()(a, b);
  }
};

// Arms to be tried, given out in random order, or as they were added.
class Order {
 public:
  Order(int most, bool biased) : indexes_(most), biased_(biased) {}
  void add(int arm) { indexes_[end_++] = arm; }
  bool empty() const noexcept { return begin_ == end_; }
  int next() {
    if (!biased_ && end_ - begin_ > 1) {
      std::swap(indexes_[begin_], indexes_[begin_ + static_cast<int>((random_number() >> 32) * static_cast<std::uint64_t>(end_ - begin_) >> 32)]);
    }
    return indexes_[begin_++];
  }

 private:
  PerArm<int> indexes_;
  const bool biased_;
  int begin_ = 0;
  int end_ = 0;
};

class SelectRun {
 public:
  SelectRun(SelectArm* arms, int count, bool biased, Site site) : arms_(arms), count_(count), biased_(biased), site_(site) {}

  int run() {
    if (!biased_) {
      enter_operation();
      const int ready = try_each();
      if (ready >= 0) {
        return ready;
      }
      raise_if_failed(ready);
    }
    return run_locked();
  }

 private:
  static constexpr int nothing = -1;
  static constexpr int send_to_closed = -2;
  static constexpr int receiver_lags = -3;

  void raise_if_failed(int result) {
    if (result == send_to_closed) {
      raise(ChannelClosed{}, site_);
    }
    if (result == receiver_lags) {
      raise(Lagged(std::exchange(lost_, 0)), site_);
    }
  }

  int try_each() {
    Order order(count_, false);
    const std::uint32_t chances = count_chances();
    for (int i = 0; i < count_; ++i) {
      if (looks_ready(arms_[i])) {
        order.add(i);
      }
    }
    if (const int fallback = order.empty() ? find(Kind::fallback) : nothing; fallback >= 0 && find(Kind::after) < 0) {
      std::atomic_thread_fence(std::memory_order_acquire);
      if (count_chances() == chances || world::mutated(Mutant::fallback_by_hints)) {
        return fallback;
      }
    }
    while (!order.empty()) {
      const int i = order.next();
      if (arms_[i].kind == Kind::completion) {
        return i;
      }
      ChannelGuard guard(arms_[i].channel->lock);
      if (const int result = poll_arm(i); result != nothing) {
        return result;
      }
    }
    return nothing;
  }

  static bool looks_ready(const SelectArm& arm) noexcept {
    world::point("look");
    switch (arm.kind) {
      case Kind::recv:
        return arm.channel->may_receive();
      case Kind::send:
        return arm.channel->may_send();
      case Kind::closed:
        return arm.channel->drained();
      case Kind::completion:
        return arm.completion->done();
      default:
        return false;
    }
  }
  // Each count only rises, so the sum stays the same exactly if all do.
  std::uint32_t count_chances() const noexcept {
    std::uint32_t sum = 0;
    for (int i = 0; i < count_; ++i) {
      if (arms_[i].kind == Kind::recv || arms_[i].kind == Kind::send || arms_[i].kind == Kind::closed) {
        sum += arms_[i].channel->chances;
      }
    }
    std::atomic_thread_fence(std::memory_order_acquire);
    return sum;
  }

  [[gnu::noinline]] int run_locked() {
    LockSet<ChannelCore, ByNumber> channels(count_);
    LockSet<Completion, ByNumber> completions(count_);
    for (int i = 0; i < count_; ++i) {
      if (arms_[i].channel != nullptr && arms_[i].kind != Kind::none) {
        channels.add(arms_[i].channel);
      }
      if (arms_[i].kind == Kind::completion) {
        completions.add(arms_[i].completion);
      }
    }
    const auto unlock = [&] {
      completions.unlock();
      channels.unlock();
    };
    const auto lock = [&] {
      channels.lock();
      completions.lock();
    };
    for (;;) {
      Fiber& self = enter_operation();
      lock();
      const int ready = world::mutated(Mutant::select_believes_hints) ? nothing : poll();
      if (ready >= 0) {
        unlock();
        return ready;
      }
      if (ready == receiver_lags) {
        unlock();
        raise_if_failed(ready);
      }
      if (ready == send_to_closed || !can_become_ready()) {
        const int fallback = find(Kind::fallback);
        unlock();
        if (ready != send_to_closed && fallback >= 0) {
          return fallback;
        }
        raise(ChannelClosed{}, site_);
      }
      if (const int fallback = find(Kind::fallback); fallback >= 0) {
        unlock();
        return fallback;
      }
      if (const int chosen = wait(self, lock, unlock); chosen >= 0) {
        return chosen;
      }
    }
  }

  int find(Kind kind) const {
    for (int i = 0; i < count_; ++i) {
      if (arms_[i].kind == kind) {
        return i;
      }
    }
    return nothing;
  }

  int poll() {
    Order order(count_, biased_);
    for (int i = 0; i < count_; ++i) {
      order.add(i);
    }
    while (!order.empty()) {
      if (const int result = poll_arm(order.next()); result != nothing) {
        return result;
      }
    }
    const int after = find(Kind::after);
    return after >= 0 && arms_[after].deadline <= Instant::now().as_nanoseconds() ? after : nothing;
  }

  int poll_arm(int i) {
    SelectArm& arm = arms_[i];
    switch (arm.kind) {
      case Kind::recv:
        if ((lost_ = arm.channel->take_lost()) != 0) {
          return receiver_lags;
        }
        return arm.channel->recv_now(arm.slot) == Transfer::done ? i : nothing;
      case Kind::send:
        switch (arm.channel->send_now(arm.slot)) {
          case Transfer::done:
            return i;
          case Transfer::closed:
            return send_to_closed;
          default:
            return nothing;
        }
      case Kind::closed:
        return arm.channel->drained() ? i : nothing;
      case Kind::completion:
        return arm.completion->done() ? i : nothing;
      default:
        return nothing;
    }
  }

  bool can_become_ready() const {
    for (int i = 0; i < count_; ++i) {
      const SelectArm& arm = arms_[i];
      if (arm.kind == Kind::none || (arm.kind == Kind::recv && arm.channel->closed)) {
        continue;
      }
      return true;
    }
    return false;
  }

  WaitList& list_of(const SelectArm& arm) {
    switch (arm.kind) {
      case Kind::recv:
        return arm.channel->receivers;
      case Kind::send:
        return arm.channel->senders;
      case Kind::closed:
        return arm.channel->closers;
      default:
        return arm.completion->waiters;
    }
  }
  void enqueue(const SelectArm& arm, ChannelWaiter& waiter) {
    switch (arm.kind) {
      case Kind::recv:
        arm.channel->wait_to_receive(waiter);
        break;
      case Kind::send:
        arm.channel->wait_to_send(waiter);
        break;
      default:
        list_of(arm).push(waiter);
    }
  }
  static bool waits(const SelectArm& arm) {
    return arm.kind == Kind::send || arm.kind == Kind::closed || arm.kind == Kind::completion ||
           (arm.kind == Kind::recv && !arm.channel->closed);
  }

  void give_up(const SelectArm& arm, ChannelWaiter& waiter) {
    if (arm.kind == Kind::completion) {
      SpinGuard guard(arm.completion->lock);
      list_of(arm).unlink(waiter);
    } else {
      ChannelGuard guard(arm.channel->lock);
      list_of(arm).unlink(waiter);
    }
  }

  // Locked on entry, unlocked on return. The arm that was taken, or `nothing` to start over.
  template <typename Lock, typename Unlock>
  int wait(Fiber& self, [[maybe_unused]] const Lock& lock, const Unlock& unlock) {
    Wait wait(self, "select", site_);
    PerArm<ChannelWaiter> waiters(count_);
    std::int64_t deadline = no_deadline;
    int after = nothing;
    if (world::mutated(Mutant::select_enqueues_after_unlocking)) {
      unlock();
      lock();
    }
    for (int i = 0; i < count_; ++i) {
      SelectArm& arm = arms_[i];
      ChannelWaiter& waiter = waiters[i];
      waiter.wait = &wait;
      waiter.arm = i;
      waiter.slot = arm.slot;
      if (arm.kind == Kind::after && arm.deadline < deadline) {
        deadline = arm.deadline;
        after = i;
      } else if (waits(arm)) {
        enqueue(arm, waiter);
        waiter.in_list = true;
      }
    }
    unlock();
    const int outcome = suspend(wait, deadline);
    for (int i = 0; i < count_; ++i) {
      if (i != outcome && waiters[i].in_list && !world::mutated(Mutant::select_leaves_losers_linked)) {
        give_up(arms_[i], waiters[i]);
      }
    }
    if (outcome == Wait::cancelled) {
      raise_cancelled();
    }
    if (outcome == Wait::timed_out) {
      return after;
    }
    return waiters[outcome].closed ? nothing : outcome;
  }

  SelectArm* arms_;
  int count_;
  bool biased_;
  Site site_;
  std::uint64_t lost_ = 0;
};

}  // namespace

// By addresses alone, the order of locks would differ from run to run. They decide between the few completions that share
// a number after 2^31.
std::uint32_t Completion::number() noexcept {
  static std::atomic<std::uint32_t> next{0};
  std::uint32_t own = number_.load(std::memory_order_relaxed);
  if (own == 0) {
    const std::uint32_t given = next.fetch_add(1, std::memory_order_relaxed) | 1u << 31;
    own = number_.compare_exchange_strong(own, given, std::memory_order_relaxed) ? given : own;
  }
  return own;
}

int run_select(SelectArm* arms, int count, bool biased, Site site) { return SelectRun(arms, count, biased, site).run(); }

}  // namespace aria::detail
