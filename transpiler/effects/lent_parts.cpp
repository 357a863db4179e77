#include "effects/lent_parts.hpp"

#include "ast/match.hpp"

namespace ariac::effects {

using types::TypeId;
using types::TypeKind;

namespace {

class Places {
 public:
  Places(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings)
      : instance_(instance), types_(types), bindings_(bindings) {}

  // `dereferences`: how many handles the call itself goes through.
  LentPart find(const ast::Expr& place, unsigned dereferences) const {
    LentPart found{.place = &place};
    through(type_of(place), dereferences, {}, found);
    const ast::Expr* step = &place;
    while (true) {
      if (const auto* index = ast::as<ast::Index>(step)) {
        found.is_element = found.is_element || found.parts.empty();
        step = index->object;
        continue;
      }
      const auto* member = ast::as<ast::Member>(step);
      const types::Selection* selection = member != nullptr && instance_.calls.find(member->id) == nullptr ? instance_.selections.find(member->id) : nullptr;
      if (selection == nullptr || (selection->kind != types::MemberKind::field && selection->kind != types::MemberKind::tuple_field)) return found;
      step = member->object;
      through(type_of(*step), selection->dereferences, selection->def, found);
    }
  }

  TypeId type_of(const ast::Expr& e) const {
    const TypeId* type = instance_.types.find(e.id);
    return type != nullptr ? *type : TypeId();
  }

  bool is_class(TypeId type) const {
    if (!type.valid() || types_.store[type].kind != TypeKind::named) return false;
    const auto info = types_.types.find(types_.store[type].def);
    return info != types_.types.end() && info->second.is_shared;
  }

 private:
  // A step from a value of this type to a field of it, or to the value that its handles show.
  void through(TypeId type, unsigned dereferences, DefId field, LentPart& found) const {
    bool in_rc = false;
    TypeId inner = type;
    for (unsigned i = 0; i < dereferences && inner.valid() && !types_.store[inner].args.empty(); ++i) {
      in_rc = in_rc || types_.store.is_named(inner, bindings_.well_known.rc);
      inner = types_.store[inner].args[0];
    }
    const bool in_class = field.valid() && is_class(inner);
    if (!in_rc && !in_class) return;
    if (found.parts.empty()) {
      found.object = in_class ? inner : type;
      found.in_rc = !in_class;
    }
    found.parts.push_back(field.valid() ? field : head_of(inner));
  }

  DefId head_of(TypeId type) const {
    const types::Type* parts = type.valid() ? &types_.store[type] : nullptr;
    const bool is_known = parts != nullptr && parts->kind == TypeKind::named;
    return is_known ? parts->def : bindings_.well_known.rc;
  }

  const types::Instance& instance_;
  const types::TypeTable& types_;
  const resolve::Bindings& bindings_;
};

}  // namespace

std::vector<LentPart> lent_parts(const types::CallPlan& plan, const types::Instance& instance, const types::TypeTable& types,
                                 const resolve::Bindings& bindings, const support::Interner& interner) {
  const Places places(instance, types, bindings);
  std::vector<LentPart> out;
  const auto add = [&](const ast::Expr& place, unsigned dereferences) {
    LentPart part = places.find(place, dereferences);
    if (!part.parts.empty()) out.push_back(std::move(part));
  };
  // A method of an object changes the object, not what refers to it.
  const bool of_object = plan.receiver != nullptr && plan.dereferences == 0 && places.is_class(places.type_of(*plan.receiver));
  if (plan.mut_receiver && plan.receiver != nullptr && !of_object) add(*plan.receiver, plan.dereferences);
  for (std::size_t i = 0; i < plan.args.size() && i < 32; ++i)
    if (((plan.mut_params >> i) & 1U) != 0 && plan.args[i].value != nullptr) add(*plan.args[i].value, 0);
  const bool of_rc = plan.receiver != nullptr && plan.def.valid() && plan.self_type.valid() && types.store.is_named(plan.self_type, bindings.well_known.rc);
  if (of_rc && bindings.def(plan.def).is_library && interner.text(bindings.def(plan.def).name) == "set") add(*plan.receiver, plan.dereferences + 1U);
  return out;
}

std::vector<DefId> assigned_parts(const ast::Expr& target, const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings) {
  std::vector<DefId> out;
  if (const auto* tuple = ast::as<ast::TupleLiteral>(&target)) {
    for (const ast::Expr* element : tuple->elements)
      for (const DefId part : assigned_parts(*element, instance, types, bindings)) out.push_back(part);
    return out;
  }
  const LentPart place = Places(instance, types, bindings).find(target, 0);
  if (!place.parts.empty()) out.push_back(place.parts.front());
  return out;
}

bool may_be_same_part(DefId a, DefId b, const types::TypeTable& types, const resolve::Bindings& bindings) {
  if (a == b || bindings.def(a).parent == b || bindings.def(b).parent == a) return true;
  const auto of_class = [&](DefId part) {
    const auto owner = types.types.find(bindings.def(part).parent);
    return owner != types.types.end() && owner->second.is_shared;
  };
  const DefId unknown = bindings.well_known.rc;
  return (a == unknown && !of_class(b)) || (b == unknown && !of_class(a));
}

}  // namespace ariac::effects
