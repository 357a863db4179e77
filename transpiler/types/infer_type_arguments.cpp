// Types given as arguments: `Channel.new(Int, capacity: 10)`.
#include <algorithm>

#include "types/body_inference.hpp"

namespace ariac::types {

// The type that an argument writes as an expression: `Int`, `Map<String, Int>`, `Int?`, `[Int]`, `(Int, String)`; invalid: it is a value.
TypeId BodyInference::type_meant(const ast::Expr& e) {
  switch (e.kind) {
    case ast::NodeKind::NameExpr:
    case ast::NodeKind::PathExpr:
    case ast::NodeKind::TypeApply:
    case ast::NodeKind::Index: {
      const Denoted denoted = denote(e);
      return denoted.kind == Denoted::Kind::type ? denoted.self_type : TypeId();
    }
    case ast::NodeKind::Try: {
      const TypeId inner = type_meant(*static_cast<const ast::Try&>(e).operand);
      return inner.valid() ? store.option(inner) : inner;
    }
    case ast::NodeKind::ArrayLiteral: {
      const auto& elements = static_cast<const ast::ArrayLiteral&>(e).elements;
      const TypeId inner = elements.size() == 1 && !elements[0].spread ? type_meant(*elements[0].value) : TypeId();
      return inner.valid() ? store.array(inner) : inner;
    }
    case ast::NodeKind::TupleLiteral: {
      std::vector<TypeId> parts;
      for (const ast::Expr* part : static_cast<const ast::TupleLiteral&>(e).elements) parts.push_back(type_meant(*part));
      const bool types = !parts.empty() && std::ranges::all_of(parts, [](TypeId part) { return part.valid(); });
      return types ? store.tuple(parts) : TypeId();
    }
    default: return {};
  }
}

// `Channel.new(Int, capacity: 10)`: leading arguments that name types give the type parameters that are still open.
std::size_t BodyInference::take_type_arguments(const ast::Call& call, std::span<const TypeId> type_args) {
  std::size_t taken = 0;
  for (const ast::Argument& argument : call.arguments) {
    if (argument.name || argument.spread || argument.value == nullptr) break;
    const TypeId meant = type_meant(*argument.value);
    if (!meant.valid()) break;
    auto open = std::ranges::find_if(type_args, [&](TypeId arg) { return is_open(arg); });
    if (open == type_args.end()) break;
    unify(*open, meant);
    Selection& selection = instance().selections[argument.value->id];
    selection.kind = MemberKind::type;
    selection.self_type = meant;
    record(*argument.value, meant);
    ++taken;
  }
  return taken;
}

}  // namespace ariac::types
