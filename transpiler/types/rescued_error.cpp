#include "types/rescued_error.hpp"

#include <algorithm>

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
    const auto chosen = in.choose_variant(constructor->path.back().name, {});
    return chosen ? chosen->self_type : in.store.poison;
  } else if (entity.kind == resolve::Entity::Kind::self_type) {
    return in.instance().self_type;
  } else if (entity.kind != resolve::Entity::Kind::def) {
    return in.store.poison;
  }
  if (in.bindings.def(def).kind == resolve::DefKind::variant) def = in.bindings.def(def).parent;
  const std::size_t at = std::clamp<std::size_t>(entity.segments, 1, constructor->path.size()) - 1;
  return in.open_type(def, in.type_arguments(constructor->path[at].arguments), pattern.range);
}

TypeId synth_matched(BodyInference& in, const ast::Expr& subject) {
  const TypeId type = in.synth(subject);
  const auto* variable = ast::as<ast::NameExpr>(&subject);
  const LocalId local = variable != nullptr ? in.bindings.entity(variable->id).local : LocalId();
  const RescuePlan* plan = local.valid() ? in.instance().rescues.find(in.bindings.local(local).declared_by) : nullptr;
  if (plan == nullptr || plan->error.valid()) return type;
  const TypeId any = in.store.named(in.store.well_known().any_error);
  in.record(subject, any);
  return any;
}

bool names_a_type(BodyInference& in, const ast::ConstructorPattern& pattern) {
  const resolve::Entity& entity = in.bindings.entity(pattern.id);
  if (entity.kind != resolve::Entity::Kind::def || pattern.path.size() > entity.segments || pattern.has_fields) return false;
  const resolve::DefKind kind = in.bindings.def(entity.def).kind;
  return kind == resolve::DefKind::struct_ || kind == resolve::DefKind::enum_ || kind == resolve::DefKind::opaque_type || kind == resolve::DefKind::alias;
}

}  // namespace ariac::types
