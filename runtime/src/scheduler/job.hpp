// What a queue holds: a job that has not started, or a fiber that can go on.
#pragma once

#include <cstdint>

#include <aria/detail/job.hpp>

#include "scheduler/fiber.hpp"

namespace aria::detail {

class Item {
 public:
  constexpr Item() noexcept = default;
  Item(Job& job) noexcept : bits_(reinterpret_cast<std::uintptr_t>(&job)) {}
  Item(Fiber& fiber) noexcept : bits_(reinterpret_cast<std::uintptr_t>(&fiber) | 1) {}

  explicit operator bool() const noexcept { return bits_ != 0; }
  Job* job() const noexcept { return (bits_ & 1) == 0 ? reinterpret_cast<Job*>(bits_) : nullptr; }
  Fiber* fiber() const noexcept { return (bits_ & 1) != 0 ? reinterpret_cast<Fiber*>(bits_ & ~std::uintptr_t{1}) : nullptr; }
  friend bool operator==(Item, Item) = default;

 private:
  std::uintptr_t bits_ = 0;
};

}  // namespace aria::detail
