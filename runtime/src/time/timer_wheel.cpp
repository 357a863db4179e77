#include "time/timer_wheel.hpp"

#include <bit>
#include <utility>

#include "time/timer_queue.hpp"

namespace aria::detail {

TimerWheel::Place TimerWheel::place_of(Tick tick) const noexcept {
  const int level = (std::bit_width(tick ^ horizon_) - 1) / slot_bits;
  return {level, static_cast<int>(digit(tick, level))};
}

void TimerWheel::insert(TimerNode& node) noexcept {
  const auto [level, slot] = place_of(tick_of(node.deadline));
  TimerNode*& first = lists_[level][slot];
  node.previous = nullptr;
  node.next = first;
  if (first != nullptr) {
    first->previous = &node;
  }
  first = &node;
  used_[level][slot / 64] |= std::uint64_t{1} << (slot % 64);
  ++count_;
}

void TimerWheel::erase(TimerNode& node) noexcept {
  --count_;
  if (node.next != nullptr) {
    node.next->previous = node.previous;
  }
  if (node.previous != nullptr) {
    node.previous->next = node.next;
    return;
  }
  const auto [level, slot] = place_of(tick_of(node.deadline));
  lists_[level][slot] = node.next;
  if (node.next == nullptr) {
    used_[level][slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  }
}

TimerWheel::Place TimerWheel::first(Tick& begin) const noexcept {
  for (int level = 0; level < levels; ++level) {
    const auto own = static_cast<int>(digit(horizon_, level));
    for (int word = own / 64; word < slots / 64; ++word) {
      std::uint64_t bits = used_[level][word];
      if (word == own / 64) {
        bits &= ~std::uint64_t{0} << (own % 64);  // none of them is the horizon's own: that holds nothing
      }
      if (bits != 0) {
        const int slot = word * 64 + std::countr_zero(bits);
        const int shift = level * slot_bits;
        begin = (((horizon_ >> shift) & ~Tick{slots - 1}) | static_cast<Tick>(slot)) << shift;
        return {level, slot};
      }
    }
  }
  return {-1, 0};
}

std::int64_t TimerWheel::due_not_before() const noexcept {
  Tick begin = 0;
  return first(begin).level < 0 ? INT64_MAX : static_cast<std::int64_t>(begin << tick_bits);
}

// The horizon goes from one slot that holds anything to the next; where it comes to a slot of a higher level, those timers
// find lower places.
TimerNode* TimerWheel::take(Tick limit) noexcept {
  while (due_ == nullptr) {
    Tick begin = 0;
    const auto [level, slot] = first(begin);
    if (level < 0 || begin > limit) {
      horizon_ = limit > horizon_ ? limit : horizon_;
      return nullptr;
    }
    horizon_ = begin;
    TimerNode* node = std::exchange(lists_[level][slot], nullptr);
    used_[level][slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
    while (node != nullptr) {
      TimerNode* next = node->next;
      --count_;
      if (tick_of(node->deadline) == horizon_) {
        node->next = due_;
        due_ = node;
      } else {
        insert(*node);
      }
      node = next;
    }
  }
  return std::exchange(due_, due_->next);
}

}  // namespace aria::detail
