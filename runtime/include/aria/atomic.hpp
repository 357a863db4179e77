// Atomic<T>: a shared cell. Copies of the handle share it.
//
//   aria::Atomic<aria::Int> hits(0);
//   hits.fetch_add(1);
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <type_traits>

#include <aria/std/int.hpp>
#include <aria/std/text.hpp>

namespace aria {

// `:relaxed`, `:acquire` … ; without one, sequentially consistent.
struct MemoryOrder {
  struct Relaxed {};
  struct Acquire {};
  struct Release {};
  struct AcqRel {};
  struct SeqCst {};

  constexpr MemoryOrder(Relaxed) noexcept : order(std::memory_order_relaxed) {}
  constexpr MemoryOrder(Acquire) noexcept : order(std::memory_order_acquire) {}
  constexpr MemoryOrder(Release) noexcept : order(std::memory_order_release) {}
  constexpr MemoryOrder(AcqRel) noexcept : order(std::memory_order_acq_rel) {}
  constexpr MemoryOrder(SeqCst = {}) noexcept : order(std::memory_order_seq_cst) {}

  std::memory_order order;
};

namespace detail {
constexpr std::memory_order std_order(MemoryOrder order) noexcept { return order.order; }
// What an operation that only loads, or only stores, can use of an order.
constexpr std::memory_order load_order(MemoryOrder order) noexcept {
  return order.order == std::memory_order_release ? std::memory_order_relaxed
         : order.order == std::memory_order_acq_rel ? std::memory_order_acquire
                                         : std_order(order);
}
constexpr std::memory_order store_order(MemoryOrder order) noexcept {
  return order.order == std::memory_order_acquire ? std::memory_order_relaxed
         : order.order == std::memory_order_acq_rel ? std::memory_order_release
                                         : std_order(order);
}
// How a value is held: an Int as its 64 bits, the rest as it is.
template <typename T>
struct AtomicCell {
  using Stored = T;
  static T load(Stored stored) { return stored; }
  static Stored store(T value) { return value; }
};
template <>
struct AtomicCell<Int> {
  using Stored = std::int64_t;
  static Int load(Stored stored) { return Int(stored); }
  static Stored store(Int value) { return static_cast<std::int64_t>(value); }
};
}  // namespace detail

template <typename T>
class Atomic {
  using Cell = detail::AtomicCell<T>;
  using Order = MemoryOrder;

 public:
  String to_string() const { return String(aria::inspect(load())); }
  explicit Atomic(T value = T()) : cell_(std::make_shared<std::atomic<typename Cell::Stored>>(Cell::store(value))) {}

  T load(Order order = {}) const { return Cell::load(cell_->load(detail::load_order(order))); }
  void store(T value, Order order = {}) const { cell_->store(Cell::store(value), detail::store_order(order)); }
  T swap(T value, Order order = {}) const { return Cell::load(cell_->exchange(Cell::store(value), detail::std_order(order))); }
  bool compare_exchange(T expected, T desired, Order order = {}) const {
    auto stored = Cell::store(expected);
    return cell_->compare_exchange_strong(stored, Cell::store(desired), detail::std_order(order), detail::load_order(order));
  }
  // Arithmetic wraps; the result is the old value.
  T fetch_add(T n, Order order = {}) const { return Cell::load(cell_->fetch_add(Cell::store(n), detail::std_order(order))); }
  T fetch_sub(T n, Order order = {}) const { return Cell::load(cell_->fetch_sub(Cell::store(n), detail::std_order(order))); }
  T fetch_and(T n, Order order = {}) const { return Cell::load(cell_->fetch_and(Cell::store(n), detail::std_order(order))); }
  T fetch_or(T n, Order order = {}) const { return Cell::load(cell_->fetch_or(Cell::store(n), detail::std_order(order))); }
  T fetch_xor(T n, Order order = {}) const { return Cell::load(cell_->fetch_xor(Cell::store(n), detail::std_order(order))); }

 private:
  std::shared_ptr<std::atomic<typename Cell::Stored>> cell_;
};

inline void fence(MemoryOrder order = {}) noexcept { std::atomic_thread_fence(detail::std_order(order)); }

}  // namespace aria
