// Ticker: a periodic channel. The first tick comes after one period; missed ticks coalesce; the schedule stays aligned.
//
//   auto beat = aria::ticker(1_s);
//   aria::select(aria::recv(inbox), aria::recv(beat.tick()));
#pragma once

#include <memory>

#include <aria/channel.hpp>
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

 private:
  Channel<Unit> ticks_;  // outlives the source
  std::shared_ptr<detail::TickSource> source_;
};

inline Ticker ticker(Duration period) { return Ticker(period); }

}  // namespace aria
