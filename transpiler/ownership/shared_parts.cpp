#include "ownership/shared_parts.hpp"

#include <algorithm>

#include "ast/walk.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalKind;
using types::CalleeKind;
using types::TypeId;
using types::TypeKind;

bool SharedParts::is_shared(TypeId type) const {
  if (!type.valid() || types_.store[type].kind != TypeKind::named) return false;
  const auto info = types_.types.find(types_.store[type].def);
  return info != types_.types.end() && info->second.is_shared;
}

// Who keeps the object as it is: nobody where more than the object of the method itself is on the way.
SharedParts::Holder SharedParts::holder(const Expr& place) const {
  Holder found = Holder::none;
  const Expr* whole = &place;
  while (whole->kind == NodeKind::Member || whole->kind == NodeKind::Index) {
    if (instance_.calls.find(whole->id) != nullptr && whole->kind == NodeKind::Member) return Holder::none;
    const auto* index = as<Index>(whole);
    whole = index != nullptr ? index->object : static_cast<const Member*>(whole)->object;
    if (!is_shared(origins_.type_of(*whole))) continue;
    const LocalId local = origins_.local_of(*whole);
    const LocalKind kind = local.valid() ? bindings_.local(local).kind : LocalKind::bare;
    const bool is_self = kind == LocalKind::self_param || kind == LocalKind::mut_self_param;
    if (!is_self) return Holder::nobody;
    found = Holder::method;
  }
  return found;
}

bool SharedParts::may_change(const Expr& place, const Node& meanwhile, bool in_call) const {
  const Holder held = holder(place);
  if (held == Holder::none) return false;
  return (held == Holder::nobody && !in_call) || changes(meanwhile, held == Holder::nobody);
}

// Whether code that gets such a value could come to an object.
bool SharedParts::reaches_objects(TypeId type) const {
  if (!type.valid()) return false;
  const types::Type& parts = types_.store[type];
  const resolve::WellKnown& known = bindings_.well_known;
  if (is_shared(type) || parts.kind == TypeKind::function || parts.kind == TypeKind::dyn || parts.kind == TypeKind::param) return true;
  if (parts.kind == TypeKind::named && (parts.def == known.rc || parts.def == known.arc)) return true;
  return std::ranges::any_of(parts.args, [&](TypeId part) { return reaches_objects(part); });
}

// `is_strict`: the code runs under the object's lock where no method is seen: it must neither wait nor call anybody. `is_whole`: the call that is lent the part.
bool SharedParts::call_changes(const types::CallPlan& plan, bool is_strict, bool is_whole) const {
  if (plan.kind == CalleeKind::value || plan.kind == CalleeKind::dyn_method) return true;
  if (plan.mut_receiver && plan.receiver != nullptr && (is_part(*plan.receiver) || is_shared(origins_.type_of(*plan.receiver)))) return true;
  if (plan.mut_params != 0) return true;
  if (!plan.def.valid() || (plan.kind != CalleeKind::function && plan.kind != CalleeKind::trait_method)) return false;
  if (bindings_.def(plan.def).is_library) {
    const auto* decl = as<FunctionDecl>(bindings_.def(plan.def).decl);
    if (is_strict && !is_whole && decl != nullptr && decl->effects.written) return true;
    return std::ranges::any_of(plan.args, [&](const types::ArgSource& source) {
      return source.value != nullptr && source.value->kind != NodeKind::Lambda && types_.store[origins_.type_of(*source.value)].kind == TypeKind::function;
    });
  }
  const auto reaches = [&](const Expr* e) { return e != nullptr && reaches_objects(origins_.type_of(*e)); };
  return is_strict || reaches(plan.receiver) || std::ranges::any_of(plan.args, [&](const types::ArgSource& source) { return reaches(source.value); });
}

bool SharedParts::changes(const Node& below, bool is_strict) const {
  bool found = false;
  walk(below, [&](const Node& node) {
    switch (node.kind) {
      case NodeKind::Spawn:
      case NodeKind::Select:
      case NodeKind::With:
      case NodeKind::Handle: found = true; break;
      case NodeKind::Assign: found = found || is_part(*static_cast<const Assign&>(node).target); break;
      default: break;
    }
    if (const types::CallPlan* plan = instance_.calls.find(node.id)) found = found || call_changes(*plan, is_strict, &node == &below);
    return !found;
  });
  return found;
}

}  // namespace ariac::ownership
