// `a..b` and `a..<b`: over integers and characters they can be walked, over other ordered values asked what they hold.
//
//   for (aria::Int i : aria::range(1, n)) …                     // 1 to n
//   aria::range_exclusive(0, n).map([](aria::Int i) { return i * i; })
//   xs[aria::range_from(2)]   xs[aria::range_to(5)]   xs[aria::range_to_exclusive(5)]
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aria/std/hash.hpp>
#include <aria/std/int.hpp>
#include <aria/std/sequence.hpp>
#include <aria/std/text.hpp>

namespace aria {

template <typename T>
class Array;
template <typename T>
class Set;

namespace detail {

// Positions of the values of T: where to stop is one behind the last, which only 64 bits have no room for.
template <typename T>
struct Steps;
template <typename Rep>
struct Steps<Integer<Rep>> {
  using Position = std::uint64_t;
  static constexpr bool wraps = sizeof(Rep) == sizeof(Position);
  [[gnu::always_inline]] static constexpr Position of(Integer<Rep> x) noexcept { return static_cast<Position>(x.value()); }
  [[gnu::always_inline]] static constexpr Integer<Rep> at(Position p) noexcept { return Integer<Rep>::raw(static_cast<Rep>(p)); }
};
template <>
struct Steps<Char> {
  // Surrogates are no scalars: positions skip them.
  using Position = std::uint32_t;
  static constexpr bool wraps = false;
  static constexpr Position of(Char c) noexcept { return c.value() < 0xD800 ? c.value() : c.value() - 0x800; }
  static constexpr Char at(Position p) noexcept { return static_cast<char32_t>(p < 0xD800 ? p : p + 0x800); }
};

template <typename T>
concept Stepped = requires { typename Steps<T>::Position; };

// A count that may be no more than `limit`; negative ones panic.
inline std::size_t count_within(Int n, std::size_t limit) {
  if (n < 0) [[unlikely]] {
    fail_negative("count", n.value());
  }
  return static_cast<std::uint64_t>(n.value()) < limit ? static_cast<std::size_t>(n.value()) : limit;
}
inline std::size_t checked_count(Int n) { return count_within(n, static_cast<std::size_t>(-1)); }
std::size_t positive_count(Int n, const char* what);

}  // namespace detail

// Bounds of values that cannot be counted, as `0.0..1.0`: they are asked what lies between them.
template <typename T>
class Range {
 public:
  using value_type = T;

  Range() : Range(T(), T(), false) {}
  Range(T first, T last, bool inclusive) : first_(std::move(first)), last_(std::move(last)), inclusive_(inclusive) {}

  const T& first() const noexcept { return first_; }
  const T& last() const noexcept { return last_; }
  const T& bound() const noexcept { return last_; }
  bool is_inclusive() const noexcept { return inclusive_; }
  bool is_empty() const { return inclusive_ ? last_ < first_ : !(first_ < last_); }
  bool contains(const T& x) const { return !(x < first_) && (inclusive_ ? !(last_ < x) : x < last_); }
  friend bool operator==(const Range& a, const Range& b) {
    return a.is_empty() || b.is_empty() ? a.is_empty() == b.is_empty() : a.first_ == b.first_ && a.last_ == b.last_ && a.inclusive_ == b.inclusive_;
  }

 private:
  T first_;
  T last_;
  bool inclusive_;
};

template <detail::Stepped T>
class Range<T> : public detail::Sequence<Range<T>, T> {
  using Steps = detail::Steps<T>;
  using Position = typename Steps::Position;

 public:
  using value_type = T;

  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = T;

    constexpr iterator() noexcept = default;
    [[gnu::always_inline]] explicit constexpr iterator(Position position) noexcept : position_(position) {}
    [[gnu::always_inline]] constexpr T operator*() const noexcept { return Steps::at(position_); }
    [[gnu::always_inline]] constexpr iterator& operator++() noexcept {
      ++position_;
      return *this;
    }
    constexpr iterator operator++(int) noexcept { return iterator(position_++); }
    [[gnu::always_inline]] friend constexpr bool operator==(iterator, iterator) noexcept = default;

   private:
    Position position_ = 0;
  };

  constexpr Range() noexcept : Range(T(), T(), false) {}
  [[gnu::always_inline]] constexpr Range(T first, T last, bool inclusive) noexcept : first_(first), last_(last), inclusive_(inclusive) {}

  constexpr T first() const noexcept { return first_; }
  T last() const {
    if (is_empty()) [[unlikely]] {
      detail::fail("last of an empty range");
    }
    return Steps::at(last_position());
  }
  // The bound as written, whether it belongs to the range or not.
  constexpr T bound() const noexcept { return last_; }
  constexpr bool is_inclusive() const noexcept { return inclusive_; }

  [[gnu::always_inline]] constexpr bool is_empty() const noexcept { return inclusive_ ? last_ < first_ : last_ <= first_; }
  constexpr Int len() const { return is_empty() ? Int(0) : Int(static_cast<Position>(last_position() - Steps::of(first_))) + Int(1); }
  constexpr bool contains(T x) const noexcept { return first_ <= x && (inclusive_ ? x <= last_ : x < last_); }

  [[gnu::always_inline]] constexpr iterator begin() const noexcept { return iterator(Steps::of(first_)); }
  [[gnu::always_inline]] constexpr iterator end() const noexcept { return iterator(is_empty() ? Steps::of(first_) : stop()); }

  Array<T> reverse() const { return this->to_array().reverse(); }
  auto iter() const { return iter_range(*this); }  // of detail, declared with the iterators
  auto step(Int by) const { return iter().step_by(by); }

  template <typename Body>
  constexpr void reverse_each(Body&& body) const {
    if (is_empty()) {
      return;
    }
    Position p = last_position();
    for (body(Steps::at(p)); p != Steps::of(first_);) {
      body(Steps::at(--p));
    }
  }

  std::optional<T> min() const { return is_empty() ? std::nullopt : std::optional<T>(first_); }
  std::optional<T> max() const { return is_empty() ? std::nullopt : std::optional<T>(last()); }
  // What is rarer goes through an array.
  Array<T> take(Int n) const { return this->to_array().take(n); }
  Array<T> skip(Int n) const { return this->to_array().skip(n); }
  Array<Array<T>> chunk(Int size) const { return this->to_array().chunk(size); }
  Array<Array<T>> window(Int size) const { return this->to_array().window(size); }
  // Ranges are equal when they hold the same values.
  friend constexpr bool operator==(const Range& a, const Range& b) noexcept {
    return a.is_empty() || b.is_empty() ? a.is_empty() == b.is_empty() : a.first_ == b.first_ && a.last_position() == b.last_position();
  }

 private:
  // Of one that is not empty.
  [[gnu::always_inline]] constexpr Position last_position() const noexcept { return static_cast<Position>(Steps::of(last_) - (inclusive_ ? 0 : 1)); }
  // All values of 64 bits are one more than positions can tell; whoever counts them stops one early, in five hundred years.
  [[gnu::always_inline]] constexpr Position stop() const noexcept {
    const auto behind = static_cast<Position>(Steps::of(last_) + (inclusive_ ? 1 : 0));
    return inclusive_ && Steps::wraps && behind == Steps::of(first_) ? Steps::of(last_) : behind;
  }

  T first_;
  T last_;
  bool inclusive_;
};

namespace detail {
template <typename T>
struct RangeValue {
  using type = T;
};
template <BuiltinInteger I>
struct RangeValue<I> {
  using type = Int;
};
template <>
struct RangeValue<char> {
  using type = Char;
};
template <>
struct RangeValue<char32_t> {
  using type = Char;
};
// The value type of a range written with these bounds; a C++ integer takes the type of the other one.
template <typename A, typename B>
using RangeOf = typename RangeValue<std::conditional_t<BuiltinInteger<A>, B, A>>::type;
}  // namespace detail

template <typename A, typename B>
[[gnu::always_inline]] constexpr Range<detail::RangeOf<A, B>> range(A first, B last) {
  return {first, last, true};
}
template <typename A, typename B>
[[gnu::always_inline]] constexpr Range<detail::RangeOf<A, B>> range_exclusive(A first, B stop) {
  return {first, stop, false};
}

// Open ranges, for index brackets.
class RangeFrom {
 public:
  Int first;
};
class RangeTo {
 public:
  Int stop;  // exclusive
};
inline RangeFrom range_from(Int first) { return {first}; }
inline RangeTo range_to(Int last) { return {last + 1}; }
inline RangeTo range_to_exclusive(Int stop) { return {stop}; }

namespace detail {

struct SliceBounds {
  std::size_t first;
  std::size_t stop;
};
// The positions a slice covers; panics when they are not within 0 … len. A reversed range is empty.
inline SliceBounds slice_bounds(const Range<Int>& range, Int len) {
  const std::int64_t first = range.first().value();
  const std::int64_t stop = range.is_empty() ? first : (range.is_inclusive() ? range.bound() + 1 : range.bound()).value();
  if (first < 0 || first > len.value() || stop > len.value()) [[unlikely]] {
    fail_slice(first, stop, len.value());
  }
  return {static_cast<std::size_t>(first), static_cast<std::size_t>(stop)};
}

template <typename T>
struct Shown<Range<T>> {
  static void inspect(std::string& out, const Range<T>& range) {
    inspect_into(out, range.first());
    out += range.is_inclusive() ? ".." : "..<";
    inspect_into(out, range.bound());
  }
};

template <typename T>
struct Hasher<Range<T>> {
  static std::uint64_t of(const Range<T>& range) {
    return range.is_empty() ? 0 : combine(hash_of(range.first()), hash_of(range.last()));
  }
};

}  // namespace detail
}  // namespace aria
