// What a user's type says about itself, so that it can be shown, compared and hashed field by field:
//
//   struct Item {
//     aria::String name;
//     aria::Int cents;
//     auto reflect() const { return aria::record("Item", aria::field("name", name), aria::field("cents", cents)); }
//   };
//
// A type that is read from a document says the other way round how it is made of its parts, each of which is asked for once:
//
//     static Item made_of(const auto& parts) {
//       return Item{.name = parts.template field<aria::String>("name"), .cents = parts.template field<aria::Int>("cents", [] { return 1; })};
//     }
//
// A positional part (Rect(Float, Float)) is given to record as it is. A record refers to the fields, it copies nothing.
#pragma once

#include <tuple>

namespace aria {

template <typename T>
struct Field {
  const char* name;  // "" for a positional part
  const T& value;
};

template <typename T>
constexpr Field<T> field(const char* name, const T& value) noexcept {
  return {name, value};
}

template <typename... Ts>
struct Record {
  const char* type;
  std::tuple<Field<Ts>...> fields;

  // Calls visit(field, field, …).
  template <typename Visit>
  constexpr decltype(auto) apply(Visit&& visit) const {
    return std::apply(static_cast<Visit&&>(visit), fields);
  }
};

namespace detail {

template <typename T>
constexpr Field<T> as_field(const Field<T>& named) noexcept {
  return named;
}
template <typename T>
constexpr Field<T> as_field(const T& positional) noexcept {
  return {"", positional};
}

template <typename... Ts>
constexpr Record<Ts...> make_record(const char* type, const Field<Ts>&... fields) noexcept {
  return {type, {fields...}};
}

template <typename T>
concept Reflected = requires(const T& x) { x.reflect().type; };

// A struct declared with ARIA_ENUM.
template <typename T>
concept Enum = requires(const T& x) { typename T::aria_enum; };

}  // namespace detail

template <typename... Parts>
constexpr auto record(const char* type, const Parts&... parts) noexcept {
  return detail::make_record(type, detail::as_field(parts)...);
}

}  // namespace aria
