// Statements: declarations, assignment to places, defer, contracts.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "diagnostics/catalogue/ownership.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/advice.hpp"
#include "types/place.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

using ast::AssignOp;
using resolve::LocalKind;

const ast::BindingPattern* plain_name(const ast::Pattern& pattern) {
  const auto* binding = ast::as<ast::BindingPattern>(&pattern);
  return binding != nullptr && binding->inner == nullptr ? binding : nullptr;
}

void infer_let(BodyInference& in, const ast::Let& let) {
  TypeId declared;
  if (let.type != nullptr) declared = written_type(in, *let.type);
  TypeId type = declared;
  if (let.value != nullptr) {
    if (declared.valid()) {
      const auto* name = plain_name(*let.pattern);
      const std::string what = name != nullptr ? "`" + std::string(in.program.text(name->name.symbol)) + "`" : "this";
      in.check(*let.value, {.type = declared, .because = let.type->range, .reason = what + " is declared `" + in.print(declared) + "` here"});
    } else {
      type = in.synth(*let.value);
      in.settle(type);
    }
  }
  if (!type.valid()) type = in.fresh(let.range);
  // `x: T = e` where `x` is in scope assigns.
  if (const resolve::Entity& older = in.bindings.entity(let.pattern->id); let.bare && older.kind == resolve::Entity::Kind::local) {
    in.record(*let.pattern, type);
    if (!in.unify(in.local_type(older.local), type))
      in.report_mismatch(let.range, type, {.type = in.local_type(older.local), .because = in.bindings.local(older.local).range, .reason = "it was declared here"});
    return;
  }
  in.infer_pattern(*let.pattern, type, true, {.type = {}, .because = let.value != nullptr ? let.value->range : let.range, .reason = "this is the value"});
}

void check_data_field(BodyInference& in, const ast::Member& member) {
  const TypeId* object = in.instance().types.find(member.object->id);
  if (object == nullptr) return;
  const Type& type = in.store[in.head(*object)];
  if (type.kind != TypeKind::named) return;
  const auto* decl = ast::as<ast::StructDecl>(in.bindings.def(type.def).decl);
  if (decl == nullptr || decl->form != ast::StructKind::data) return;
  in.error(member.range, diag::DataIsImmutable{.type = in.print(*object), .field = in.program.text(member.name.symbol)})
      .label(in.bindings.def(type.def).name_range, "a `data` record cannot change")
      .help("make a changed copy: `.with(" + std::string(in.program.text(member.name.symbol)) + ": …)`");
}

bool declares(BodyInference& in, const ast::Expr& target) {
  return target.kind == ast::NodeKind::NameExpr && in.bindings.local_of(target.id).valid();
}

// The type of an existing place, with what forbids assigning it reported.
TypeId infer_place(BodyInference& in, const ast::Expr& target) {
  const resolve::Entity& entity = in.bindings.entity(target.id);
  TypeId type;
  if (target.kind == ast::NodeKind::NameExpr && entity.kind == resolve::Entity::Kind::local) {
    type = in.local_type(entity.local);
    in.record(target, type);
    in.instance().selections[target.id] = {.kind = MemberKind::local, .local = entity.local};
  } else {
    type = in.synth(target);
  }
  when_place_known(in, target, [&in, &target] { check_assigned(in, target); });
  if (const auto* member = ast::as<ast::Member>(&target)) check_data_field(in, *member);
  return type;
}

Expectation place_expectation(BodyInference& in, const ast::Expr& target, TypeId type) {
  Expectation expected{.type = type, .because = target.range, .reason = "this place holds `" + in.print(type) + "`"};
  const resolve::Entity& entity = in.bindings.entity(target.id);
  if (entity.kind == resolve::Entity::Kind::local) {
    const resolve::Local& local = in.bindings.local(entity.local);
    expected.because = local.range;
    expected.reason = "`" + std::string(in.program.text(local.name)) + "` is `" + in.print(type) + "` since here";
    expected.of_variable = true;
  }
  return expected;
}

void declare_name(BodyInference& in, const ast::Expr& target, TypeId type) {
  const LocalId local = in.bindings.local_of(target.id);
  in.declare_local(local, type);
  in.record(target, type);
  in.instance().selections[target.id] = {.kind = MemberKind::local, .local = local};
}

bool is_bound_name(BodyInference& in, const ast::Expr& target) {
  const resolve::Entity& entity = in.bindings.entity(target.id);
  return target.kind == ast::NodeKind::NameExpr && !declares(in, target) && entity.kind == resolve::Entity::Kind::local &&
         in.bindings.local(entity.local).kind == LocalKind::pattern;
}

// `(a, b) = …` over names that a pattern bound: one mistake, however many they are.
bool report_bound_names(BodyInference& in, const ast::TupleLiteral& target) {
  std::vector<const ast::Expr*> bound;
  for (const ast::Expr* element : target.elements)
    if (is_bound_name(in, *element)) bound.push_back(element);
  if (bound.size() < 2) return false;
  const auto local_of = [&](const ast::Expr* name) -> const resolve::Local& { return in.bindings.local(in.bindings.entity(name->id).local); };
  auto report = in.error(bound.front()->range, diag::AssignedBinding{.name = in.program.text(local_of(bound.front()).name)});
  report.label(local_of(bound.front()).range, "bound here");
  for (std::size_t i = 1; i < bound.size(); ++i) report.label(bound[i]->range, "nor can this one");
  report.help("`let (…) = …` declares new variables; other names make variables that can be assigned");
  for (const ast::Expr* element : target.elements)
    if (declares(in, *element)) declare_name(in, *element, in.store.poison);
  return true;
}

bool takes_nothing(BodyInference& in, const ast::Expr& target) {
  const auto* name = ast::as<ast::NameExpr>(&target);
  return name != nullptr && in.program.text(name->name.symbol) == "_";
}

// What existing places hold, by the places of an assignment to several.
using PlaceTypes = std::unordered_map<ast::NodeId, TypeId>;

void assign_parts(BodyInference& in, const ast::TupleLiteral& target, TypeId value, source::SourceRange range, const PlaceTypes& places = {}) {
  value = in.known(value);
  in.record(target, value);
  const Type& type = in.store[value];
  if (!in.absorbs(value) && (type.kind != TypeKind::tuple || type.args.size() != target.elements.size())) {
    auto report = in.error(range, diag::TupleDoesNotFit{.count = target.elements.size(), .found = in.print(value)});
    report.label(target.range, "these names take the parts of a tuple");
    if (const std::string advice = advice_on_holder(in, value); !advice.empty()) report.help(advice);
    else if (in.store.is_named(value, in.store.well_known().array)) report.help("how many elements an array has, a pattern asks: `if let [a, b] = xs`");
    value = in.store.poison;
  }
  const std::vector<TypeId> parts(in.store[value].args.begin(), in.store[value].args.end());
  if (report_bound_names(in, target)) return;
  for (std::size_t i = 0; i < target.elements.size(); ++i) {
    const ast::Expr& element = *target.elements[i];
    const TypeId part = in.absorbs(value) ? in.store.poison : parts[i];
    if (const auto* inner = ast::as<ast::TupleLiteral>(&element)) {
      assign_parts(in, *inner, part, range, places);
    } else if (declares(in, element)) {
      declare_name(in, element, part);
    } else if (takes_nothing(in, element)) {
      in.record(element, part);
    } else {
      const auto known = places.find(element.id);
      const TypeId place = known != places.end() ? known->second : infer_place(in, element);
      if (!in.unify(place, part)) in.report_mismatch(range, part, place_expectation(in, element, place));
    }
  }
}

// The tuple of what the places hold; names that are declared here hold what they are given.
TypeId tuple_of_places(BodyInference& in, const ast::TupleLiteral& target, PlaceTypes& places) {
  std::vector<TypeId> types;
  for (const ast::Expr* element : target.elements) {
    const auto* inner = ast::as<ast::TupleLiteral>(element);
    const bool is_open = declares(in, *element) || takes_nothing(in, *element) || is_bound_name(in, *element);
    if (inner == nullptr && !is_open) places.emplace(element->id, infer_place(in, *element));
    const auto known = places.find(element->id);
    types.push_back(inner != nullptr ? tuple_of_places(in, *inner, places) : known != places.end() ? known->second : in.fresh(element->range));
  }
  return in.store.tuple(types);
}

// `(a, b[i]) = (b[i], nil)`: each part is checked against its place, so that it takes the place's type.
bool assign_pairwise(BodyInference& in, const ast::TupleLiteral& target, const ast::Expr& value) {
  const auto* parts = ast::as<ast::TupleLiteral>(&value);
  if (parts == nullptr || parts->elements.size() != target.elements.size()) return false;
  PlaceTypes places;
  const TypeId wanted = tuple_of_places(in, target, places);
  const TypeId type = in.synth(value, {.type = wanted, .because = target.range, .reason = "the places on the left"});
  in.settle(type);
  assign_parts(in, target, type, value.range, places);
  return true;
}

std::optional<ast::BinaryOp> operator_of(AssignOp op) {
  using ast::BinaryOp;
  switch (op) {
    case AssignOp::add: return BinaryOp::add;
    case AssignOp::subtract: return BinaryOp::subtract;
    case AssignOp::multiply: return BinaryOp::multiply;
    case AssignOp::divide: return BinaryOp::divide;
    case AssignOp::floor_divide: return BinaryOp::floor_divide;
    case AssignOp::remainder: return BinaryOp::remainder;
    case AssignOp::power: return BinaryOp::power;
    case AssignOp::bit_and: return BinaryOp::bit_and;
    case AssignOp::bit_or: return BinaryOp::bit_or;
    case AssignOp::bit_xor: return BinaryOp::bit_xor;
    case AssignOp::shift_left: return BinaryOp::shift_left;
    case AssignOp::shift_right: return BinaryOp::shift_right;
    case AssignOp::assign:
    case AssignOp::coalesce: return std::nullopt;
  }
  return std::nullopt;
}

void infer_compound(BodyInference& in, const ast::Assign& assign) {
  const TypeId place = infer_place(in, *assign.target);
  if (assign.op == AssignOp::coalesce) {
    const TypeId type = in.known(place);
    if (in.absorbs(type)) {
      in.synth(*assign.value);
    } else if (!in.store.is_option(type)) {
      auto report = in.error(assign.target->range, diag::NeverNil{.type = in.print(type)});
      const auto* entry = ast::as<ast::Index>(assign.target);
      const TypeId* object = entry != nullptr ? in.instance().types.find(entry->object->id) : nullptr;
      if (object != nullptr && in.store.is_named(in.known(*object), in.store.well_known().map)) {
        report.primary("what a key has is never nil").help("`get_or_insert(key) { value }` puts the value there where the key is missing, and gives what is there");
      } else {
        report.primary("this is always there");
      }
      in.synth(*assign.value);
    } else {
      const TypeId inner = in.store.option_inner(type);
      in.check(*assign.value, {.type = inner, .because = assign.target->range, .reason = "this place holds `" + in.print(type) + "`"});
    }
    return;
  }
  const ast::BinaryOp op = *operator_of(assign.op);
  const bool shift = op == ast::BinaryOp::shift_left || op == ast::BinaryOp::shift_right;
  const NumberClass c = number_class(in, place);
  // `xs += [a, b]`: the elements become what the array holds.
  const bool is_array = op == ast::BinaryOp::add && in.store.is_named(in.head(place), in.store.well_known().array);
  const bool adapts = is_array || (!shift && (c == NumberClass::integer || c == NumberClass::floating));
  const TypeId value = in.synth(*assign.value, adapts ? Expectation{.type = place} : Expectation{});
  const TypeId result = apply_binary(in, assign, op, *assign.target, place, *assign.value, value);
  if (!in.unify(place, result)) in.report_mismatch(assign.range, result, place_expectation(in, *assign.target, place));
}

void infer_assign(BodyInference& in, const ast::Assign& assign) {
  if (assign.op != AssignOp::assign) return infer_compound(in, assign);
  if (const auto* tuple = ast::as<ast::TupleLiteral>(assign.target)) {
    if (assign_pairwise(in, *tuple, *assign.value)) return;
    const TypeId type = in.synth(*assign.value);
    in.settle(type);
    return assign_parts(in, *tuple, type, assign.value->range);
  }
  if (declares(in, *assign.target)) {
    // Another path may have declared it before; then its type is known.
    const auto known = in.instance().locals.find(in.bindings.local_of(assign.target->id));
    if (known == in.instance().locals.end()) {
      const TypeId type = in.synth(*assign.value);
      in.settle(type);
      return declare_name(in, *assign.target, type);
    }
  }
  if (takes_nothing(in, *assign.target)) {
    in.record(*assign.target, in.synth(*assign.value));
    return;
  }
  const TypeId place = infer_place(in, *assign.target);
  in.check(*assign.value, place_expectation(in, *assign.target, place));
}

}  // namespace

void BodyInference::infer_contract(const ast::Contract& contract) {
  static constexpr std::array<std::string_view, 3> kWords{"`requires`", "`ensures`", "`invariant`"};
  check_bool(*this, *contract.condition, std::string("the condition of ") + std::string(kWords[static_cast<std::size_t>(contract.contract)]));
  if (contract.message != nullptr) check(*contract.message, {.type = store.string, .because = contract.range, .reason = "the message of a contract"});
}

TypeId BodyInference::infer_old(const ast::Call& call, const Expectation& expected) {
  if (call.arguments.size() != 1 || call.block != nullptr) {
    for (const ast::Argument& argument : call.arguments) synth(*argument.value);
    error(call.range, diag::OldTakesOne{});
    return store.poison;
  }
  const TypeId type = synth(*call.arguments[0].value, expected);
  CallPlan plan;
  plan.kind = CalleeKind::intrinsic;
  plan.args = {ArgSource{.value = call.arguments[0].value}};
  plan.param_types = {type};
  plan.result = type;
  instance().calls[call.id] = std::move(plan);
  return type;
}

void BodyInference::infer_stmt(const ast::Stmt& stmt) {
  ast::match(
      stmt, [&](const ast::ExprStmt& s) { synth(*s.value, {.dropped = true}); }, [&](const ast::Let& s) { infer_let(*this, s); },
      [&](const ast::Assign& s) { infer_assign(*this, s); }, [&](const ast::Defer& s) { infer_body(s.body, {.dropped = true}); },
      [&](const ast::Contract& s) { infer_contract(s); }, [](const ast::DeclStmt&) {}, [](const ast::ErrorStmt&) {});
}

}  // namespace ariac::types
