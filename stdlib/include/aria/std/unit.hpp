// Unit where a value is needed, and methods of Bool as free functions.
#pragma once

#include <compare>
#include <optional>
#include <type_traits>

#include <aria/std/int.hpp>

namespace aria {

struct Unit {
  friend constexpr auto operator<=>(Unit, Unit) noexcept = default;
};

template <std::same_as<bool> B>
constexpr Int to_int(B b) noexcept {
  return b ? 1 : 0;
}

template <std::same_as<bool> B, typename Make>
auto then(B b, Make&& make) -> std::optional<std::invoke_result_t<Make>> {
  return b ? std::optional<std::invoke_result_t<Make>>(make()) : std::nullopt;
}

}  // namespace aria
