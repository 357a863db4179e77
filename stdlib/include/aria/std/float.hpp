// Methods of Float and Float32: free functions, since a C++ double has no members.
#pragma once

#include <concepts>
#include <cmath>
#include <limits>
#include <cstdint>
#include <cstring>
#include <numbers>

#include <aria/std/int.hpp>

namespace aria {

namespace detail {
[[noreturn, gnu::cold]] void fail_float_to_int(double value);
}

template <std::floating_point F> F abs(F x) noexcept { return std::fabs(x); }
template <std::floating_point F> F sqrt(F x) noexcept { return std::sqrt(x); }
template <std::floating_point F> F cbrt(F x) noexcept { return std::cbrt(x); }
template <std::floating_point F> F pow(F x, std::type_identity_t<F> exponent) noexcept { return std::pow(x, exponent); }
template <std::floating_point F> F exp(F x) noexcept { return std::exp(x); }
template <std::floating_point F> F ln(F x) noexcept { return std::log(x); }
template <std::floating_point F> F log2(F x) noexcept { return std::log2(x); }
template <std::floating_point F> F log10(F x) noexcept { return std::log10(x); }
template <std::floating_point F> F log(F x, std::type_identity_t<F> base) noexcept { return std::log(x) / std::log(base); }
template <std::floating_point F> F sin(F x) noexcept { return std::sin(x); }
template <std::floating_point F> F cos(F x) noexcept { return std::cos(x); }
template <std::floating_point F> F tan(F x) noexcept { return std::tan(x); }
template <std::floating_point F> F asin(F x) noexcept { return std::asin(x); }
template <std::floating_point F> F acos(F x) noexcept { return std::acos(x); }
template <std::floating_point F> F atan(F x) noexcept { return std::atan(x); }
template <std::floating_point F> F atan2(F y, std::type_identity_t<F> x) noexcept { return std::atan2(y, x); }
template <std::floating_point F> F sinh(F x) noexcept { return std::sinh(x); }
template <std::floating_point F> F cosh(F x) noexcept { return std::cosh(x); }
template <std::floating_point F> F tanh(F x) noexcept { return std::tanh(x); }
template <std::floating_point F> F hypot(F x, std::type_identity_t<F> y) noexcept { return std::hypot(x, y); }
template <std::floating_point F> F floor(F x) noexcept { return std::floor(x); }
template <std::floating_point F> F ceil(F x) noexcept { return std::ceil(x); }
template <std::floating_point F> F round(F x) noexcept { return std::round(x); }
template <std::floating_point F> F truncate(F x) noexcept { return std::trunc(x); }
template <std::floating_point F> F fraction(F x) noexcept { return x - std::trunc(x); }
template <std::floating_point F> F round_to(F x, Int decimals) noexcept {
  const F scale = std::pow(F{10}, static_cast<F>(decimals));
  const F scaled = x * scale;
  return std::isfinite(scaled) ? std::round(scaled) / scale : x;
}
template <std::floating_point F> F signum(F x) noexcept { return static_cast<F>((x > 0) - (x < 0)); }
template <std::floating_point F> F max(F x, std::type_identity_t<F> y) noexcept { return std::fmax(x, y); }
template <std::floating_point F> F min(F x, std::type_identity_t<F> y) noexcept { return std::fmin(x, y); }
template <std::floating_point F> F clamp(F x, std::type_identity_t<F> low, std::type_identity_t<F> high) {
  if (high < low) [[unlikely]] {
    detail::fail("clamp: the lower bound is above the upper one");
  }
  return min(max(x, low), high);
}
// `//`
template <std::floating_point F> F floor_div(F x, std::type_identity_t<F> n) noexcept { return std::floor(x / n); }
// `%`: follows the dividend's sign.
template <std::floating_point F> F rem(F x, std::type_identity_t<F> n) noexcept { return std::fmod(x, n); }
template <std::floating_point F> F mod(F x, std::type_identity_t<F> n) noexcept {
  const F rest = std::fmod(x, n);
  return rest != 0 && (rest < 0) != (n < 0) ? rest + n : rest;
}
template <std::floating_point F> bool is_nan(F x) noexcept { return std::isnan(x); }
template <std::floating_point F> bool is_infinite(F x) noexcept { return std::isinf(x); }
template <std::floating_point F> bool is_finite(F x) noexcept { return std::isfinite(x); }
template <std::floating_point F> bool is_zero(F x) noexcept { return x == 0; }
template <std::floating_point F> bool is_positive(F x) noexcept { return x > 0; }
template <std::floating_point F> bool is_negative(F x) noexcept { return x < 0; }
template <std::floating_point F> F to_radians(F x) noexcept { return x * (std::numbers::pi_v<F> / 180); }
template <std::floating_point F> F to_degrees(F x) noexcept { return x * (180 / std::numbers::pi_v<F>); }
template <std::floating_point F> double to_float(F x) noexcept { return x; }
template <std::floating_point F> float to_float32(F x) noexcept { return static_cast<float>(x); }

// Truncates.
template <std::floating_point F> Int to_int(F x) {
  if (!(x >= F{-0x1p63} && x < F{0x1p63})) [[unlikely]] {
    detail::fail_float_to_int(x);
  }
  return static_cast<std::int64_t>(x);
}

template <std::floating_point F> UInt64 to_bits(F x) noexcept {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &x, sizeof x);
  return bits;
}

// std::math
namespace math {
inline constexpr double PI = 3.141592653589793;
inline constexpr double TAU = 6.283185307179586;
inline constexpr double E = 2.718281828459045;
inline constexpr double SQRT2 = 1.4142135623730951;
inline constexpr double INFINITY_ = std::numeric_limits<double>::infinity();
inline constexpr double NAN_ = std::numeric_limits<double>::quiet_NaN();
inline constexpr double EPSILON = std::numeric_limits<double>::epsilon();
}  // namespace math

}  // namespace aria
