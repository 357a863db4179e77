// Select: waits for the first of several operations.
//
//   auto chosen = aria::select(aria::recv(inbox).when(open), aria::send(out, [&] { return next; }), aria::after(1_s));
//   if (auto* message = chosen.received<0>()) { … } else if (chosen.is<1>()) { … } else { … }
//
// Exactly one arm commits; losing arms have no effect. Guards are evaluated by the caller, a send arm's lambda only if
// its guard holds. Among ready arms the choice is random; select_biased takes the first.
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aria/channel.hpp>
#include <aria/scope.hpp>

namespace aria {

namespace detail {

template <typename Derived>
class ArmBase {
 public:
  Derived when(bool guard) && {
    enabled_ = guard;
    return std::move(static_cast<Derived&>(*this));
  }

 protected:
  bool enabled_ = true;
};

template <typename T>
class RecvArm : public ArmBase<RecvArm<T>> {
 public:
  using Value = T;
  // Borrows the channel of a handle that outlives the select, or shares in it.
  explicit RecvArm(ChannelCore& channel) noexcept : channel_(&channel), share_(nullptr) {}
  explicit RecvArm(ChannelRef&& share) noexcept : channel_(&*share), share_(std::move(share)) {}
  SelectArm prepare() { return this->enabled_ ? SelectArm{SelectArm::Kind::recv, channel_, nullptr, slot_.memory(), 0} : SelectArm{}; }
  void commit() { slot_.set_full(true); }
  T* received() noexcept { return &slot_.get(); }

 private:
  ChannelCore* channel_;
  ChannelRef share_;
  Slot<T> slot_;
};

template <typename T, typename Make>
class SendArm : public ArmBase<SendArm<T, Make>> {
 public:
  SendArm(ChannelRef channel, Make make) : channel_(std::move(channel)), make_(std::move(make)) {}
  SelectArm prepare() {
    if (!this->enabled_) {
      return {};
    }
    value_.emplace(T(make_()));
    return {SelectArm::Kind::send, &*channel_, nullptr, value_->memory(), 0};
  }
  void commit() { value_->set_full(false); }

 private:
  ChannelRef channel_;
  Make make_;
  std::optional<Slot<T>> value_;
};

class ClosedArm : public ArmBase<ClosedArm> {
 public:
  explicit ClosedArm(ChannelRef channel) noexcept : channel_(std::move(channel)) {}
  SelectArm prepare() { return enabled_ ? SelectArm{SelectArm::Kind::closed, &*channel_, nullptr, nullptr, 0} : SelectArm{}; }
  void commit() {}

 private:
  ChannelRef channel_;
};

class AfterArm : public ArmBase<AfterArm> {
 public:
  explicit AfterArm(Duration time) noexcept : time_(time) {}
  SelectArm prepare() { return enabled_ ? SelectArm{SelectArm::Kind::after, nullptr, nullptr, nullptr, deadline_after(time_)} : SelectArm{}; }
  void commit() {}

 private:
  Duration time_;
};

class DefaultArm : public ArmBase<DefaultArm> {
 public:
  SelectArm prepare() { return enabled_ ? SelectArm{SelectArm::Kind::fallback, nullptr, nullptr, nullptr, 0} : SelectArm{}; }
  void commit() {}
};

// The end of a task; its value, or what it failed with, is delivered by received().
template <typename T>
class TaskArm : public ArmBase<TaskArm<T>> {
 public:
  using Value = T;
  explicit TaskArm(Task<T> task) noexcept : task_(std::move(task)) {}
  SelectArm prepare() {
    return this->enabled_ ? SelectArm{SelectArm::Kind::completion, nullptr, &task_.core().completion(), nullptr, 0} : SelectArm{};
  }
  void commit() { value_.emplace(task_.await()); }
  T* received() noexcept { return &*value_; }

 private:
  Task<T> task_;
  std::optional<T> value_;
};

class ScopeArm : public ArmBase<ScopeArm> {
 public:
  using Value = Unit;
  explicit ScopeArm(Ref<ScopeCore> scope) noexcept : scope_(std::move(scope)) {}
  SelectArm prepare() { return enabled_ ? SelectArm{SelectArm::Kind::completion, nullptr, &scope_->completion(), nullptr, 0} : SelectArm{}; }
  void commit() {}
  Unit* received() noexcept { return &unit_; }

 private:
  Ref<ScopeCore> scope_;
  Unit unit_;
};

// An arm that is made when its turn comes, and only if its guard holds.
template <typename Make>
class ArmInTurn : public ArmBase<ArmInTurn<Make>> {
  using Arm = std::invoke_result_t<Make&>;

 public:
  explicit ArmInTurn(Make make) : make_(std::move(make)) {}
  SelectArm prepare() {
    if (!this->enabled_) {
      return {};
    }
    arm_.emplace(make_());
    return arm_->prepare();
  }
  void commit() { arm_->commit(); }
  auto received() noexcept
    requires requires(Arm& arm) { arm.received(); }
  {
    return arm_->received();
  }

 private:
  Make make_;
  std::optional<Arm> arm_;
};

}  // namespace detail

// For operands that do something: in_turn([&] { return recv_keeping(connect()); }).
template <typename Make>
auto in_turn(Make make) {
  return detail::ArmInTurn<Make>(std::move(make));
}
// A handle that is named is borrowed: it stays where it is until the select is over.
template <typename T>
auto recv(const Channel<T>& channel) {
  return detail::RecvArm<T>(*channel.channel());
}
template <typename T>
auto recv(const RecvChan<T>& channel) {
  return detail::RecvArm<T>(*channel.channel());
}
// The arm keeps the channel: for in_turn, whose operand may be a local of its lambda.
template <template <typename> typename Receiver, typename T>
auto recv_keeping(const Receiver<T>& channel) {
  return detail::RecvArm<T>(detail::ChannelRef(channel.channel()));
}
template <typename T>
auto recv(const Channel<T>&& channel) {
  return recv_keeping(channel);
}
template <typename T>
auto recv(const RecvChan<T>&& channel) {
  return recv_keeping(channel);
}
template <typename T>
auto recv(const Task<T>& task) {
  return detail::TaskArm<T>(task);
}
inline auto recv(const ScopeDone& done) { return detail::ScopeArm(done.core()); }
template <typename T>
auto recv_keeping(const Task<T>& task) {
  return recv(task);
}
inline auto recv_keeping(const ScopeDone& done) { return recv(done); }
template <template <typename> typename Sender, typename T, typename Value>
auto send(const Sender<T>& channel, Value value) {
  if constexpr (std::is_invocable_v<Value&>) {
    return detail::SendArm<T, Value>(channel.channel(), std::move(value));
  } else {
    auto give = [value = std::move(value)]() mutable -> T { return T(std::move(value)); };
    return detail::SendArm<T, decltype(give)>(channel.channel(), std::move(give));
  }
}
template <typename Receiver>
auto closed(const Receiver& channel) {
  return detail::ClosedArm(channel.channel());
}
inline auto after(Duration time) { return detail::AfterArm(time); }
inline auto otherwise() { return detail::DefaultArm(); }

// Which arm was taken, and what it received.
template <typename... Arms>
class Chosen {
 public:
  explicit Chosen(Arms... arms) : arms_(std::move(arms)...) {}

  template <std::size_t Arm>
  bool is() const noexcept {
    return index_ == static_cast<int>(Arm);
  }
  int index() const noexcept { return index_; }
  // The received value if that arm was taken, else null.
  template <std::size_t Arm>
  auto received() noexcept -> decltype(std::get<Arm>(std::declval<std::tuple<Arms...>&>()).received()) {
    return is<Arm>() ? std::get<Arm>(arms_).received() : nullptr;
  }

  void run(bool biased, Site site) {
    std::apply(
        [&](Arms&... arms) {
          detail::SelectArm prepared[] = {arms.prepare()...};
          index_ = detail::run_select(prepared, static_cast<int>(sizeof...(Arms)), biased, site);
          int i = 0;
          ((i++ == index_ ? arms.commit() : void()), ...);
        },
        arms_);
  }

 private:
  std::tuple<Arms...> arms_;
  int index_ = -1;
};

namespace detail {
template <typename T>
concept SelectArmType = requires(T arm) { arm.prepare(); };
}

template <detail::SelectArmType... Arms>
Chosen<Arms...> select(Arms... arms) {
  Chosen<Arms...> chosen(std::move(arms)...);
  chosen.run(false, Site{});
  return chosen;
}
template <detail::SelectArmType... Arms>
Chosen<Arms...> select(Site site, Arms... arms) {
  Chosen<Arms...> chosen(std::move(arms)...);
  chosen.run(false, site);
  return chosen;
}
template <detail::SelectArmType... Arms>
Chosen<Arms...> select_biased(Arms... arms) {
  Chosen<Arms...> chosen(std::move(arms)...);
  chosen.run(true, Site{});
  return chosen;
}

// select_any(channels) { |i, v| … }: receives from whichever channel has a value first.
template <typename Channels, typename Body>
auto select_any(const Channels& channels, Body&& body, Site site = Site::here()) {
  using T = typename std::decay_t<decltype(*channels.begin())>::value_type;
  std::vector<detail::SelectArm> arms;
  detail::Slot<T> slot;
  for (const auto& channel : channels) {
    arms.push_back({detail::SelectArm::Kind::recv, &*channel.channel(), nullptr, slot.memory(), 0});
  }
  const int index = detail::run_select(arms.data(), static_cast<int>(arms.size()), false, site);
  slot.set_full(true);
  return body(Int(index), std::move(slot.get()));
}

}  // namespace aria
