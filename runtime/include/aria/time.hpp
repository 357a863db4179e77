// Durations and instants: monotonic, in nanoseconds.
//
//   using namespace aria::literals;
//   aria::Duration pause = 50_ms;
//   aria::Instant deadline = aria::Instant::now() + 2_s;
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace aria {

class Duration {
 public:
  constexpr Duration() noexcept = default;

  static constexpr Duration nanoseconds(std::int64_t n) noexcept { return Duration(n); }
  // The others saturate: 292 years are as good as forever.
  static constexpr Duration microseconds(std::int64_t n) noexcept { return scaled(n, 1'000); }
  static constexpr Duration milliseconds(std::int64_t n) noexcept { return scaled(n, 1'000'000); }
  static constexpr Duration seconds(std::int64_t n) noexcept { return scaled(n, 1'000'000'000); }
  static constexpr Duration seconds(double n) noexcept { return Duration(static_cast<std::int64_t>(n * 1e9)); }
  static constexpr Duration minutes(std::int64_t n) noexcept { return scaled(n, 60'000'000'000); }
  static constexpr Duration hours(std::int64_t n) noexcept { return scaled(n, 3'600'000'000'000); }

  constexpr std::int64_t as_nanoseconds() const noexcept { return nanoseconds_; }
  constexpr std::int64_t as_microseconds() const noexcept { return nanoseconds_ / 1'000; }
  constexpr std::int64_t as_milliseconds() const noexcept { return nanoseconds_ / 1'000'000; }
  constexpr double as_seconds() const noexcept { return static_cast<double>(nanoseconds_) / 1e9; }

  friend constexpr auto operator<=>(Duration, Duration) noexcept = default;
  friend constexpr Duration operator+(Duration a, Duration b) noexcept { return Duration(add(a.nanoseconds_, b.nanoseconds_)); }
  friend constexpr Duration operator-(Duration a, Duration b) noexcept { return Duration(add(a.nanoseconds_, -b.nanoseconds_)); }
  friend constexpr Duration operator*(Duration a, std::int64_t n) noexcept { return scaled(a.nanoseconds_, n); }
  friend constexpr Duration operator/(Duration a, std::int64_t n) noexcept { return Duration(n == 0 ? 0 : a.nanoseconds_ / n); }

  // "50ms", "1.5s", "250us".
  std::string text() const;

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

  std::int64_t nanoseconds_ = 0;
};

class Instant {
 public:
  constexpr Instant() noexcept = default;

  static Instant now() noexcept;
  static constexpr Instant from_nanoseconds(std::int64_t n) noexcept { return Instant(n); }

  Duration elapsed() const noexcept { return now() - *this; }
  constexpr std::int64_t as_nanoseconds() const noexcept { return nanoseconds_; }

  friend constexpr auto operator<=>(Instant, Instant) noexcept = default;
  friend constexpr Instant operator+(Instant at, Duration d) noexcept { return Instant((at.since_start() + d).as_nanoseconds()); }
  friend constexpr Instant operator-(Instant at, Duration d) noexcept { return Instant((at.since_start() - d).as_nanoseconds()); }
  friend constexpr Duration operator-(Instant a, Instant b) noexcept { return a.since_start() - b.since_start(); }

 private:
  constexpr explicit Instant(std::int64_t n) noexcept : nanoseconds_(n) {}
  constexpr Duration since_start() const noexcept { return Duration::nanoseconds(nanoseconds_); }

  std::int64_t nanoseconds_ = 0;
};

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
