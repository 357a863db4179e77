// Integers of every width: aria::Int (= Int64), Int8 … UInt64.
//
//   aria::Int sum = 0;
//   for (aria::Int i = 0; i < n; ++i) sum += i * i;     // panics on overflow, like every operator here
//
// Implicit from C++ integers that fit (checked where they might not), explicit to them. Operators take operands of one
// width; `add_wrap` and its kin are Aria's `&+`, `&-`, `&*`; `floor_div` is `//`, `pow` is `**`.
//
// What is a few instructions is always inlined: compilers count the cold call of a failing check as if it ran, and leave
// loops with a call for each addition otherwise (matrix product: 4 times slower at -O2).
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include <aria/std/detail/integer_kinds.hpp>

namespace aria {

class Char;
class String;
template <typename T>
class Array;

template <typename Rep>
class Integer {
  using Bits = std::make_unsigned_t<Rep>;
  static constexpr int width = 8 * sizeof(Rep);
  static constexpr bool is_signed = std::is_signed_v<Rep>;

 public:
  using Value = Rep;

  constexpr Integer() noexcept = default;
  template <detail::BuiltinInteger I>
  [[gnu::always_inline]] constexpr Integer(I value) : value_(detail::narrow<Rep>(value)) {}
  template <detail::BuiltinInteger I>
  [[gnu::always_inline]] explicit constexpr operator I() const {
    return detail::narrow<I>(value_);
  }
  [[gnu::always_inline]] explicit constexpr operator double() const noexcept { return static_cast<double>(value_); }
  [[gnu::always_inline]] explicit constexpr operator float() const noexcept { return static_cast<float>(value_); }

  // The number itself, for code that knows its range.
  [[gnu::always_inline]] constexpr Rep value() const noexcept { return value_; }

  static constexpr Integer min_value() noexcept { return std::numeric_limits<Rep>::min(); }
  static constexpr Integer max_value() noexcept { return std::numeric_limits<Rep>::max(); }
  template <typename From>
  static constexpr Integer wrap(Integer<From> x) noexcept {
    return raw(static_cast<Rep>(x.value()));
  }
  template <detail::BuiltinInteger I>
  static constexpr Integer wrap(I x) noexcept {
    return raw(static_cast<Rep>(x));
  }

  [[gnu::always_inline]] friend constexpr Integer operator+(Integer a, Integer b) {
    Rep result;
    if (__builtin_add_overflow(a.value_, b.value_, &result)) [[unlikely]] {
      detail::fail_add();
    }
    return raw(result);
  }
  [[gnu::always_inline]] friend constexpr Integer operator-(Integer a, Integer b) {
    Rep result;
    if (__builtin_sub_overflow(a.value_, b.value_, &result)) [[unlikely]] {
      detail::fail_sub();
    }
    return raw(result);
  }
  [[gnu::always_inline]] friend constexpr Integer operator*(Integer a, Integer b) {
    Rep result;
    if (__builtin_mul_overflow(a.value_, b.value_, &result)) [[unlikely]] {
      detail::fail_mul();
    }
    return raw(result);
  }
  [[gnu::always_inline]] friend constexpr Integer operator/(Integer a, Integer b) {
    check_divisor(a, b, "/");
    return raw(static_cast<Rep>(a.value_ / b.value_));
  }
  // Follows the dividend's sign.
  [[gnu::always_inline]] friend constexpr Integer operator%(Integer a, Integer b) {
    if (b.value_ == 0) [[unlikely]] {
      detail::fail_zero_division("%");
    }
    if constexpr (is_signed) {
      if (b.value_ == -1) [[unlikely]] {
        return 0;
      }
    }
    return raw(static_cast<Rep>(a.value_ % b.value_));
  }
  [[gnu::always_inline]] constexpr Integer operator-() const { return Integer() - *this; }
  [[gnu::always_inline]] constexpr Integer operator+() const { return *this; }

  [[gnu::always_inline]] friend constexpr Integer operator&(Integer a, Integer b) noexcept { return raw(static_cast<Rep>(a.value_ & b.value_)); }
  [[gnu::always_inline]] friend constexpr Integer operator|(Integer a, Integer b) noexcept { return raw(static_cast<Rep>(a.value_ | b.value_)); }
  [[gnu::always_inline]] friend constexpr Integer operator^(Integer a, Integer b) noexcept { return raw(static_cast<Rep>(a.value_ ^ b.value_)); }
  [[gnu::always_inline]] constexpr Integer operator~() const noexcept { return raw(static_cast<Rep>(~value_)); }

  // A shift count may be of any integer type; bits shifted out are dropped.
  template <typename Count>
  [[gnu::always_inline]] friend constexpr Integer operator<<(Integer a, Count count) {
    return raw(static_cast<Rep>(static_cast<Bits>(static_cast<std::uint64_t>(static_cast<Bits>(a.value_)) << shift_count(count))));
  }
  template <typename Count>
  [[gnu::always_inline]] friend constexpr Integer operator>>(Integer a, Count count) {
    return raw(static_cast<Rep>(a.value_ >> shift_count(count)));
  }

  [[gnu::always_inline]] constexpr Integer& operator+=(Integer other) { return *this = *this + other; }
  [[gnu::always_inline]] constexpr Integer& operator-=(Integer other) { return *this = *this - other; }
  [[gnu::always_inline]] constexpr Integer& operator*=(Integer other) { return *this = *this * other; }
  [[gnu::always_inline]] constexpr Integer& operator/=(Integer other) { return *this = *this / other; }
  [[gnu::always_inline]] constexpr Integer& operator%=(Integer other) { return *this = *this % other; }
  [[gnu::always_inline]] constexpr Integer& operator&=(Integer other) noexcept { return *this = *this & other; }
  [[gnu::always_inline]] constexpr Integer& operator|=(Integer other) noexcept { return *this = *this | other; }
  [[gnu::always_inline]] constexpr Integer& operator^=(Integer other) noexcept { return *this = *this ^ other; }
  template <typename Count>
  [[gnu::always_inline]] constexpr Integer& operator<<=(Count count) {
    return *this = *this << count;
  }
  template <typename Count>
  [[gnu::always_inline]] constexpr Integer& operator>>=(Count count) {
    return *this = *this >> count;
  }
  [[gnu::always_inline]] constexpr Integer& operator++() { return *this += 1; }
  [[gnu::always_inline]] constexpr Integer& operator--() { return *this -= 1; }
  [[gnu::always_inline]] constexpr Integer operator++(int) {
    const Integer before = *this;
    ++*this;
    return before;
  }
  [[gnu::always_inline]] constexpr Integer operator--(int) {
    const Integer before = *this;
    --*this;
    return before;
  }

  [[gnu::always_inline]] friend constexpr bool operator==(Integer a, Integer b) noexcept { return a.value_ == b.value_; }
  [[gnu::always_inline]] friend constexpr bool operator<(Integer a, Integer b) noexcept { return a.value_ < b.value_; }
  [[gnu::always_inline]] friend constexpr bool operator<=(Integer a, Integer b) noexcept { return a.value_ <= b.value_; }
  [[gnu::always_inline]] friend constexpr bool operator>(Integer a, Integer b) noexcept { return a.value_ > b.value_; }
  [[gnu::always_inline]] friend constexpr bool operator>=(Integer a, Integer b) noexcept { return a.value_ >= b.value_; }
  [[gnu::always_inline]] friend constexpr std::strong_ordering operator<=>(Integer a, Integer b) noexcept { return a.value_ <=> b.value_; }

  // &+ &- &*
  [[gnu::always_inline]] constexpr Integer add_wrap(Integer other) const noexcept {
    Rep result;
    static_cast<void>(__builtin_add_overflow(value_, other.value_, &result));
    return raw(result);
  }
  [[gnu::always_inline]] constexpr Integer sub_wrap(Integer other) const noexcept {
    Rep result;
    static_cast<void>(__builtin_sub_overflow(value_, other.value_, &result));
    return raw(result);
  }
  [[gnu::always_inline]] constexpr Integer mul_wrap(Integer other) const noexcept {
    Rep result;
    static_cast<void>(__builtin_mul_overflow(value_, other.value_, &result));
    return raw(result);
  }

  constexpr Integer floor_div(Integer n) const {
    const Integer quotient = *this / n;
    return value_ % n.value_ != 0 && (value_ < 0) != (n.value_ < 0) ? quotient - 1 : quotient;
  }
  constexpr Integer mod(Integer n) const {
    const Integer rest = *this % n;
    return rest.value_ != 0 && (rest.value_ < 0) != (n.value_ < 0) ? rest + n : rest;
  }
  constexpr Integer pow(Integer<std::int64_t> exponent) const {
    if (exponent.value() < 0) [[unlikely]] {
      detail::fail_negative("exponent", exponent.value());
    }
    Integer result = 1;
    Integer base = *this;
    for (std::int64_t left = exponent.value(); left > 0;) {
      if (left & 1) {
        result *= base;
      }
      left >>= 1;
      if (left > 0) {
        base *= base;
      }
    }
    return result;
  }
  constexpr Integer abs() const { return value_ < 0 ? -*this : *this; }
  constexpr Integer signum() const noexcept { return raw(static_cast<Rep>((value_ > 0) - (value_ < 0))); }
  constexpr Integer max(Integer other) const noexcept { return value_ < other.value_ ? other : *this; }
  constexpr Integer min(Integer other) const noexcept { return other.value_ < value_ ? other : *this; }
  constexpr Integer clamp(Integer low, Integer high) const {
    if (high < low) [[unlikely]] {
      detail::fail("clamp: the lower bound is above the upper one");
    }
    return max(low).min(high);
  }
  constexpr Integer gcd(Integer other) const {
    Integer a = *this;
    while (other.value_ != 0) {
      const Integer rest = a % other;
      a = other;
      other = rest;
    }
    return a.abs();
  }
  constexpr Integer lcm(Integer other) const { return value_ == 0 || other.value_ == 0 ? Integer() : (*this / gcd(other) * other).abs(); }
  constexpr Integer isqrt() const {
    if (value_ < 0) [[unlikely]] {
      detail::fail_negative("isqrt", static_cast<std::int64_t>(value_));
    }
    std::uint64_t left = static_cast<std::uint64_t>(value_);
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 62; bit != 0; bit >>= 2) {
      if (left >= root + bit) {
        left -= root + bit;
        root = (root >> 1) + bit;
      } else {
        root >>= 1;
      }
    }
    return raw(static_cast<Rep>(root));
  }
  constexpr bool is_even() const noexcept { return (value_ & 1) == 0; }
  constexpr bool is_odd() const noexcept { return (value_ & 1) != 0; }
  constexpr bool is_zero() const noexcept { return value_ == 0; }
  constexpr bool is_positive() const noexcept { return value_ > 0; }
  constexpr bool is_negative() const noexcept { return value_ < 0; }

  constexpr std::optional<Integer> checked_add(Integer other) const noexcept {
    Rep result;
    return __builtin_add_overflow(value_, other.value_, &result) ? std::nullopt : std::optional(raw(result));
  }
  constexpr std::optional<Integer> checked_sub(Integer other) const noexcept {
    Rep result;
    return __builtin_sub_overflow(value_, other.value_, &result) ? std::nullopt : std::optional(raw(result));
  }
  constexpr std::optional<Integer> checked_mul(Integer other) const noexcept {
    Rep result;
    return __builtin_mul_overflow(value_, other.value_, &result) ? std::nullopt : std::optional(raw(result));
  }
  constexpr std::optional<Integer> checked_div(Integer other) const noexcept {
    return other.value_ == 0 || overflows_in_division(other) ? std::nullopt : std::optional(raw(static_cast<Rep>(value_ / other.value_)));
  }
  constexpr Integer saturating_add(Integer other) const noexcept {
    return checked_add(other).value_or(other.value_ < 0 ? min_value() : max_value());
  }
  constexpr Integer saturating_sub(Integer other) const noexcept {
    return checked_sub(other).value_or(is_signed && other.value_ < 0 ? max_value() : min_value());
  }
  constexpr Integer saturating_mul(Integer other) const noexcept {
    return checked_mul(other).value_or((value_ < 0) != (other.value_ < 0) ? min_value() : max_value());
  }

  constexpr Integer<std::int64_t> count_ones() const noexcept { return __builtin_popcountll(static_cast<Bits>(value_)); }
  constexpr Integer<std::int64_t> leading_zeros() const noexcept {
    return value_ == 0 ? width : __builtin_clzll(static_cast<Bits>(value_)) - (64 - width);
  }
  constexpr Integer<std::int64_t> trailing_zeros() const noexcept {
    return value_ == 0 ? width : __builtin_ctzll(static_cast<Bits>(value_));
  }
  Array<Integer<std::int64_t>> digits() const;
  String to_base(Integer<std::int64_t> base) const;
  String to_string() const;

  template <typename To>
  constexpr Integer<To> to() const {
    return detail::narrow<To>(value_);
  }
  constexpr Integer<std::int64_t> to_int() const { return to<std::int64_t>(); }
  constexpr Integer<std::int8_t> to_int8() const { return to<std::int8_t>(); }
  constexpr Integer<std::int16_t> to_int16() const { return to<std::int16_t>(); }
  constexpr Integer<std::int32_t> to_int32() const { return to<std::int32_t>(); }
  constexpr Integer<std::int64_t> to_int64() const { return to<std::int64_t>(); }
  constexpr Integer<std::uint8_t> to_uint8() const { return to<std::uint8_t>(); }
  constexpr Integer<std::uint16_t> to_uint16() const { return to<std::uint16_t>(); }
  constexpr Integer<std::uint32_t> to_uint32() const { return to<std::uint32_t>(); }
  constexpr Integer<std::uint64_t> to_uint64() const { return to<std::uint64_t>(); }
  constexpr double to_float() const noexcept { return static_cast<double>(value_); }
  Char to_char() const;

  template <typename Body>
  constexpr void times(Body&& body) const {
    for (Rep i = 0; i < value_; ++i) {
      body(raw(i));
    }
  }
  template <typename Body>
  constexpr void upto(Integer last, Body&& body) const {
    if (value_ <= last.value_) {
      for (Rep i = value_;; ++i) {
        body(raw(i));
        if (i == last.value_) {
          break;
        }
      }
    }
  }
  template <typename Body>
  constexpr void downto(Integer last, Body&& body) const {
    if (value_ >= last.value_) {
      for (Rep i = value_;; --i) {
        body(raw(i));
        if (i == last.value_) {
          break;
        }
      }
    }
  }
  template <typename Body>
  constexpr void step(Integer last, Integer by, Body&& body) const {
    if (by.value_ == 0) [[unlikely]] {
      detail::fail("step by zero");
    }
    for (std::optional<Integer> i = *this; i && (by.value_ > 0 ? *i <= last : *i >= last); i = i->checked_add(by)) {
      body(*i);
    }
  }

  constexpr Integer kb() const { return *this * 1024; }
  constexpr Integer mb() const { return kb().kb(); }
  constexpr Integer gb() const { return mb().kb(); }

  // For structures that step through numbers they know to be in range.
  [[gnu::always_inline]] static constexpr Integer raw(Rep value) noexcept {
    Integer made;
    made.value_ = value;
    return made;
  }

 private:
  [[gnu::always_inline]] constexpr bool overflows_in_division(Integer divisor) const noexcept {
    if constexpr (is_signed) {
      return divisor.value_ == -1 && value_ == std::numeric_limits<Rep>::min();
    } else {
      return false;
    }
  }
  [[gnu::always_inline]] static constexpr void check_divisor(Integer a, Integer b, const char* operation) {
    if (b.value_ == 0) [[unlikely]] {
      detail::fail_zero_division(operation);
    }
    if (a.overflows_in_division(b)) [[unlikely]] {
      detail::fail_overflow(operation);
    }
  }
  template <typename Count>
  [[gnu::always_inline]] static constexpr int shift_count(Count count) {
    if constexpr (detail::BuiltinInteger<Count>) {
      return shift_count(Integer<Count>::raw(count));
    } else {
      if (count.value() < 0 || static_cast<std::uint64_t>(count.value()) >= width) [[unlikely]] {
        detail::fail_shift(static_cast<std::int64_t>(count.value()), width);
      }
      return static_cast<int>(count.value());
    }
  }

  Rep value_ = 0;
};

using Int8 = Integer<std::int8_t>;
using Int16 = Integer<std::int16_t>;
using Int32 = Integer<std::int32_t>;
using Int64 = Integer<std::int64_t>;
using UInt8 = Integer<std::uint8_t>;
using UInt16 = Integer<std::uint16_t>;
using UInt32 = Integer<std::uint32_t>;
using UInt64 = Integer<std::uint64_t>;
using Int = Int64;

}  // namespace aria
