// Ticks into a buffer of one from the timer thread; a tick that finds the buffer full coalesces with the one there.
#include <aria/detail/tick_source.hpp>

#include <algorithm>

#include "time/timer_queue.hpp"

namespace aria::detail {

class TickSource : public TimerNode {
 public:
  TickSource(Duration every, ChannelCore& ticks, void (*send)(ChannelCore&)) : TimerNode(&tick), ticks_(ticks), send_(send) {
    period = std::max(every.as_nanoseconds(), std::int64_t{1});
    TimerQueue::shared().add(*this, (Instant::now() + every).as_nanoseconds());
  }
  ~TickSource() { TimerQueue::shared().remove(*this); }

 private:
  static void tick(TimerNode& node) {
    auto& self = static_cast<TickSource&>(node);
    self.send_(self.ticks_);
  }
  ChannelCore& ticks_;
  void (*send_)(ChannelCore&);
};

std::shared_ptr<TickSource> start_ticking(Duration period, ChannelCore& ticks, void (*send)(ChannelCore&)) {
  return std::make_shared<TickSource>(period, ticks, send);
}

}  // namespace aria::detail
