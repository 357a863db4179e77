#include "types/rescued_error.hpp"

#include "ast/match.hpp"
#include "types/rules.hpp"

namespace ariac::types {

FoundMember find_on_rescued(BodyInference& in, const ast::Expr& object, Symbol name) {
  const std::string_view text = in.program.text(name);
  const auto* variable = ast::as<ast::NameExpr>(&object);
  if (variable == nullptr || (text != "cause" && text != "suppressed")) return {};
  const LocalId local = in.bindings.entity(variable->id).local;
  if (!local.valid() || in.instance().rescues.find(in.bindings.local(local).declared_by) == nullptr) return {};
  return in.find_member(in.store.named(in.store.well_known().any_error), name);
}

TypeId selected_error(BodyInference& in, const ast::Pattern& pattern) {
  if (const auto* typed = ast::as<ast::TypedPattern>(&pattern)) return written_type(in, *typed->type);
  if (const auto* named = ast::as<ast::BindingPattern>(&pattern); named != nullptr && named->inner != nullptr) return selected_error(in, *named->inner);
  const auto* constructor = ast::as<ast::ConstructorPattern>(&pattern);
  if (constructor == nullptr) return {};
  const resolve::Entity& entity = in.bindings.entity(pattern.id);
  DefId def = entity.def;
  if (entity.kind == resolve::Entity::Kind::variants) {
    const auto found = in.bindings.variants.find(constructor->path.back().name.symbol);
    if (found == in.bindings.variants.end() || found->second.empty()) return in.store.poison;
    def = found->second.front();
  } else if (entity.kind == resolve::Entity::Kind::self_type) {
    return in.instance().self_type;
  } else if (entity.kind != resolve::Entity::Kind::def) {
    return in.store.poison;
  }
  if (in.bindings.def(def).kind == resolve::DefKind::variant) def = in.bindings.def(def).parent;
  return in.open_type(def, {}, pattern.range);
}

bool names_a_type(BodyInference& in, const ast::ConstructorPattern& pattern) {
  const resolve::Entity& entity = in.bindings.entity(pattern.id);
  if (entity.kind != resolve::Entity::Kind::def || pattern.path.size() > entity.segments || pattern.has_fields) return false;
  const resolve::DefKind kind = in.bindings.def(entity.def).kind;
  return kind == resolve::DefKind::struct_ || kind == resolve::DefKind::enum_ || kind == resolve::DefKind::opaque_type || kind == resolve::DefKind::alias;
}

}  // namespace ariac::types
