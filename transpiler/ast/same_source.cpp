#include "ast/same_source.hpp"

#include <algorithm>
#include <tuple>
#include <type_traits>
#include <utility>

#include "ast/match.hpp"

namespace ariac::ast {
namespace {

template <typename T>
bool same(const T& a, const T& b);

template <typename Fields, std::size_t... I>
bool same_fields(const Fields& a, const Fields& b, std::index_sequence<I...>) {
  return (same(std::get<I>(a).value, std::get<I>(b).value) && ...);
}

template <typename T>
bool same(const T& a, const T& b) {
  if constexpr (std::is_same_v<T, Name>) {
    return a.symbol == b.symbol;
  } else if constexpr (std::is_same_v<T, SourceRange> || std::is_same_v<T, NodeId>) {
    return true;
  } else if constexpr (std::is_pointer_v<T>) {
    return a == nullptr || b == nullptr ? a == b : same_source(*a, *b);
  } else if constexpr (is_span<T>) {
    return std::ranges::equal(a, b, [](const auto& one, const auto& other) { return same(one, other); });
  } else if constexpr (requires { a.reflect(); }) {
    const auto fields = a.reflect();
    return same_fields(fields, b.reflect(), std::make_index_sequence<std::tuple_size_v<decltype(fields)>>());
  } else {
    return a == b;
  }
}

}  // namespace

bool same_source(const Node& a, const Node& b) {
  return a.kind == b.kind && visit(a, [&](const auto& node) { return same(node, static_cast<decltype(node)>(b)); });
}

}  // namespace ariac::ast
