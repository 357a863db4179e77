// A growing circular queue of items: push and pop at both ends. Not thread-safe; its owner's lock guards it. The two
// indexes are atomics only so that thieves may look at the length without the lock.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "scheduler/job.hpp"
#include "seam/world.hpp"

namespace aria::detail {

class Ring {
 public:
  explicit Ring(std::size_t capacity = 256) : slots_(capacity) {}  // a power of two

  std::size_t size() const noexcept { return bottom_.load(std::memory_order_relaxed) - top(); }
  std::uint64_t top() const noexcept { return top_.load(std::memory_order_relaxed); }

  void push_back(Item item) {
    if (size() == slots_.size()) {
      grow();
    }
    const std::uint64_t at = bottom_.load(std::memory_order_relaxed);
    world::point("push");
    slot(at) = item;
    bottom_.store(at + 1, std::memory_order_relaxed);
  }
  Item pop_front() noexcept {
    if (size() == 0) {
      return {};
    }
    const std::uint64_t at = top();
    world::point("pop");
    top_.store(at + 1, std::memory_order_relaxed);
    return slot(at);
  }
  Item pop_back() noexcept {
    if (size() == 0) {
      return {};
    }
    const std::uint64_t at = bottom_.load(std::memory_order_relaxed) - 1;
    world::point("pop");
    bottom_.store(at, std::memory_order_relaxed);
    return slot(at);
  }
  // Removes the item if it is one of the `reach` that came last. The others keep their order.
  bool take_back(Item item, std::size_t reach) noexcept {
    const std::uint64_t bottom = bottom_.load(std::memory_order_relaxed);
    const std::uint64_t farthest = bottom - std::min<std::uint64_t>(size(), reach);
    std::uint64_t at = bottom;
    while (at != farthest && slot(at - 1) != item) {
      --at;
    }
    if (at == farthest) {
      return false;
    }
    world::point("pop");
    for (; at != bottom; ++at) {
      slot(at - 1) = slot(at);
    }
    bottom_.store(bottom - 1, std::memory_order_relaxed);
    return true;
  }

 private:
  Item& slot(std::uint64_t at) noexcept { return slots_[at & (slots_.size() - 1)]; }

  void grow() {
    std::vector<Item> larger(slots_.size() * 2);
    for (std::uint64_t i = top(); i != bottom_.load(std::memory_order_relaxed); ++i) {
      larger[i & (larger.size() - 1)] = slot(i);
    }
    slots_ = std::move(larger);
  }

  std::vector<Item> slots_;
  std::atomic<std::uint64_t> top_{0};
  std::atomic<std::uint64_t> bottom_{0};
};

}  // namespace aria::detail
