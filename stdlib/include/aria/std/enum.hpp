// ARIA_ENUM(Name, Variant, …) stands last in a struct whose nested structs are the variants of an Aria enum.
//
//   struct Discount {
//     struct Percent { aria::Int value; auto reflect() const { return aria::record("Percent", value); } };
//     struct Nothing { auto reflect() const { return aria::record("Nothing"); } };
//     ARIA_ENUM(Discount, Percent, Nothing)
//   };
//   Discount d = Discount::Percent{20};
//   if (const auto* percent = d.as<Discount::Percent>()) use(percent->value);
//   switch (aria::tag(d)) { case Discount::tag::Percent: … case Discount::tag::Nothing: … }
//
// It declares the member `value` (a std::variant), construction from each variant, as<V>(), is<V>(), equality and order
// (variants as declared). Text and hash come from the variants' reflect(). The comparisons are templates, so that an
// enum with a part that cannot be compared is fine until it is compared.
#pragma once

#include <concepts>
#include <cstddef>
#include <utility>
#include <variant>

#include <aria/std/compare.hpp>
#include <aria/std/hash.hpp>
#include <aria/std/text.hpp>

namespace aria::detail {

template <typename V, typename... Variants>
concept OneOf = (std::same_as<V, Variants> || ...);

template <typename Visit, typename... Ts>
constexpr auto visit_variant(const std::variant<Ts...>& value, Visit&& visit) {
  return std::visit(static_cast<Visit&&>(visit), value);
}

}  // namespace aria::detail

namespace aria {

// Which variant it holds.
template <typename Enum>
constexpr typename Enum::tag tag(const Enum& value) noexcept {
  return static_cast<typename Enum::tag>(value.value.index());
}

}  // namespace aria

#define ARIA_ENUM(Name, ...)                                                       \
  std::variant<__VA_ARGS__> value;                                                 \
                                                                                   \
  using aria_enum = void;                                                          \
  enum class tag : std::size_t { __VA_ARGS__ };                                    \
  template <std::default_initializable Variant = std::variant<__VA_ARGS__>>         \
  Name() : value(Variant()) {}                                                     \
  template <::aria::detail::OneOf<__VA_ARGS__> V>                                  \
  constexpr Name(V variant) : value(std::move(variant)) {}                         \
  template <typename V>                                                            \
  const V* as() const noexcept {                                                   \
    return std::get_if<V>(&value);                                                 \
  }                                                                                \
  template <typename V>                                                            \
  V* as() noexcept {                                                               \
    return std::get_if<V>(&value);                                                 \
  }                                                                                \
  template <typename V>                                                            \
  bool is() const noexcept {                                                       \
    return std::holds_alternative<V>(value);                                       \
  }                                                                                \
  template <typename Visit>                                                        \
  decltype(auto) visit_variant(Visit&& visit) const {                              \
    return ::aria::detail::visit_variant(value, static_cast<Visit&&>(visit));      \
  }                                                                                \
  template <std::same_as<Name> Other>                                              \
  friend bool operator==(const Name& a, const Other& b) {                          \
    return ::aria::detail::equal(a, b);                                            \
  }                                                                                \
  template <std::same_as<Name> Other>                                              \
  friend std::partial_ordering operator<=>(const Name& a, const Other& b) {        \
    return ::aria::detail::order(a, b);                                            \
  }
