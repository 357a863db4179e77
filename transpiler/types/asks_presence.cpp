#include "types/asks_presence.hpp"

#include <algorithm>

#include "ast/match.hpp"

namespace ariac::types {

bool asks_presence(const TypeTable& types, const Instance& instance, const ast::Pattern& pattern, TypeId type) {
  if (!types.store.is_option(type) && !types.store.is_result(type)) return false;
  if (instance.opened_errors.find(pattern.id) != nullptr) return false;
  if (const auto* literal = ast::as<ast::LiteralPattern>(&pattern)) return literal->value->kind == ast::NodeKind::NilLiteral;
  const auto* variant = ast::as<ast::ConstructorPattern>(&pattern);
  return variant != nullptr && std::ranges::all_of(variant->fields, [](const auto& field) { return field.pattern->kind == ast::NodeKind::WildcardPattern; });
}

}  // namespace ariac::types
