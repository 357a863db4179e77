// Channels: values handed from task to task.
//
//   auto ch = aria::Channel<aria::Int>(16);          Channel<Int>.new(capacity: 16)
//   s.spawn([ch] { ch.send(1); ch.close(); });
//   for (aria::Int v : ch) { … }                     for v in ch
//
// Handles are small, copyable and thread-safe. A value is moved in, and belongs to its sender until a receiver or the
// buffer has it. Waiters are served in FIFO order.
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aria/detail/channel_core.hpp>
#include <aria/std/enum.hpp>
#include <aria/std/iterator.hpp>
#include <aria/task.hpp>

namespace aria {

// A value that could not be sent.
template <typename T>
struct TrySendError {
  struct Full {
    T value;
    auto reflect() const { return record("Full", value); }
  };
  struct Closed {
    T value;
    auto reflect() const { return record("Closed", value); }
  };
  ARIA_ENUM(TrySendError, Full, Closed)
};

namespace detail {

template <typename T>
inline constexpr ValueOps value_ops = {
    sizeof(T), alignof(T),
    [](void* to, void* from) noexcept {
      T* value = static_cast<T*>(from);
      new (to) T(std::move(*value));
      value->~T();
    },
    [](void* value) noexcept { static_cast<T*>(value)->~T(); },
    std::is_trivially_copyable_v<T> && sizeof(T) == sizeof(std::uint64_t)};

// Room for one value that comes or goes through a channel.
template <typename T>
class Slot {
 public:
  Slot() noexcept = default;
  explicit Slot(T value) : full_(true) { new (memory_) T(std::move(value)); }
  Slot(Slot&& other) noexcept : full_(std::exchange(other.full_, false)) {
    if (full_) {
      value_ops<T>.relocate(memory_, other.memory_);
    }
  }
  Slot& operator=(Slot&&) = delete;
  ~Slot() {
    if (full_) {
      get().~T();
    }
  }
  void* memory() noexcept { return memory_; }
  T& get() noexcept { return *reinterpret_cast<T*>(memory_); }
  bool full() const noexcept { return full_; }
  void set_full(bool full) noexcept { full_ = full; }

 private:
  bool full_ = false;
  alignas(T) unsigned char memory_[sizeof(T)];
};

class ChannelRef {
 public:
  explicit ChannelRef(ChannelCore* adopted) noexcept : core_(adopted) {}
  ChannelRef(const ChannelRef& other) noexcept : core_(other.core_) {
    if (core_ != nullptr) {
      retain_channel(*core_);
    }
  }
  ChannelRef(ChannelRef&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}
  ChannelRef& operator=(ChannelRef other) noexcept {
    std::swap(core_, other.core_);
    return *this;
  }
  ~ChannelRef() {
    if (core_ != nullptr) {
      release_channel(*core_);
    }
  }
  ChannelCore& operator*() const noexcept { return *core_; }
  explicit operator bool() const noexcept { return core_ != nullptr; }

 private:
  ChannelCore* core_;
};

inline bool channel_full(ChannelCore& channel) noexcept { return channel_capacity(channel) <= channel_len(channel); }
inline std::int64_t shown_capacity(const ChannelCore& channel) noexcept {
  const std::size_t capacity = channel_capacity(channel);
  return capacity == unbounded_capacity ? INT64_MAX : static_cast<std::int64_t>(capacity);
}

inline String channel_text(const char* kind, const ChannelCore& channel) {
  return String(std::string(kind) + "(" + std::to_string(channel_number(channel)) + ")");
}

// Counts a sending half while it lives.
class SendingHalf {
 public:
  SendingHalf(ChannelRef channel, bool closes) noexcept : channel_(std::move(channel)), closes_(closes) {
    if (channel_) {
      channel_add_sender(*channel_, closes_);
    }
  }
  SendingHalf(const SendingHalf& other) noexcept : SendingHalf(other.channel_, other.closes_) {}
  SendingHalf(SendingHalf&& other) noexcept : channel_(std::move(other.channel_)), closes_(other.closes_) {}
  SendingHalf& operator=(SendingHalf other) noexcept {
    std::swap(channel_, other.channel_);
    std::swap(closes_, other.closes_);
    return *this;
  }
  ~SendingHalf() { give_up(); }
  void give_up() noexcept {
    if (channel_) {
      channel_drop_sender(*channel_, closes_);
      channel_ = ChannelRef(nullptr);
    }
  }

 private:
  ChannelRef channel_;
  bool closes_;
};

template <typename T>
class Sending {
 public:
  void send(T value, Site site = Site::here()) const {
    Slot<T> slot(std::move(value));
    if (settle(slot, channel_send(*channel_, slot.memory(), INT64_MAX, site)) == Transfer::closed) {
      raise(ChannelClosed{}, site);
    }
  }
  // Err gives the value back.
  Result<Unit, T> send_result(T value, Site site = Site::here()) const {
    Slot<T> slot(std::move(value));
    if (settle(slot, channel_send(*channel_, slot.memory(), INT64_MAX, site)) == Transfer::closed) {
      return Err(std::move(slot.get()));
    }
    return Unit{};
  }
  Result<Unit, TrySendError<T>> try_send(T value) const {
    Slot<T> slot(std::move(value));
    switch (settle(slot, channel_try_send(*channel_, slot.memory()))) {
      case Transfer::closed:
        return Err(TrySendError<T>(typename TrySendError<T>::Closed{std::move(slot.get())}));
      case Transfer::would_block:
        return Err(TrySendError<T>(typename TrySendError<T>::Full{std::move(slot.get())}));
      default:
        return Unit{};
    }
  }
  Result<Unit, TimeoutError> send_timeout(T value, Duration time, Site site = Site::here()) const {
    Slot<T> slot(std::move(value));
    switch (settle(slot, channel_send(*channel_, slot.memory(), deadline_after(time), site))) {
      case Transfer::closed:
        raise(ChannelClosed{}, site);
      case Transfer::timed_out:
        return Err(TimeoutError{});
      default:
        return Unit{};
    }
  }

 protected:
  explicit Sending(ChannelRef channel) noexcept : channel_(std::move(channel)) {}
  ChannelRef channel_;

 private:
  static Transfer settle(Slot<T>& slot, Transfer transfer) {
    slot.set_full(transfer != Transfer::done);
    return transfer;
  }
};

// Input iterator of a `for` over a channel.
template <typename T>
class ChannelIterator {
 public:
  using value_type = T;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::input_iterator_tag;
  using pointer = T*;
  using reference = T&&;

  explicit ChannelIterator(ChannelRef channel, Site site) : channel_(std::move(channel)), site_(site) { ++*this; }
  T&& operator*() noexcept { return std::move(*value_); }
  ChannelIterator& operator++() {
    Slot<T> slot;
    value_.reset();
    if (channel_recv(*channel_, slot.memory(), INT64_MAX, true, site_) == Transfer::done) {
      slot.set_full(true);
      value_.emplace(std::move(slot.get()));
    }
    return *this;
  }
  friend bool operator==(const ChannelIterator& it, std::default_sentinel_t) noexcept { return !it.value_; }

 private:
  ChannelRef channel_;
  Site site_;
  std::optional<T> value_;
};

template <typename T, Transfer (*Receive)(ChannelCore&, void*)>
std::optional<T> receive_now(ChannelCore& channel) {
  Slot<T> slot;
  if (Receive(channel, slot.memory()) != Transfer::done) {
    return std::nullopt;
  }
  slot.set_full(true);
  return std::move(slot.get());
}

// Receives through the handle that Derived names with receiving_channel().
template <typename T, typename Derived>
class ReceivingPart {
 public:
  T recv(Site site = Site::here()) const {
    Slot<T> slot;
    if (channel_recv(core(), slot.memory(), INT64_MAX, false, site) != Transfer::done) {
      raise(ChannelClosed{}, site);
    }
    slot.set_full(true);
    return std::move(slot.get());
  }
  // nullopt once closed and drained.
  std::optional<T> recv_opt(Site site = Site::here()) const {
    Slot<T> slot;
    if (channel_recv(core(), slot.memory(), INT64_MAX, false, site) != Transfer::done) {
      return std::nullopt;
    }
    slot.set_full(true);
    return std::move(slot.get());
  }
  Result<T, ChannelClosed> recv_result(Site site = Site::here()) const {
    std::optional<T> value = recv_opt(site);
    if (!value) {
      return Err(ChannelClosed{});
    }
    return std::move(*value);
  }
  std::optional<T> try_recv() const { return receive_now<T, &channel_try_recv>(core()); }
  Result<T, TimeoutError> recv_timeout(Duration time, Site site = Site::here()) const {
    Slot<T> slot;
    switch (channel_recv(core(), slot.memory(), deadline_after(time), false, site)) {
      case Transfer::timed_out:
        return Err(TimeoutError{});
      case Transfer::done:
        slot.set_full(true);
        return std::move(slot.get());
      default:
        raise(ChannelClosed{}, site);
    }
  }

  Int len() const noexcept { return static_cast<std::int64_t>(channel_len(core())); }
  Int capacity() const noexcept { return shown_capacity(core()); }
  bool is_empty() const noexcept { return channel_len(core()) == 0; }
  bool is_full() const noexcept { return channel_full(core()); }
  bool is_closed() const noexcept { return channel_closed(core()); }
  void close() const noexcept { channel_close(core()); }

  ChannelIterator<T> begin(Site site = Site::here()) const {
    return ChannelIterator<T>(static_cast<const Derived&>(*this).receiving_channel(), site);
  }
  std::default_sentinel_t end() const noexcept { return {}; }
  // Lazily, as a `for` would receive.
  auto iter(Site site = Site::here()) const {
    return make_iter<T>([channel = static_cast<const Derived&>(*this).receiving_channel(), site]() -> std::optional<T> {
      Slot<T> slot;
      if (channel_recv(*channel, slot.memory(), INT64_MAX, true, site) != Transfer::done) {
        return std::nullopt;
      }
      slot.set_full(true);
      return std::move(slot.get());
    });
  }

 private:
  ChannelCore& core() const noexcept { return *static_cast<const Derived&>(*this).receiving_channel(); }
};

}  // namespace detail

// The sending end. Dropping the last one closes the channel.
template <typename T>
class SendChan : public detail::Sending<T> {
 public:
  using value_type = T;
  explicit SendChan(detail::ChannelRef channel) noexcept : detail::Sending<T>(channel), half_(std::move(channel), true) {}
  void close() const noexcept { detail::channel_close(*this->channel_); }
  bool is_closed() const noexcept { return detail::channel_closed(*this->channel_); }
  bool is_full() const noexcept { return detail::channel_full(*this->channel_); }
  Int len() const noexcept { return static_cast<std::int64_t>(detail::channel_len(*this->channel_)); }
  Int capacity() const noexcept { return detail::shown_capacity(*this->channel_); }
  const detail::ChannelRef& channel() const noexcept { return this->channel_; }
  String to_string() const { return detail::channel_text("SendChan", *this->channel_); }

 private:
  detail::SendingHalf half_;
};

// The receiving end.
template <typename T>
class RecvChan : public detail::ReceivingPart<T, RecvChan<T>> {
 public:
  using value_type = T;
  explicit RecvChan(detail::ChannelRef channel, std::shared_ptr<const void> subscription = {}) noexcept
      : channel_(std::move(channel)), subscription_(std::move(subscription)) {}
  const detail::ChannelRef& receiving_channel() const noexcept { return channel_; }
  const detail::ChannelRef& channel() const noexcept { return channel_; }
  String to_string() const { return detail::channel_text("RecvChan", *channel_); }

 private:
  detail::ChannelRef channel_;
  std::shared_ptr<const void> subscription_;  // to a broadcast; ends with the last copy
};

// Both ends.
template <typename T>
class Channel : public detail::Sending<T>, public detail::ReceivingPart<T, Channel<T>> {
 public:
  using value_type = T;
  // Capacity 0 is a rendezvous: send returns when a receiver has the value.
  explicit Channel(Int capacity = 0, Site site = Site::here())
      : Channel(make(capacity, site)) {}
  static Channel unbounded() { return Channel(detail::ChannelRef(detail::make_channel(detail::value_ops<T>, detail::unbounded_capacity))); }

  using detail::ReceivingPart<T, Channel<T>>::close;
  using detail::ReceivingPart<T, Channel<T>>::is_closed;

  std::tuple<SendChan<T>, RecvChan<T>> split() const {
    return {SendChan<T>(this->channel_), RecvChan<T>(this->channel_)};
  }
  // This handle sends no more (rule H7): the compiler calls it after the last use that may send.
  void stop_sending() const noexcept { half_.give_up(); }
  // The channel for somebody who never sends.
  Channel listening() const& {
    Channel copy = *this;
    copy.stop_sending();
    return copy;
  }
  Channel listening() && {
    stop_sending();
    return std::move(*this);
  }
  const detail::ChannelRef& receiving_channel() const noexcept { return this->channel_; }
  const detail::ChannelRef& channel() const noexcept { return this->channel_; }
  String to_string() const { return detail::channel_text("Channel", *this->channel_); }
  friend bool operator==(const Channel& a, const Channel& b) noexcept { return &*a.channel_ == &*b.channel_; }

 private:
  explicit Channel(detail::ChannelRef channel) noexcept : detail::Sending<T>(channel), half_(std::move(channel), false) {}
  static detail::ChannelRef make(Int capacity, Site site) {
    if (capacity < 0) {
      panic("a channel's capacity cannot be negative", site);
    }
    return detail::ChannelRef(detail::make_channel(detail::value_ops<T>, static_cast<std::size_t>(capacity)));
  }

  mutable detail::SendingHalf half_;
};

template <typename T>
Channel<T> bounded(Int capacity, Site site = Site::here()) {
  return Channel<T>(capacity, site);
}
template <typename T>
Channel<T> rendezvous() {
  return Channel<T>();
}
template <typename T>
std::tuple<SendChan<T>, RecvChan<T>> mpsc(Int capacity, Site site = Site::here()) {
  return Channel<T>(capacity, site).split();
}
template <typename T>
std::tuple<SendChan<T>, RecvChan<T>> spsc(Int capacity, Site site = Site::here()) {
  return Channel<T>(capacity, site).split();
}
template <typename T>
std::tuple<SendChan<T>, RecvChan<T>> mpmc(Int capacity, Site site = Site::here()) {
  return Channel<T>(capacity, site).split();
}

}  // namespace aria
