// for_each_child(node, f) calls f(const Node&) for every direct child, in source order of the fields.
// walk(node, f) does so for the node and everything below it; f returns false to leave out what is below.
#pragma once

#include <type_traits>

#include "ast/match.hpp"

namespace ariac::ast {

// `while true`: only a `break` ends the loop.
inline bool is_endless(const Condition& condition) {
  const auto* truth = as<BoolLiteral>(condition.value);
  return condition.pattern == nullptr && truth != nullptr && truth->value != condition.negated;
}

namespace detail {

template <typename T, typename F>
void each_child_in(const T& value, F& f);

template <typename T, typename F>
void each_field(const T& value, F& f) {
  std::apply([&](const auto&... field) { (each_child_in(field.value, f), ...); }, value.reflect());
}

template <typename T>
struct IsSpan : std::false_type {};
template <typename T>
struct IsSpan<std::span<T>> : std::true_type {};

template <typename T, typename F>
void each_child_in(const T& value, F& f) {
  if constexpr (std::is_pointer_v<T>) {
    if constexpr (std::is_base_of_v<Node, std::remove_pointer_t<T>>) {
      if (value != nullptr) f(static_cast<const Node&>(*value));
    }
  } else if constexpr (IsSpan<T>::value) {
    for (const auto& element : value) each_child_in(element, f);
  } else if constexpr (requires { value.reflect(); }) {
    each_field(value, f);
  }
}

}  // namespace detail

template <typename F>
void for_each_child(const Node& node, F&& f) {
  visit(node, [&](const auto& actual) { detail::each_field(actual, f); });
}

template <typename F>
void for_each_child(const Body& body, F&& f) {
  detail::each_field(body, f);
}

template <typename F>
void walk(const Node& node, F&& f) {
  if (!f(node)) return;
  for_each_child(node, [&](const Node& child) { walk(child, f); });
}

}  // namespace ariac::ast
