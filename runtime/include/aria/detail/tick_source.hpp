// The periodic timer behind a Ticker.
#pragma once

#include <memory>

#include <aria/detail/channel_core.hpp>
#include <aria/time.hpp>

namespace aria::detail {

class TickSource;

// Calls `send` on the timer thread once a period until the result is dropped; `ticks` must outlive it.
std::shared_ptr<TickSource> start_ticking(Duration period, ChannelCore& ticks, void (*send)(ChannelCore&));

}  // namespace aria::detail
