// Things that happen later, or again and again.
//
// Ticker: a periodic channel. The first tick comes after one period; missed ticks coalesce; the schedule stays aligned.
//
//   auto beat = aria::ticker(1_s);
//   aria::select(aria::recv(inbox), aria::recv(beat.tick()));
//
// Timer: an action that runs once, as a task of the program's root scope, unless it is cancelled before.
//
//   aria::Timer reminder = aria::Timer::after(5_s, [] { … });      reminder.cancel();
#pragma once

#include <memory>
#include <utility>

#include <aria/channel.hpp>
#include <aria/detail/pending_action.hpp>
#include <aria/detail/tick_source.hpp>
#include <aria/time.hpp>

namespace aria {

class Ticker {
 public:
  explicit Ticker(Duration period)
      : ticks_(1), source_(detail::start_ticking(period, *ticks_.channel(), [](detail::ChannelCore& ticks) {
          detail::Slot<Unit> tick(Unit{});
          tick.set_full(detail::channel_try_send(ticks, tick.memory()) != detail::Transfer::done);
        })) {}
  // A receive source; recv() on it waits for the next tick.
  const Channel<Unit>& tick() const noexcept { return ticks_; }
  // No more ticks; a `for` over them ends.
  void stop() const noexcept { ticks_.close(); }
  auto begin(Site site = Site::here()) const { return ticks_.begin(site); }
  std::default_sentinel_t end() const noexcept { return {}; }
  auto iter(Site site = Site::here()) const { return ticks_.iter(site); }

 private:
  Channel<Unit> ticks_;  // outlives the source
  std::shared_ptr<detail::TickSource> source_;
};

inline Ticker ticker(Duration period) { return Ticker(period); }
inline Ticker interval(Duration period) { return Ticker(period); }

class Timer {
 public:
  template <typename Action>
  static Timer after(Duration time, Action action, Site site = Site::here()) {
    Timer timer(detail::Ref<detail::PendingAction>(new detail::PendingActionOf<Action>(std::move(action), site)));
    timer.pending_->start(time);
    return timer;
  }
  // Has no effect once the action has begun. What the action holds is dropped before this returns.
  void cancel() const { pending_->cancel(); }

 private:
  explicit Timer(detail::Ref<detail::PendingAction> pending) : pending_(std::move(pending)) {}

  detail::Ref<detail::PendingAction> pending_;
};

}  // namespace aria
