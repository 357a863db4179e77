// Atomic<T>: a shared cell. Copies of the handle share it. Numbers, Bool and Char are machine atomics, other values lie
// behind a lock that is held for no code of the program.
//
//   aria::Atomic<aria::Int> hits(0);
//   hits.fetch_add(1);
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include <aria/detail/atomic_cell.hpp>
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
}  // namespace detail

template <typename T>
class Atomic {
  using Cell = detail::AtomicCell<T>;
  using Order = MemoryOrder;
  using Stored = typename detail::AtomicWord<T>::Stored;

 public:
  String to_string() const { return String(aria::inspect(load())); }
  explicit Atomic(T value = T()) : cell_(std::make_shared<Cell>(std::move(value))) {}

  T load(Order order = {}) const { return cell_->load(detail::load_order(order)); }
  void store(T value, Order order = {}) const { cell_->store(std::move(value), detail::store_order(order)); }
  T swap(T value, Order order = {}) const { return cell_->exchange(std::move(value), detail::std_order(order)); }
  bool compare_exchange(const T& expected, T desired, Order order = {}) const {
    return cell_->compare_exchange(expected, std::move(desired), detail::std_order(order), detail::load_order(order));
  }
  // Of integers. Arithmetic wraps; the result is the old value.
  T fetch_add(T n, Order order = {}) const { return cell_->word().fetch_add(static_cast<Stored>(n), detail::std_order(order)); }
  T fetch_sub(T n, Order order = {}) const { return cell_->word().fetch_sub(static_cast<Stored>(n), detail::std_order(order)); }
  T fetch_and(T n, Order order = {}) const { return cell_->word().fetch_and(static_cast<Stored>(n), detail::std_order(order)); }
  T fetch_or(T n, Order order = {}) const { return cell_->word().fetch_or(static_cast<Stored>(n), detail::std_order(order)); }
  T fetch_xor(T n, Order order = {}) const { return cell_->word().fetch_xor(static_cast<Stored>(n), detail::std_order(order)); }

 private:
  std::shared_ptr<Cell> cell_;
};

inline void fence(MemoryOrder order = {}) noexcept { std::atomic_thread_fence(detail::std_order(order)); }

}  // namespace aria
