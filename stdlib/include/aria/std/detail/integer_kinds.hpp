// Which C++ types count as integers, and conversions between them that check.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <aria/std/detail/fail.hpp>

namespace aria::detail {

// Numbers, not characters or truth values.
template <typename I>
concept BuiltinInteger = std::integral<I> && !std::same_as<I, bool> && !std::same_as<I, char> && !std::same_as<I, char8_t> &&
                         !std::same_as<I, char16_t> && !std::same_as<I, char32_t> && !std::same_as<I, wchar_t>;

template <typename To, typename From>
[[gnu::always_inline]] constexpr bool fits(From value) {
  if constexpr (std::is_signed_v<From> == std::is_signed_v<To>) {
    return value >= std::numeric_limits<To>::min() && value <= std::numeric_limits<To>::max();
  } else if constexpr (std::is_signed_v<From>) {
    return value >= 0 && static_cast<std::make_unsigned_t<From>>(value) <= std::numeric_limits<To>::max();
  } else {
    return value <= static_cast<std::make_unsigned_t<To>>(std::numeric_limits<To>::max());
  }
}

template <typename To, typename From>
inline constexpr bool always_fits =
    std::is_signed_v<From> == std::is_signed_v<To> ? sizeof(From) <= sizeof(To) : std::is_signed_v<To> && sizeof(From) < sizeof(To);

template <typename To, typename From>
[[gnu::always_inline]] constexpr To narrow(From value) {
  if constexpr (!always_fits<To, From>) {
    if (!fits<To>(value)) [[unlikely]] {
      fail_conversion(static_cast<std::int64_t>(value), std::is_unsigned_v<From>, 8 * sizeof(To), std::is_unsigned_v<To>);
    }
  }
  return static_cast<To>(value);
}

}  // namespace aria::detail
