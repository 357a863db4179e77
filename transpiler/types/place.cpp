// Places, and the errors for what is none or must not change.
#include "types/place.hpp"

#include <algorithm>

#include "diagnostics/catalogue/ownership.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "diagnostics/catalogue/warnings.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

using resolve::LocalKind;

// What the step is a part of; null for a name and for what is computed.
const ast::Expr* whole_of(const ast::Expr& step) {
  if (const auto* member = ast::as<ast::Member>(&step)) return member->object;
  if (const auto* index = ast::as<ast::Index>(&step)) return index->object;
  return nullptr;
}

const ast::NameExpr* root_of(const ast::Expr& place) {
  const ast::Expr* step = &place;
  while (const ast::Expr* whole = whole_of(*step)) step = whole;
  return ast::as<ast::NameExpr>(step);
}

TypeId type_at(BodyInference& in, const ast::Expr& e) {
  const TypeId* type = in.instance().types.find(e.id);
  return type != nullptr ? in.head(*type) : TypeId();
}

bool is_shared_class(BodyInference& in, const Type& type) {
  return type.kind == TypeKind::named && in.bindings.def(type.def).kind == resolve::DefKind::struct_ && in.program.type_info(type.def).is_shared;
}

// An `Arc` of what is no handle itself: only read, since several tasks look at it.
bool is_read_together(BodyInference& in, const ast::Expr& object) {
  const TypeId type = type_at(in, object);
  if (!type.valid() || !in.store.is_named(type, in.store.well_known().arc)) return false;
  const Type& inner = in.store[in.head(in.store[type].args[0])];
  return inner.kind != TypeKind::pointer && !is_shared_class(in, inner) && !(inner.kind == TypeKind::named && inner.def == in.store.well_known().rc);
}

// Whether what is changed through a value of this type belongs to no variable.
bool is_handle(BodyInference& in, const ast::Expr& object) {
  const TypeId type = type_at(in, object);
  if (!type.valid()) return false;
  const Type& known = in.store[type];
  if (known.kind == TypeKind::pointer) return true;
  if (known.kind != TypeKind::named) return false;
  const resolve::WellKnown& w = in.store.well_known();
  if (known.def == w.arc || known.def == w.rc) return true;
  // The object in its own methods is what `self` says: without `mut` it stays as it is.
  if (const auto* name = ast::as<ast::NameExpr>(&object)) {
    const resolve::Entity& entity = in.bindings.entity(name->id);
    if (entity.kind == resolve::Entity::Kind::local && in.bindings.local(entity.local).kind == LocalKind::self_param) return false;
  }
  return is_shared_class(in, known);
}

bool passes_through_handle(BodyInference& in, const ast::Expr& place) {
  for (const ast::Expr* object = whole_of(place); object != nullptr; object = whole_of(*object))
    if (is_handle(in, *object)) return true;
  return false;
}

NoPlace member_fault(BodyInference& in, const ast::Member& member) {
  if (in.instance().calls.find(member.id) != nullptr) return NoPlace::called;
  const Selection* selection = in.instance().selections.find(member.id);
  if (selection == nullptr || selection->kind == MemberKind::none) return NoPlace::none;      // told elsewhere
  if (selection->kind == MemberKind::called) return NoPlace::called;
  if (selection->kind == MemberKind::constant) return NoPlace::none;                          // a place that never changes
  const bool is_part = selection->kind == MemberKind::field || selection->kind == MemberKind::tuple_field;
  return is_part && !selection->tries && !selection->safe ? NoPlace::none : NoPlace::value;
}

NoPlace index_fault(BodyInference& in, const ast::Index& index) {
  const TypeId object = type_at(in, *index.object);
  if (!object.valid() || in.absorbs(object)) return NoPlace::none;
  const resolve::WellKnown& w = in.store.well_known();
  if (in.store.is_named(object, w.string)) return NoPlace::text;
  const bool slice = type_at(in, index) == object;
  if (in.store.is_named(object, w.bytes)) return slice ? NoPlace::slice : NoPlace::byte;
  if (in.store.is_named(object, w.array)) return slice ? NoPlace::slice : NoPlace::none;
  return in.instance().calls.find(index.id) != nullptr ? NoPlace::computed_item : NoPlace::none;
}

NoPlace step_fault(BodyInference& in, const ast::Expr& step) {
  if (const auto* member = ast::as<ast::Member>(&step)) return member_fault(in, *member);
  if (const auto* index = ast::as<ast::Index>(&step)) return index_fault(in, *index);
  if (step.kind == ast::NodeKind::NameExpr) return in.instance().calls.find(step.id) != nullptr ? NoPlace::called : NoPlace::none;
  return step.kind == ast::NodeKind::ErrorExpr ? NoPlace::none : NoPlace::value;
}

struct FaultText {
  std::string what;
  std::string help;
};

FaultText describe(BodyInference& in, const PlaceFault& fault) {
  const auto name_of = [&]() -> std::string {
    if (const auto* member = ast::as<ast::Member>(fault.at)) return std::string(in.program.text(member->name.symbol));
    if (const auto* name = ast::as<ast::NameExpr>(fault.at)) return std::string(in.program.text(name->name.symbol));
    return {};
  };
  switch (fault.why) {
    case NoPlace::none: break;
    case NoPlace::value: return {"this is a value without a place", "put it into a variable first"};
    case NoPlace::called: return {"`" + name_of() + "` is called here: what it gives is a value of its own", "change a field, or put the value into a variable first"};
    case NoPlace::slice: return {"a slice is a copy of these elements", "change the elements one by one, or put the slice into a variable first"};
    case NoPlace::text: return {"a part of a text is a copy", "a text is not changed in place: build a new one"};
    case NoPlace::byte: return {"a byte of `Bytes` is a copy", "`Bytes` are not changed in place: build new ones, or use an array, `[UInt8]`"};
    case NoPlace::read_together: return {"what an `Arc` shows is only read: others look at it, too", "what several tasks change is an `Atomic`, in a `Mutex`, or an object of a `@shared class`"};
    case NoPlace::computed_item: {
      const std::string type = in.print(type_at(in, *whole_of(*fault.at)));
      return {"the method `at` of `" + type + "` computes this", "`[]` of `" + type + "` only reads: write a method with `mut self`"};
    }
  }
  return {};
}

bool is_container(BodyInference& in, TypeId type) {
  const resolve::WellKnown& w = in.store.well_known();
  return type.valid() && (in.store.is_named(type, w.array) || in.store.is_named(type, w.map) || in.store.is_named(type, w.set) || in.store.is_named(type, w.string) || in.store.is_named(type, w.bytes));
}

const resolve::Def* constant_of(BodyInference& in, const ast::Expr& place) {
  for (const ast::Expr* step = &place; step != nullptr; step = whole_of(*step)) {
    const Selection* selection = in.instance().selections.find(step->id);
    if (selection != nullptr && selection->kind == MemberKind::constant && selection->def.valid()) return &in.bindings.def(selection->def);
    const resolve::Entity entity = in.bindings.entity(step->id);
    if (step->kind != ast::NodeKind::NameExpr || entity.kind != resolve::Entity::Kind::def) continue;
    if (in.bindings.def(entity.def).kind == resolve::DefKind::constant) return &in.bindings.def(entity.def);
  }
  return nullptr;
}

// E2 for names that must not change, and the warning for a plain `let`.
void check_root(BodyInference& in, const ast::Expr& place) {
  if (passes_through_handle(in, place)) return;
  if (const resolve::Def* constant = constant_of(in, place)) {
    in.error(place.range, diag::AssignToConstant{.name = in.program.text(constant->name)}).primary("a constant never changes").help("copy it into a variable first");
    return;
  }
  const ast::NameExpr* root = root_of(place);
  const resolve::Entity entity = root != nullptr ? in.bindings.entity(root->id) : resolve::Entity{};
  if (entity.kind != resolve::Entity::Kind::local || std::ranges::find(in.mut_params, entity.local) != in.mut_params.end()) return;
  const resolve::Local& local = in.bindings.local(entity.local);
  const std::string name(in.program.text(local.name));
  switch (local.kind) {
    case LocalKind::let:
      in.warning(place.range, diag::AssignedLet{.name = name})
          .label(local.range, "declared without `mut` here")
          .suggest({local.range.file, local.range.begin, local.range.begin}, "mut ", "write `let mut " + name + "`");
      break;
    case LocalKind::param:
    case LocalKind::self_param: {
      auto report = in.error(place.range, diag::AssignedParameter{.name = name}).label(local.range, "the parameter is not `mut`");
      const bool is_lent = std::ranges::find(in.lent_params, entity.local) != in.lent_params.end();
      report.help(local.kind == LocalKind::self_param ? "declare the method with `mut self`"
                  : is_lent                           ? "what the block is given here is only read: copy it into a variable of its own"
                                                      : "declare it `mut " + name + "` to change the caller's variable, or copy it into a new one");
      break;
    }
    case LocalKind::pattern:
      in.error(place.range, diag::AssignedBinding{.name = name}).label(local.range, "bound here").help("copy it into a variable of its own: `let mut`");
      break;
    default: break;
  }
}

void report_value(BodyInference& in, const ast::Expr& place, const PlaceFault& fault, std::string primary) {
  const FaultText text = describe(in, fault);
  auto report = in.error(place.range, diag::AssignToValue{});
  report.primary(std::move(primary)).help(text.help);
  if (fault.why != NoPlace::value) report.note(text.what);
}

// What `?.` is about.
TypeId inside(BodyInference& in, TypeId type) { return type.valid() && in.store.is_option(type) ? in.head(in.store.option_inner(type)) : type; }

void check_receiver(BodyInference& in, const ast::Expr& place, bool in_vain) {
  if (is_read_together(in, place)) return report_value(in, place, {NoPlace::read_together, &place}, "the call would change it");
  if (is_handle(in, place)) return;
  const PlaceFault fault = place_fault(in, place);
  // A value of its own may be changed and dropped for what the call does besides: `lines.iter.next`.
  const bool looks_like_place = fault.why != NoPlace::value && fault.why != NoPlace::called;
  const bool is_call = fault.why == NoPlace::called || (fault.at != nullptr && fault.at->kind == ast::NodeKind::Call);
  if (fault.why == NoPlace::none) check_root(in, place);
  else if (looks_like_place || (in_vain && is_call && is_container(in, inside(in, type_at(in, place))))) report_value(in, place, fault, "the call changes a copy that is gone after it");
}

}  // namespace

PlaceFault place_fault(BodyInference& in, const ast::Expr& e) {
  for (const ast::Expr* step = &e; step != nullptr; step = whole_of(*step)) {
    if (const NoPlace why = step_fault(in, *step); why != NoPlace::none) return {why, step};
    const ast::Expr* whole = whole_of(*step);
    if (whole != nullptr && is_read_together(in, *whole)) return {NoPlace::read_together, whole};
    if (whole != nullptr && is_handle(in, *whole)) break;
  }
  return {};
}

void when_place_known(BodyInference& in, const ast::Expr& e, std::function<void()> then) {
  for (const ast::Expr* step = &e; step != nullptr; step = whole_of(*step)) {
    const TypeId type = type_at(in, *step);
    if (!type.valid() || !in.is_open(type) || step == &e) continue;
    const ast::Expr* place = &e;
    BodyInference* body = &in;
    return in.when_known(type, step->range, [body, place, then = std::move(then)](TypeId) { when_place_known(*body, *place, then); });
  }
  then();
}

void check_assigned(BodyInference& in, const ast::Expr& target) {
  const PlaceFault fault = place_fault(in, target);
  if (fault.why == NoPlace::none) return check_root(in, target);
  if (fault.at == &target && fault.why != NoPlace::value) {
    const FaultText text = describe(in, fault);
    in.error(target.range, diag::NotAPlace{}).primary(text.what).help(text.help);
    return;
  }
  report_value(in, target, fault,
               fault.why == NoPlace::read_together ? "this would change it"
               : fault.at == &target               ? "this is a value without a place"
                                                   : "a part of a value that is gone after this statement");
}

void check_changed(BodyInference& in, const ast::Expr& place, Changed how) {
  when_place_known(in, place, [&in, &place, how] {
    if (how != Changed::argument) return check_receiver(in, place, how == Changed::receiver_only);
    const PlaceFault fault = place_fault(in, place);
    if (fault.why == NoPlace::none) check_root(in, place);
    else report_value(in, place, fault, "a `mut` argument is a place: the callee changes it");
  });
}

}  // namespace ariac::types
