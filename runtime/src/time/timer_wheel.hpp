// Far timers: a hierarchical timing wheel (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", 1987) that sorts
// by ticks of about a millisecond. Whoever needs them in the order of their exact deadlines takes them out a tick at a time.
//
// insert and erase are O(1). Not thread-safe; never allocates.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace aria::detail {

struct TimerNode;

class TimerWheel {
 public:
  using Tick = std::uint64_t;

  static constexpr int tick_bits = 20;  // nanoseconds
  static Tick tick_of(std::int64_t nanoseconds) noexcept { return nanoseconds <= 0 ? 0 : static_cast<Tick>(nanoseconds) >> tick_bits; }

  TimerWheel() noexcept = default;
  TimerWheel(const TimerWheel&) = delete;
  TimerWheel& operator=(const TimerWheel&) = delete;

  // Everything up to this tick has been taken out, and none of it may be put in.
  Tick horizon() const noexcept { return horizon_; }
  bool empty() const noexcept { return count_ == 0; }
  // Of an empty wheel only.
  void start_at(Tick tick) noexcept { horizon_ = tick; }
  // A time, in nanoseconds, before which no timer here is due, at most a slot too early; INT64_MAX if there is none.
  std::int64_t due_not_before() const noexcept;

  void insert(TimerNode& node) noexcept;
  void erase(TimerNode& node) noexcept;
  // Moves the horizon to `tick`, if that is later, and gives all timers up to there to `sink`.
  template <typename Sink>
  void advance(Tick tick, Sink&& sink) {
    while (TimerNode* node = take(tick)) {
      sink(*node);
    }
  }

 private:
  static constexpr int slot_bits = 8;
  static constexpr int slots = 1 << slot_bits;
  static constexpr int levels = (63 - tick_bits + slot_bits - 1) / slot_bits;  // every deadline has its place

  struct Place {
    int level;
    int slot;
  };
  // Level by level, the slots that hold anything lie behind the horizon's own slot of that level: what two ticks differ
  // in first says where the later one belongs.
  Place place_of(Tick tick) const noexcept;
  // The first slot that holds anything and when it begins; no level: there is none.
  Place first(Tick& begin) const noexcept;
  TimerNode* take(Tick limit) noexcept;

  static Tick digit(Tick tick, int level) noexcept { return (tick >> (level * slot_bits)) & (slots - 1); }

  Tick horizon_ = 0;
  std::size_t count_ = 0;
  TimerNode* due_ = nullptr;  // taken out of the wheel by take, and not given yet
  std::array<std::array<TimerNode*, slots>, levels> lists_{};
  std::array<std::array<std::uint64_t, slots / 64>, levels> used_{};  // a bit for each list that is not empty
};

}  // namespace aria::detail
