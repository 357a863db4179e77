// Durations and instants: monotonic, in nanoseconds.
//
//   aria::Duration pause = aria::ms(50);
//   aria::Instant deadline = aria::Instant::now() + aria::seconds(1.5);
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <string>

#include <aria/std/int.hpp>

namespace aria {

namespace detail {
template <typename N>
concept Count = BuiltinInteger<N> || std::same_as<N, Int>;
template <typename N>
concept Amount = Count<N> || std::floating_point<N>;
}  // namespace detail

class Duration {
 public:
  constexpr Duration() noexcept = default;

  static constexpr Duration nanoseconds(std::int64_t n) noexcept { return Duration(n); }
  // The others saturate: 292 years are as good as forever.
  static constexpr Duration microseconds(std::int64_t n) noexcept { return scaled(n, 1'000); }
  static constexpr Duration milliseconds(std::int64_t n) noexcept { return scaled(n, 1'000'000); }
  static constexpr Duration seconds(std::int64_t n) noexcept { return scaled(n, 1'000'000'000); }
  static constexpr Duration seconds(double n) noexcept { return real(n, 1e9); }
  static constexpr Duration minutes(std::int64_t n) noexcept { return scaled(n, 60'000'000'000); }
  static constexpr Duration hours(std::int64_t n) noexcept { return scaled(n, 3'600'000'000'000); }

  constexpr std::int64_t as_nanoseconds() const noexcept { return nanoseconds_; }
  constexpr std::int64_t as_microseconds() const noexcept { return nanoseconds_ / 1'000; }
  constexpr std::int64_t as_milliseconds() const noexcept { return nanoseconds_ / 1'000'000; }
  constexpr double as_seconds() const noexcept { return static_cast<double>(nanoseconds_) / 1e9; }
  constexpr Int as_ns() const noexcept { return as_nanoseconds(); }
  constexpr Int as_us() const noexcept { return as_microseconds(); }
  constexpr Int as_ms() const noexcept { return as_milliseconds(); }

  static constexpr Duration zero() noexcept { return Duration(); }
  // `n` times `unit`, saturating; a part of a nanosecond is cut off.
  template <detail::Amount N>
  static constexpr Duration of(N n, std::int64_t unit) noexcept {
    if constexpr (std::floating_point<N>) {
      return real(static_cast<double>(n), static_cast<double>(unit));
    } else {
      return scaled(static_cast<std::int64_t>(n), unit);
    }
  }

  constexpr bool is_zero() const noexcept { return nanoseconds_ == 0; }
  constexpr Duration abs() const noexcept { return nanoseconds_ < 0 ? -*this : *this; }
  constexpr Duration max(Duration other) const noexcept { return *this < other ? other : *this; }
  constexpr Duration min(Duration other) const noexcept { return other < *this ? other : *this; }

  friend constexpr auto operator<=>(Duration, Duration) noexcept = default;
  constexpr Duration operator-() const noexcept { return Duration(nanoseconds_ == INT64_MIN ? INT64_MAX : -nanoseconds_); }
  friend constexpr Duration operator+(Duration a, Duration b) noexcept { return Duration(add(a.nanoseconds_, b.nanoseconds_)); }
  friend constexpr Duration operator-(Duration a, Duration b) noexcept { return Duration(add(a.nanoseconds_, (-b).nanoseconds_)); }
  constexpr Duration& operator+=(Duration other) noexcept { return *this = *this + other; }
  constexpr Duration& operator-=(Duration other) noexcept { return *this = *this - other; }
  template <detail::Count N>
  friend constexpr Duration operator*(Duration a, N n) noexcept {
    return scaled(a.nanoseconds_, static_cast<std::int64_t>(n));
  }
  // Panics when `n` is zero.
  template <detail::Count N>
  friend constexpr Duration operator/(Duration a, N n) {
    return Duration((Int(a.nanoseconds_) / Int(n)).value());
  }
  template <detail::Count N>
  constexpr Duration& operator*=(N n) noexcept { return *this = *this * n; }
  template <detail::Count N>
  constexpr Duration& operator/=(N n) { return *this = *this / n; }

  // "50ms", "1.5s", "250us".
  std::string text() const;
  std::string to_string() const { return text(); }
  constexpr Int hash() const noexcept { return nanoseconds_; }

 private:
  constexpr explicit Duration(std::int64_t n) noexcept : nanoseconds_(n) {}

  static constexpr std::int64_t add(std::int64_t a, std::int64_t b) noexcept {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? (b < 0 ? INT64_MIN : INT64_MAX) : sum;
  }
  static constexpr Duration scaled(std::int64_t n, std::int64_t unit) noexcept {
    std::int64_t product = 0;
    return Duration(__builtin_mul_overflow(n, unit, &product) ? ((n < 0) != (unit < 0) ? INT64_MIN : INT64_MAX) : product);
  }

  static constexpr Duration real(double n, double unit) noexcept {
    const double product = n * unit;
    constexpr double limit = 9223372036854774784.0;  // the largest double below 2^63
    return Duration(product >= limit ? INT64_MAX : product <= -limit ? INT64_MIN : static_cast<std::int64_t>(product));
  }

  std::int64_t nanoseconds_ = 0;
};

class Instant {
 public:
  constexpr Instant() noexcept = default;

  static Instant now() noexcept;
  static constexpr Instant from_nanoseconds(std::int64_t n) noexcept { return Instant(n); }

  Duration elapsed() const noexcept { return now() - *this; }
  constexpr Duration since(Instant earlier) const noexcept { return *this - earlier; }
  constexpr std::int64_t as_nanoseconds() const noexcept { return nanoseconds_; }
  // Since some start; for messages.
  std::string to_string() const { return since_start().text(); }
  constexpr Int hash() const noexcept { return nanoseconds_; }

  friend constexpr auto operator<=>(Instant, Instant) noexcept = default;
  friend constexpr Instant operator+(Instant at, Duration d) noexcept { return Instant((at.since_start() + d).as_nanoseconds()); }
  friend constexpr Instant operator-(Instant at, Duration d) noexcept { return Instant((at.since_start() - d).as_nanoseconds()); }
  friend constexpr Duration operator-(Instant a, Instant b) noexcept { return a.since_start() - b.since_start(); }
  constexpr Instant& operator+=(Duration d) noexcept { return *this = *this + d; }
  constexpr Instant& operator-=(Duration d) noexcept { return *this = *this - d; }

 private:
  constexpr explicit Instant(std::int64_t n) noexcept : nanoseconds_(n) {}
  constexpr Duration since_start() const noexcept { return Duration::nanoseconds(nanoseconds_); }

  std::int64_t nanoseconds_ = 0;
};

// Aria's `50.ms`, `1.5.seconds`.
template <detail::Amount N>
constexpr Duration ns(N n) noexcept {
  return Duration::of(n, 1);
}
template <detail::Amount N>
constexpr Duration us(N n) noexcept {
  return Duration::of(n, 1'000);
}
template <detail::Amount N>
constexpr Duration ms(N n) noexcept {
  return Duration::of(n, 1'000'000);
}
template <detail::Amount N>
constexpr Duration seconds(N n) noexcept {
  return Duration::of(n, 1'000'000'000);
}
template <detail::Amount N>
constexpr Duration minutes(N n) noexcept {
  return Duration::of(n, 60'000'000'000);
}
template <detail::Amount N>
constexpr Duration hours(N n) noexcept {
  return Duration::of(n, 3'600'000'000'000);
}
template <detail::Amount N>
constexpr Duration days(N n) noexcept {
  return Duration::of(n, 86'400'000'000'000);
}

namespace literals {
constexpr Duration operator""_ns(unsigned long long n) noexcept { return Duration::nanoseconds(static_cast<std::int64_t>(n)); }
constexpr Duration operator""_us(unsigned long long n) noexcept { return Duration::microseconds(static_cast<std::int64_t>(n)); }
constexpr Duration operator""_ms(unsigned long long n) noexcept { return Duration::milliseconds(static_cast<std::int64_t>(n)); }
constexpr Duration operator""_s(unsigned long long n) noexcept { return Duration::seconds(static_cast<std::int64_t>(n)); }
constexpr Duration operator""_s(long double n) noexcept { return Duration::seconds(static_cast<double>(n)); }
constexpr Duration operator""_min(unsigned long long n) noexcept { return Duration::minutes(static_cast<std::int64_t>(n)); }
constexpr Duration operator""_h(unsigned long long n) noexcept { return Duration::hours(static_cast<std::int64_t>(n)); }
}  // namespace literals

namespace detail {
// The clock's seam: tests and the virtual scheduler put their own time here; null gives the system's.
using ClockSource = std::int64_t (*)() noexcept;
void set_clock_source(ClockSource source) noexcept;
}  // namespace detail

}  // namespace aria
