// Equality and order of anything: aria::eq(a, b), aria::cmp(a, b), and what containers compare their elements with.
//
// First what a program wrote (a hand-written Ord also decides equality where there is no Eq, neither written nor derived), then tuples, options and
// variants part by part, then `reflect()`, then the operators of the type.
#pragma once

#include <compare>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <aria/std/record.hpp>
#include <aria/std/traits.hpp>

namespace aria {

namespace detail {

template <typename T>
constexpr bool equal(const T& a, const T& b);
template <typename T>
constexpr std::partial_ordering order(const T& a, const T& b);

// Specialised for types that are compared part by part: equal(a, b) and order(a, b).
template <typename T>
struct ByParts {};

template <typename T>
concept ComparedByParts = requires(const T& a) { ByParts<T>::order(a, a); };

template <typename T>
concept OwnEq = requires(const T& a) { { a.eq(a) } -> std::same_as<bool>; };
// Eq is derived although Ord is not.
template <typename T>
concept EqualByParts = T::is_equal_by_parts;
template <typename T>
concept OwnOrd = requires(const T& a) { { a.cmp(a) } -> std::same_as<Int>; };

template <typename First, typename... Rest>
constexpr std::partial_ordering first_difference(First first, Rest... rest) {
  std::partial_ordering found = first();
  [[maybe_unused]] const auto next = [&found](auto compare) {
    if (found == 0) {
      found = compare();
    }
  };
  (next(rest), ...);
  return found;
}

template <typename... Ts>
struct ByParts<std::tuple<Ts...>> {
  using Tuple = std::tuple<Ts...>;
  static constexpr bool equal(const Tuple& a, const Tuple& b) { return equal(a, b, std::index_sequence_for<Ts...>()); }
  static constexpr std::partial_ordering order(const Tuple& a, const Tuple& b) { return order(a, b, std::index_sequence_for<Ts...>()); }

 private:
  template <std::size_t... I>
  static constexpr bool equal(const Tuple& a, const Tuple& b, std::index_sequence<I...>) {
    return (detail::equal(std::get<I>(a), std::get<I>(b)) && ...);
  }
  template <std::size_t... I>
  static constexpr std::partial_ordering order(const Tuple& a, const Tuple& b, std::index_sequence<I...>) {
    return first_difference([] { return std::partial_ordering::equivalent; }, [&] { return detail::order(std::get<I>(a), std::get<I>(b)); }...);
  }
};

template <typename... Ts>
struct ByParts<Record<Ts...>> {
  using Fields = Record<Ts...>;
  static constexpr bool equal(const Fields& a, const Fields& b) { return equal(a, b, std::index_sequence_for<Ts...>()); }
  static constexpr std::partial_ordering order(const Fields& a, const Fields& b) { return order(a, b, std::index_sequence_for<Ts...>()); }

 private:
  template <std::size_t... I>
  static constexpr bool equal(const Fields& a, const Fields& b, std::index_sequence<I...>) {
    return (detail::equal(std::get<I>(a.fields).value, std::get<I>(b.fields).value) && ...);
  }
  template <std::size_t... I>
  static constexpr std::partial_ordering order(const Fields& a, const Fields& b, std::index_sequence<I...>) {
    return first_difference([] { return std::partial_ordering::equivalent; },
                            [&] { return detail::order(std::get<I>(a.fields).value, std::get<I>(b.fields).value); }...);
  }
};

// None comes before every value.
template <typename T>
struct ByParts<std::optional<T>> {
  static constexpr bool equal(const std::optional<T>& a, const std::optional<T>& b) {
    return a.has_value() == b.has_value() && (!a.has_value() || detail::equal(*a, *b));
  }
  static constexpr std::partial_ordering order(const std::optional<T>& a, const std::optional<T>& b) {
    return a.has_value() && b.has_value() ? detail::order(*a, *b) : a.has_value() <=> b.has_value();
  }
};

// Variants are ordered as declared.
template <typename... Ts>
struct ByParts<std::variant<Ts...>> {
  using Variant = std::variant<Ts...>;
  static constexpr bool equal(const Variant& a, const Variant& b) {
    return a.index() == b.index() && equal(a, b, std::index_sequence_for<Ts...>());
  }
  static constexpr std::partial_ordering order(const Variant& a, const Variant& b) {
    return a.index() != b.index() ? a.index() <=> b.index() : order(a, b, std::index_sequence_for<Ts...>());
  }

 private:
  template <std::size_t... I>
  static constexpr bool equal(const Variant& a, const Variant& b, std::index_sequence<I...>) {
    return ((a.index() == I && detail::equal(*std::get_if<I>(&a), *std::get_if<I>(&b))) || ...);
  }
  template <std::size_t... I>
  static constexpr std::partial_ordering order(const Variant& a, const Variant& b, std::index_sequence<I...>) {
    std::partial_ordering found = std::partial_ordering::equivalent;
    static_cast<void>(((a.index() == I && (found = detail::order(*std::get_if<I>(&a), *std::get_if<I>(&b)), true)) || ...));
    return found;
  }
};

template <typename T>
constexpr bool equal(const T& a, const T& b) {
  if constexpr (Written<Eq<T>>) {
    return Eq<T>::eq(a, b);
  } else if constexpr (OwnEq<T>) {
    return a.eq(b);
  } else if constexpr (Written<Ord<T>> && !EqualByParts<T>) {
    return Ord<T>::cmp(a, b) == 0;
  } else if constexpr (OwnOrd<T> && !EqualByParts<T>) {
    return a.cmp(b) == 0;
  } else if constexpr (ComparedByParts<T>) {
    return ByParts<T>::equal(a, b);
  } else if constexpr (Enum<T>) {
    return equal(a.value, b.value);
  } else if constexpr (Reflected<T>) {
    return equal(a.reflect(), b.reflect());
  } else {
    return a == b;
  }
}

template <typename T>
constexpr std::partial_ordering order(const T& a, const T& b) {
  if constexpr (Written<Ord<T>>) {
    return Ord<T>::cmp(a, b) <=> Int(0);
  } else if constexpr (OwnOrd<T>) {
    return a.cmp(b) <=> Int(0);
  } else if constexpr (ComparedByParts<T>) {
    return ByParts<T>::order(a, b);
  } else if constexpr (Enum<T>) {
    return order(a.value, b.value);
  } else if constexpr (Reflected<T>) {
    return order(a.reflect(), b.reflect());
  } else if constexpr (requires { a <=> b; }) {
    return a <=> b;
  } else {
    return a < b ? std::partial_ordering::less : b < a ? std::partial_ordering::greater : std::partial_ordering::equivalent;
  }
}

template <typename T>
constexpr bool less(const T& a, const T& b) {
  if constexpr (std::is_arithmetic_v<T> || requires { requires std::same_as<T, Integer<typename T::Value>>; }) {
    return a < b;
  } else {
    return order(a, b) < 0;
  }
}

}  // namespace detail

template <typename Self>
struct Eq {
  using built_in = void;
  static bool eq(const Self& a, const Self& b) { return detail::equal(a, b); }
};

template <typename Self>
struct Ord {
  using built_in = void;
  static Int cmp(const Self& a, const Self& b) {
    const std::partial_ordering order = detail::order(a, b);
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }
};

// `a == b` of any two values of a type.
template <typename T>
bool eq(const T& a, const std::type_identity_t<T>& b) {
  return detail::equal(a, b);
}

// `a <=> b`: negative, zero or positive. An unordered pair (with NaN) counts as equal.
template <typename T>
Int cmp(const T& a, const std::type_identity_t<T>& b) {
  return Ord<T>::cmp(a, b);
}

}  // namespace aria
