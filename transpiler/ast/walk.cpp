#include "ast/walk.hpp"

#include <algorithm>
#include <tuple>
#include <type_traits>

namespace ariac::ast {
namespace {

using Visit = support::FunctionRef<void(const Node&)>;

template <typename T>
void each_child_in(const T& value, Visit f) {
  if constexpr (std::is_pointer_v<T>) {
    if constexpr (std::is_base_of_v<Node, std::remove_pointer_t<T>>) {
      if (value != nullptr) f(*value);
    }
  } else if constexpr (is_span<T>) {
    for (const auto& element : value) each_child_in(element, f);
  } else if constexpr (requires { value.reflect(); }) {
    std::apply([&](const auto&... field) { (each_child_in(field.value, f), ...); }, value.reflect());
  }
}

}  // namespace

bool is_literal(const Expr& e) {
  switch (e.kind) {
    case NodeKind::IntLiteral:
    case NodeKind::FloatLiteral:
    case NodeKind::BoolLiteral:
    case NodeKind::CharLiteral:
    case NodeKind::NilLiteral:
    case NodeKind::SymbolLiteral: return true;
    case NodeKind::StringLiteral: return std::ranges::none_of(static_cast<const StringLiteral&>(e).parts, [](const StringPart& part) { return part.value != nullptr; });
    case NodeKind::TupleLiteral: return static_cast<const TupleLiteral&>(e).elements.empty();
    case NodeKind::Unary: return static_cast<const Unary&>(e).op == UnaryOp::negate && is_literal(*static_cast<const Unary&>(e).operand);
    default: return false;
  }
}

void for_each_child(const Node& node, Visit f) {
  visit(node, [&](const auto& actual) { each_child_in(actual, f); });
}

void for_each_child(const Body& body, Visit f) { each_child_in(body, f); }

void walk(const Node& node, support::FunctionRef<bool(const Node&)> f) {
  if (!f(node)) return;
  for_each_child(node, [&](const Node& child) { walk(child, f); });
}

}  // namespace ariac::ast
