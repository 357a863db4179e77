// How a function that is kept as a value takes its parameters: what fits in registers by value, all else by `const&`.
//
// The type of a kept function is the same whether generic code spells it or code that knows the type:
// `std::function<bool(Passed<T>)>` is `std::function<bool(Int)>` for Int and `std::function<bool(const String&)>` for String.
#pragma once

#include <optional>
#include <tuple>
#include <type_traits>

#include <aria/std/int.hpp>
#include <aria/std/unit.hpp>

namespace aria {

class Duration;
class Instant;
template <typename T>
class Range;

namespace detail {

template <typename T>
inline constexpr bool is_passed_by_value = std::is_arithmetic_v<T> || std::is_pointer_v<T>;
template <typename Rep>
inline constexpr bool is_passed_by_value<Integer<Rep>> = true;
template <>
inline constexpr bool is_passed_by_value<Char> = true;
template <>
inline constexpr bool is_passed_by_value<Unit> = true;
template <>
inline constexpr bool is_passed_by_value<Duration> = true;
template <>
inline constexpr bool is_passed_by_value<Instant> = true;
template <typename T>
inline constexpr bool is_passed_by_value<Range<T>> = is_passed_by_value<T>;
template <typename T>
inline constexpr bool is_passed_by_value<std::optional<T>> = is_passed_by_value<T>;
template <typename A>
inline constexpr bool is_passed_by_value<std::tuple<A>> = is_passed_by_value<A>;
template <typename A, typename B>
inline constexpr bool is_passed_by_value<std::tuple<A, B>> = is_passed_by_value<A> && is_passed_by_value<B>;

}  // namespace detail

template <typename T>
using Passed = std::conditional_t<detail::is_passed_by_value<T>, T, const T&>;

}  // namespace aria
