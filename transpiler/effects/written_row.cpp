// A written row as a set.
#include "effects/written_row.hpp"

#include "ast/match.hpp"

namespace ariac::effects {

namespace {

DefId definition_of(const ast::TypeExpr* type, const resolve::Bindings& bindings) {
  if (type == nullptr) return {};
  const resolve::Entity& entity = bindings.entity(type->id);
  return entity.kind == resolve::Entity::Kind::def ? entity.def : DefId();
}

EffectSet effect_named(const ast::NamedType& type, const resolve::Bindings& bindings, const support::Interner& interner) {
  const ast::PathSegment& last = type.path.back();
  std::string_view name = interner.text(last.name.symbol);
  if (name == "IO") return EffectSet::io();
  if (name == "Raise") return EffectSet::raise(last.arguments.empty() ? DefId() : definition_of(last.arguments[0].type, bindings));
  for (int i = 0; i <= static_cast<int>(Effect::cancel); ++i) {
    if (name == name_of(static_cast<Effect>(i))) return EffectSet::of(static_cast<Effect>(i));
  }
  DefId user = definition_of(&type, bindings);
  return user.valid() ? EffectSet::user(user) : EffectSet{};
}

}  // namespace

bool is_closed(const ast::EffectRow& row, const resolve::Bindings& bindings) {
  if (row.tail) return false;
  for (const ast::TypeExpr* effect : row.effects)
    if (bindings.entity(effect->id).kind == resolve::Entity::Kind::none) return false;
  return true;
}

EffectSet written_row(const ast::EffectRow& row, const resolve::Bindings& bindings, const support::Interner& interner) {
  EffectSet set;
  for (const ast::TypeExpr* effect : row.effects) {
    if (const auto* named = ast::as<ast::NamedType>(effect)) set.add(effect_named(*named, bindings, interner));
  }
  return set;
}

}  // namespace ariac::effects
