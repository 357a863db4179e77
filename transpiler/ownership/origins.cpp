#include "ownership/origins.hpp"

#include "ast/walk.hpp"
#include "ownership/bodies.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalKind;
using types::MemberKind;
using types::TypeId;
using types::TypeKind;

bool looks_inside(const resolve::Bindings& bindings, const types::CallPlan& plan, const types::TypeTable& types) {
  if (!plan.def.valid() || !bindings.def(plan.def).is_library || plan.receiver == nullptr || !plan.self_type.valid() || plan.mut_receiver) return false;
  const bool holder = types.store.is_option(plan.self_type) || types.store.is_result(plan.self_type);
  const auto* decl = as<FunctionDecl>(bindings.def(plan.def).decl);
  // Without arguments: `unwrap`. The others take the whole by value.
  return holder && decl != nullptr && decl->params.size() == 1 && plan.result.valid() && !types.store[plan.self_type].args.empty() &&
         plan.result == types.store[plan.self_type].args[0];
}

TypeId Origins::type_of(const Expr& e) const {
  if (const auto* coercions = instance_.coercions.find(e.id); coercions != nullptr && !coercions->empty()) return coercions->back().to;
  const TypeId* type = instance_.types.find(e.id);
  return type != nullptr ? *type : TypeId();
}

LocalId Origins::local_of(const Expr& name) const {
  if (name.kind != NodeKind::NameExpr) return {};
  const types::Selection* selection = instance_.selections.find(name.id);
  if (selection != nullptr && selection->kind == MemberKind::local) return selection->local;
  const resolve::Entity& entity = bindings_.entity(name.id);
  return entity.kind == resolve::Entity::Kind::local ? entity.local : LocalId();
}

bool Origins::is_shared(TypeId type) const {
  if (!type.valid() || types_.store[type].kind != TypeKind::named) return false;
  const auto info = types_.types.find(types_.store[type].def);
  return info != types_.types.end() && info->second.is_shared;
}

Roots Origins::roots_of(LocalId local) const {
  Roots out{.is_place = true, .locals = {local}};
  const auto ask = [&](LocalId id) {
    const LocalKind kind = bindings_.local(id).kind;
    if (kind == LocalKind::mut_param) out.lender = Lender::changed_param;
    if (kind == LocalKind::mut_self_param) out.lender = Lender::self;
    if (kind == LocalKind::it || kind == LocalKind::result) out.lender = Lender::parameter;
  };
  ask(local);
  for (auto origin = origins_.find(local); origin != origins_.end(); origin = origins_.find(out.locals.back())) {
    if (origin->second.lender != Lender::none) out.lender = origin->second.lender;
    if (!origin->second.part_of.valid()) break;
    out.locals.push_back(origin->second.part_of);
    ask(out.locals.back());
  }
  return out;
}

Roots Origins::roots(const Expr& place) const {
  if (const LocalId local = local_of(place); local.valid()) return roots_of(local);
  if (const auto* member = as<Member>(&place); member != nullptr && instance_.calls.find(member->id) == nullptr) {
    const types::Selection* selection = instance_.selections.find(member->id);
    if (selection == nullptr || (selection->kind != MemberKind::field && selection->kind != MemberKind::tuple_field)) return {};
    Roots out = roots(*member->object);
    const TypeId owner = type_of(*member->object);
    if (is_shared(owner)) return {.is_place = true, .lender = Lender::shared};
    if (selection->dereferences > 0) return {.is_place = true, .lender = Lender::handle};
    if (move_only_.has_drop(owner)) return {.is_place = true, .lender = Lender::whole};
    return out;
  }
  if (const auto* index = as<Index>(&place)) {
    const TypeId owner = type_of(*index->object);
    const bool in_map = owner.valid() && types_.store[owner].kind == TypeKind::named && types_.store[owner].def == bindings_.well_known.map;
    return {.is_place = true, .lender = in_map ? Lender::entry : Lender::element};
  }
  if (const auto* attempt = as<Try>(&place)) return roots(*attempt->operand);
  const types::CallPlan* plan = instance_.calls.find(place.id);
  if (plan != nullptr && plan->dereferences == 0 && !plan->safe && looks_inside(bindings_, *plan, types_)) return roots(*plan->receiver);
  if (plan != nullptr && shows_shared(*plan)) return {.is_place = true, .lender = Lender::handle};
  return {};
}

Roots Origins::around_element(const Expr& place) const {
  const Expr* whole = &place;
  bool is_element = false;
  while (whole->kind == NodeKind::Index || whole->kind == NodeKind::Member) {
    const auto* index = as<Index>(whole);
    is_element = is_element || index != nullptr;
    whole = index != nullptr ? index->object : static_cast<const Member*>(whole)->object;
  }
  return is_element ? roots(*whole) : Roots();
}

bool Origins::are_written(const Roots& over, const Node& below) const {
  if (over.locals.empty()) return false;
  bool found = false;
  const auto look = [&](const Expr* place) {
    if (place == nullptr) return;
    const Expr* at = place;
    while (at->kind == NodeKind::Index) at = static_cast<const Index*>(at)->object;
    const Roots changed = roots(*at);
    found = found || (!changed.locals.empty() && changed.locals.front() == over.locals.front());
  };
  walk(below, [&](const Node& node) {
    if (const auto* assign = as<Assign>(&node)) look(assign->target);
    const types::CallPlan* plan = instance_.calls.find(node.id);
    if (plan != nullptr && plan->mut_receiver) look(plan->receiver);
    for (std::size_t i = 0; plan != nullptr && i < plan->args.size() && i < 32; ++i)
      if (((plan->mut_params >> i) & 1U) != 0) look(plan->args[i].value);
    return !found;
  });
  return found;
}

// `rc.get`: the value stays with the handle.
bool Origins::shows_shared(const types::CallPlan& plan) const {
  if (plan.receiver == nullptr || !plan.self_type.valid() || types_.store[plan.self_type].kind != TypeKind::named) return false;
  const types::Type& handle = types_.store[plan.self_type];
  const bool shares = handle.def == bindings_.well_known.rc || handle.def == bindings_.well_known.arc;
  return shares && plan.result == handle.args[0];
}

// The names of a pattern stand for parts of what it is held against. A type with Drop is dropped whole.
void Origins::bind(const Pattern& pattern, const Roots& whole, bool of_made_value) {
  Roots inside = whole;
  const TypeId* type = instance_.types.find(pattern.id);
  const bool takes_apart = pattern.kind == NodeKind::ConstructorPattern || pattern.kind == NodeKind::ArrayPattern;
  if (takes_apart && type != nullptr && move_only_.has_drop(*type)) inside = {.is_place = true, .lender = Lender::whole};
  if (const LocalId local = bindings_.local_of(pattern.id); local.valid() && bindings_.local(local).kind == LocalKind::pattern && (whole.is_place || of_made_value))
    origins_[local] = {whole.locals.empty() ? LocalId() : whole.locals.front(), whole.lender, of_made_value};
  for_each_child(pattern, [&](const Node& child) {
    if (child.kind >= NodeKind::WildcardPattern && child.kind <= NodeKind::ErrorPattern) bind(static_cast<const Pattern&>(child), inside, of_made_value);
  });
}

void Origins::look_into(const Pattern& pattern, const Expr& subject) {
  const Roots whole = roots(subject);
  bind(pattern, whole, !whole.is_place && !has_alias(pattern));
}

// Elements belong to the array they are in; what comes out of a channel or an iterator belongs to the loop.
void Origins::bind_items(const Pattern& pattern, const Expr& iterable) {
  const TypeId over = type_of(iterable);
  if (!over.valid() || types_.store[over].kind != TypeKind::named) return;
  const resolve::DefId def = types_.store[over].def;
  const resolve::WellKnown& known = bindings_.well_known;
  if (def == known.map || def == known.set) return bind(pattern, {.is_place = true, .lender = Lender::entry});
  if (def == known.array) return bind(pattern, roots(iterable));
}

void Origins::note(const Node& node) {
  if (const auto* choice = as<Match>(&node); choice != nullptr && choice->subject != nullptr)
    for (const MatchArm& arm : choice->arms) look_into(*arm.pattern, *choice->subject);
  const auto look = [&](const Condition& condition) {
    if (condition.pattern != nullptr && condition.value != nullptr) look_into(*condition.pattern, *condition.value);
  };
  if (const auto* branch = as<If>(&node))
    for (const IfBranch& one : branch->branches) look(one.condition);
  if (const auto* loop = as<While>(&node)) look(loop->condition);
  if (const auto* test = as<IsPattern>(&node)) bind(*test->pattern, roots(*test->value));
  if (const auto* loop = as<For>(&node)) bind_items(*loop->pattern, *loop->iterable);
  if (const auto* made = as<Comprehension>(&node))
    for (const ForClause& clause : made->clauses) bind(*clause.pattern, {.is_place = true, .lender = Lender::element});
  if (const auto* lambda = as<Lambda>(&node))
    for (const LambdaParam& param : lambda->params)
      if (param.pattern != nullptr) walk(*param.pattern, [&](const Node& inner) {
        if (const LocalId local = bindings_.local_of(inner.id); local.valid()) origins_[local] = {{}, Lender::parameter};
        return true;
      });
  if (const auto* with = as<With>(&node))
    for (const LambdaParam& param : with->params)
      if (param.pattern != nullptr) walk(*param.pattern, [&](const Node& inner) {
        if (const LocalId local = bindings_.local_of(inner.id); local.valid()) origins_[local] = {{}, Lender::parameter};
        return true;
      });
  if (const auto* begin = as<Begin>(&node))
    for (const RescueClause& clause : begin->rescues) {
      if (clause.pattern != nullptr) bind(*clause.pattern, {.is_place = true, .lender = Lender::error});
      if (const LocalId local = bindings_.local_of(clause.id); local.valid()) origins_[local] = {{}, Lender::error};
    }
}

}  // namespace ariac::ownership
