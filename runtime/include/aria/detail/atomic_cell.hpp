// How an Atomic holds its value: as one machine word where that says everything about it, else behind a lock.
//
// Only Atomic uses these. An Int is stored as its bits, since a std::atomic of a class has no arithmetic.
// GuardedCell holds its lock for the exchange of a pointer alone: copying, comparing and dropping values may run code
// of the program, which may use the same atomic. Its lock is stronger than any order that is asked for.
// Rejected: std::atomic<std::shared_ptr>, which libc++ lacks and which is a lock as well.
#pragma once

#include <atomic>
#include <concepts>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>

#include <aria/std/char.hpp>
#include <aria/std/compare.hpp>
#include <aria/std/int.hpp>

namespace aria::detail {

// The word that stands for a value.
template <typename T>
struct AtomicWord {
  using Stored = T;
};
template <typename Rep>
struct AtomicWord<Integer<Rep>> {
  using Stored = Rep;
};

// Types of the program are left out: their `==` may be their own.
template <typename T>
concept AtomicAsWord = std::is_arithmetic_v<typename AtomicWord<T>::Stored> || std::same_as<T, Char>;

template <typename T>
class WordCell {
  using Stored = typename AtomicWord<T>::Stored;

 public:
  explicit WordCell(T value) : word_(static_cast<Stored>(value)) {}

  T load(std::memory_order order) const { return T(word_.load(order)); }
  void store(T value, std::memory_order order) { word_.store(static_cast<Stored>(value), order); }
  T exchange(T value, std::memory_order order) { return T(word_.exchange(static_cast<Stored>(value), order)); }
  bool compare_exchange(T expected, T desired, std::memory_order success, std::memory_order failure) {
    auto stored = static_cast<Stored>(expected);
    if constexpr (std::is_floating_point_v<Stored>) {
      // 0.0 is -0.0, of other bits; a NaN is nothing.
      auto held = word_.load(failure);
      do {
        if (held != stored) return false;
      } while (!word_.compare_exchange_weak(held, static_cast<Stored>(desired), success, failure));
      return true;
    } else {
      return word_.compare_exchange_strong(stored, static_cast<Stored>(desired), success, failure);
    }
  }
  std::atomic<Stored>& word() noexcept { return word_; }

 private:
  std::atomic<Stored> word_;
};

template <typename T>
class GuardedCell {
  using Held = std::shared_ptr<const T>;

 public:
  explicit GuardedCell(T value) : held_(std::make_shared<const T>(std::move(value))) {}

  T load(std::memory_order) const { return *held(); }
  void store(T value, std::memory_order) { put(std::make_shared<const T>(std::move(value))); }
  T exchange(T value, std::memory_order) { return *put(std::make_shared<const T>(std::move(value))); }
  bool compare_exchange(const T& expected, T desired, std::memory_order, std::memory_order) {
    auto made = std::make_shared<const T>(std::move(desired));
    for (;;) {
      const Held seen = held();
      if (!detail::equal(*seen, expected)) return false;
      const std::lock_guard lock(mutex_);
      if (held_ != seen) continue;
      held_.swap(made);
      return true;
    }
  }

 private:
  Held held() const {
    const std::lock_guard lock(mutex_);
    return held_;
  }
  Held put(Held value) {
    const std::lock_guard lock(mutex_);
    held_.swap(value);
    return value;
  }

  mutable std::mutex mutex_;
  Held held_;
};

template <typename T>
struct AtomicCellOf {
  using type = GuardedCell<T>;
};
template <AtomicAsWord T>
struct AtomicCellOf<T> {
  using type = WordCell<T>;
};
template <typename T>
using AtomicCell = typename AtomicCellOf<T>::type;

}  // namespace aria::detail
