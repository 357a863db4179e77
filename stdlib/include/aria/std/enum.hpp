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
// enum with a part that cannot be compared is fine until it is compared. Names of its own begin with a small letter, so that
// those of an enum's type parameters are free.
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
  template <std::default_initializable aria_parts = std::variant<__VA_ARGS__>>     \
  Name() : value(aria_parts()) {}                                                  \
  template <::aria::detail::OneOf<__VA_ARGS__> aria_variant>                       \
  constexpr Name(aria_variant variant) : value(std::move(variant)) {}              \
  template <typename aria_variant>                                                 \
  const aria_variant* as() const noexcept {                                        \
    return std::get_if<aria_variant>(&value);                                      \
  }                                                                                \
  template <typename aria_variant>                                                 \
  aria_variant* as() noexcept {                                                    \
    return std::get_if<aria_variant>(&value);                                      \
  }                                                                                \
  template <typename aria_variant>                                                 \
  bool is() const noexcept {                                                       \
    return std::holds_alternative<aria_variant>(value);                            \
  }                                                                                \
  template <typename aria_visit>                                                   \
  decltype(auto) visit_variant(aria_visit&& visit) const {                         \
    return ::aria::detail::visit_variant(value, static_cast<aria_visit&&>(visit)); \
  }                                                                                \
  template <std::same_as<Name> aria_other>                                         \
  friend bool operator==(const Name& a, const aria_other& b) {                     \
    return ::aria::detail::equal(a, b);                                            \
  }                                                                                \
  template <std::same_as<Name> aria_other>                                         \
  friend std::partial_ordering operator<=>(const Name& a, const aria_other& b) {   \
    return ::aria::detail::order(a, b);                                            \
  }
