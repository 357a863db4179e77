// Select: lock all channels, one claim word.
//
//  1. Checkpoint.
//  2. Lock the channels in the order of their numbers, then the completions by address; each once.
//  3. Look at the arms in random order (biased: source order); commit the first that is ready.
//  4. None ready: fallback, or ChannelClosed if none can ever be. Else, still locked, one waiter per arm; unlock; park.
//  5. Whoever completes an arm wins the claim word; the winner moves the value before it wakes us.
//  6. Awake: unlink the losers under their locks. Woken by a close, a receive arm starts over; a send arm raises.
#include <algorithm>
#include <vector>

#include <aria/detail/error_types.hpp>
#include <aria/detail/task_core.hpp>
#include <aria/time.hpp>

#include "sync/channel_core.hpp"
#include "sync/completion.hpp"
#include "sync/task_runner.hpp"

namespace aria::detail {

namespace {

using Kind = SelectArm::Kind;

std::uint64_t random_number() {
  static std::atomic<std::uint64_t> state{0x9E3779B97F4A7C15u};
  std::uint64_t x = state.fetch_add(0x9E3779B97F4A7C15u, std::memory_order_relaxed);
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

class SelectRun {
 public:
  SelectRun(SelectArm* arms, int count, bool biased, Site site) : arms_(arms), count_(count), biased_(biased), site_(site) {
    for (int i = 0; i < count; ++i) {
      if (arms[i].channel != nullptr && arms[i].kind != Kind::none) {
        channels_.push_back(arms[i].channel);
      }
      if (arms[i].kind == Kind::completion) {
        completions_.push_back(arms[i].completion);
      }
    }
    std::sort(channels_.begin(), channels_.end(), [](auto* a, auto* b) { return a->number < b->number; });
    channels_.erase(std::unique(channels_.begin(), channels_.end()), channels_.end());
    std::sort(completions_.begin(), completions_.end());
    completions_.erase(std::unique(completions_.begin(), completions_.end()), completions_.end());
  }

  int run() {
    for (;;) {
      checkpoint();
      lock();
      const int ready = poll();
      if (ready >= 0) {
        unlock();
        return ready;
      }
      if (ready == receiver_lags) {
        const std::uint64_t lost = std::exchange(lost_, 0);
        unlock();
        raise(Lagged(lost), site_);
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
      if (const int chosen = wait(); chosen >= 0) {
        return chosen;
      }
    }
  }

 private:
  static constexpr int nothing = -1;
  static constexpr int send_to_closed = -2;
  static constexpr int receiver_lags = -3;

  void lock() {
    for (ChannelCore* channel : channels_) {
      channel->lock.lock();
    }
    for (Completion* completion : completions_) {
      completion->lock.lock();
    }
  }
  void unlock() {
    for (Completion* completion : completions_) {
      completion->lock.unlock();
    }
    for (ChannelCore* channel : channels_) {
      channel->lock.unlock();
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
    std::vector<int> order(static_cast<std::size_t>(count_));
    for (int i = 0; i < count_; ++i) {
      order[static_cast<std::size_t>(i)] = i;
    }
    if (!biased_) {
      for (int i = count_ - 1; i > 0; --i) {
        std::swap(order[static_cast<std::size_t>(i)], order[random_number() % static_cast<std::uint64_t>(i + 1)]);
      }
    }
    for (const int i : order) {
      if (const int result = poll_arm(i); result != nothing) {
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
  static bool waits(const SelectArm& arm) {
    return arm.kind == Kind::send || arm.kind == Kind::closed || arm.kind == Kind::completion ||
           (arm.kind == Kind::recv && !arm.channel->closed);
  }

  // Locked on entry, unlocked on return. The arm that was taken, or `nothing` to start over.
  int wait() {
    Wait wait("select", site_);
    std::vector<ChannelWaiter> waiters(static_cast<std::size_t>(count_));
    std::int64_t deadline = no_deadline;
    int after = nothing;
    for (int i = 0; i < count_; ++i) {
      SelectArm& arm = arms_[i];
      ChannelWaiter& waiter = waiters[static_cast<std::size_t>(i)];
      waiter.wait = &wait;
      waiter.arm = i;
      waiter.slot = arm.slot;
      if (arm.kind == Kind::after && arm.deadline < deadline) {
        deadline = arm.deadline;
        after = i;
      } else if (waits(arm)) {
        list_of(arm).push(waiter);
      }
    }
    unlock();
    const int outcome = suspend(wait, deadline);
    lock();
    for (int i = 0; i < count_; ++i) {
      if (waiters[static_cast<std::size_t>(i)].linked) {
        list_of(arms_[i]).unlink(waiters[static_cast<std::size_t>(i)]);
      }
    }
    unlock();
    if (outcome == Wait::cancelled) {
      raise_cancelled();
    }
    if (outcome == Wait::timed_out) {
      return after;
    }
    return waiters[static_cast<std::size_t>(outcome)].closed ? nothing : outcome;
  }

  SelectArm* arms_;
  int count_;
  bool biased_;
  Site site_;
  std::uint64_t lost_ = 0;
  std::vector<ChannelCore*> channels_;
  std::vector<Completion*> completions_;
};

}  // namespace

int run_select(SelectArm* arms, int count, bool biased, Site site) { return SelectRun(arms, count, biased, site).run(); }

}  // namespace aria::detail
