// Broadcast: every subscriber sees what is sent after it subscribed.
//
//   auto [out, subscribe] = aria::broadcast<aria::Int>(16);
//   auto rx = subscribe();      out.send(1);      for (aria::Int v : rx) …
//
// Each subscriber has a buffer of its own. When one is full: `Block` waits for that subscriber, `DropOldest` makes room,
// `Error` loses the value, and the subscriber's receive raises Lagged with the number of lost values once it has seen
// what it had. Dropping a receiver unsubscribes; dropping the last sending end closes.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>
#include <vector>

#include <aria/channel.hpp>
#include <aria/detail/plain_variant.hpp>

namespace aria {

struct SlowPolicy {
  ARIA_PLAIN_VARIANT(Block)
  ARIA_PLAIN_VARIANT(DropOldest)
  ARIA_PLAIN_VARIANT(Error)
  ARIA_ENUM(SlowPolicy, Block, DropOldest, Error)
};

namespace detail {

template <typename T>
class BroadcastState {
 public:
  BroadcastState(Int capacity, SlowPolicy slow) : capacity_(capacity), slow_(slow) {}

  void send(const T& value, Site site) {
    for (const Channel<T>& subscriber : subscribers(site)) {
      deliver(subscriber, value, site);
    }
  }

  RecvChan<T> subscribe() {
    Channel<T> channel(capacity_);
    auto unsubscribe = std::shared_ptr<const void>(nullptr, [channel](const void*) { channel.close(); });
    RecvChan<T> receiver(channel.channel(), std::move(unsubscribe));
    const std::lock_guard guard(lock_);
    if (closed_) {
      channel.close();
    } else {
      std::erase_if(subscribers_, [](const Channel<T>& one) { return one.is_closed(); });
      subscribers_.push_back(std::move(channel));
    }
    return receiver;
  }

  void close() noexcept {
    const std::lock_guard guard(lock_);
    closed_ = true;
    for (const Channel<T>& subscriber : subscribers_) {
      subscriber.close();
    }
    subscribers_.clear();
  }
  bool closed() noexcept {
    const std::lock_guard guard(lock_);
    return closed_;
  }

 private:
  std::vector<Channel<T>> subscribers(Site site) {
    const std::lock_guard guard(lock_);
    if (closed_) {
      raise(ChannelClosed{}, site);
    }
    return subscribers_;
  }
  // A subscriber that has gone is closed: nothing is delivered to it.
  void deliver(const Channel<T>& subscriber, const T& value, Site site) {
    if (slow_.is<SlowPolicy::Block>()) {
      static_cast<void>(subscriber.send_result(value, site));
    } else if (slow_.is<SlowPolicy::Error>()) {
      Slot<T> slot(value);
      slot.set_full(channel_send_or_lag(*subscriber.channel(), slot.memory()) != Transfer::done);
    } else {
      for (auto sent = subscriber.try_send(value); !sent.has_value() && sent.error().template is<typename TrySendError<T>::Full>();) {
        static_cast<void>(subscriber.try_recv());
        sent = subscriber.try_send(value);
      }
    }
  }

  const Int capacity_;
  const SlowPolicy slow_;
  std::mutex lock_;  // never held across a suspension
  bool closed_ = false;
  std::vector<Channel<T>> subscribers_;
};

}  // namespace detail

template <typename T>
class BroadcastChan {
 public:
  using value_type = T;
  explicit BroadcastChan(std::shared_ptr<detail::BroadcastState<T>> state)
      : state_(state), last_end_(nullptr, [state](const void*) { state->close(); }) {}

  void send(T value, Site site = Site::here()) const { state_->send(value, site); }
  void close() const noexcept { state_->close(); }
  bool is_closed() const noexcept { return state_->closed(); }

 private:
  std::shared_ptr<detail::BroadcastState<T>> state_;
  std::shared_ptr<const void> last_end_;
};

template <typename T>
std::tuple<BroadcastChan<T>, std::function<RecvChan<T>()>> broadcast(Int capacity, SlowPolicy slow = SlowPolicy::Block{}, Site site = Site::here()) {
  if (capacity < 1) {
    panic("a broadcast needs room for at least one value", site);
  }
  auto state = std::make_shared<detail::BroadcastState<T>>(capacity, slow);
  return {BroadcastChan<T>(state), [state] { return state->subscribe(); }};
}

}  // namespace aria
