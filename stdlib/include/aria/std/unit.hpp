// Unit where a value is needed, and methods of Bool as free functions.
#pragma once

#include <compare>
#include <optional>
#include <type_traits>
#include <utility>

#include <aria/std/int.hpp>

namespace aria {

struct Unit {
  friend constexpr auto operator<=>(Unit, Unit) noexcept = default;
};

namespace detail {

// What F(A…) gives, as something to store: Unit where it gives nothing.
template <typename F, typename... A>
using ResultOf = std::conditional_t<std::is_void_v<std::invoke_result_t<F&, A...>>, Unit, std::decay_t<std::invoke_result_t<F&, A...>>>;

template <typename F, typename... A>
constexpr decltype(auto) result_of(F&& f, A&&... args) {
  if constexpr (std::is_void_v<std::invoke_result_t<F&, A...>>) {
    f(std::forward<A>(args)...);
    return Unit{};
  } else {
    return f(std::forward<A>(args)...);
  }
}

}  // namespace detail

template <std::same_as<bool> B>
constexpr Int to_int(B b) noexcept {
  return b ? 1 : 0;
}

template <std::same_as<bool> B, typename Make>
auto then(B b, Make&& make) -> std::optional<detail::ResultOf<Make>> {
  return b ? std::optional<detail::ResultOf<Make>>(detail::result_of(make)) : std::nullopt;
}

}  // namespace aria
