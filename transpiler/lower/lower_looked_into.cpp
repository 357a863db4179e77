// Values without a name that a statement only looks into: `peek(open(path)?)`, `Guard(name:).name`. Where lowering holds them in a
// variable, they are dropped when the statement is done, as what C++ holds itself is.
#include <algorithm>

#include "ast/walk.hpp"
#include "lower/body.hpp"
#include "types/asks_presence.hpp"

namespace ariac::lower {

// Whether somebody could tell when the value is dropped: `drop` runs, or a handle lets go.
bool BodyLowering::drop_shows(TypeId type) const {
  if (lower_types.end_is_noticed(type) || is_handle(type)) return true;
  return shape(type).kind != types::TypeKind::function && std::ranges::any_of(shape(type).args, [&](TypeId part) { return drop_shows(part); });
}

// Whether the value belongs to a variable, or to what one holds or points to: who looks at it looks at it there.
bool BodyLowering::stays_in_place(const ast::Expr& e) const {
  const types::CallPlan* plan = instance_.calls.find(e.id);
  if (plan != nullptr && plan->receiver != nullptr && plan->self_type.valid() && !plan->safe) {
    // `arc.get`: the value stays with the handle.
    const types::Type& handle = shape(plan->self_type);
    const bool is_counted = handle.def == store().well_known().rc || handle.def == store().well_known().arc;
    if (is_counted && !handle.args.empty() && plan->result == handle.args[0]) return stays_in_place(*plan->receiver);
  }
  if (const auto* member = ast::as<ast::Member>(&e)) {
    const types::Selection* selection = instance_.selections.find(e.id);
    const bool is_part = selection != nullptr && (selection->kind == types::MemberKind::field || selection->kind == types::MemberKind::tuple_field);
    return plan == nullptr && is_part && !selection->safe && stays_in_place(*member->object);
  }
  if (const auto* index = ast::as<ast::Index>(&e)) {
    const DefId over = shape(final_type(*index->object)).def;
    const bool is_container = over == store().well_known().array || over == store().well_known().map;
    return is_container && type_of(e) != type_of(*index->object) && stays_in_place(*index->object);
  }
  return plan == nullptr && root_local(e).valid();
}

// The object of a field that is copied out of it. A value with Drop is dropped whole: the field does not move out.
cpp::Expr BodyLowering::looked_at(TypeId whole, TypeId part, const ast::Expr& source) {
  cpp::Expr object = object_of(source);
  if (!part.valid() || !lower_types.is_move_only(whole) || lower_types.is_move_only(part) || lower_types.is_small(part)) return object;
  const auto* call = cpp::as<cpp::Call>(object);
  const auto* callee = call != nullptr ? cpp::as<cpp::Name>(call->callee) : nullptr;
  if (callee != nullptr && callee->name == "std::move") return call->args[0];
  if (stays_in_place(source) || (cpp::as<cpp::Call>(object) == nullptr && cpp::as<cpp::Braced>(object) == nullptr)) return object;
  const std::string name = fresh(role_name(whole));
  emit(cpp::declare(cpp::type("auto"), name, std::move(object)));
  looked_into_.push_back(name);
  return cpp::name(name);
}

// `e is Some(_)`. A value without a name that is dropped ends with the statement.
cpp::Expr BodyLowering::is_pattern(const ast::IsPattern& e) {
  PatternTest tests;
  const TypeId type = final_type(*e.value);
  const bool ends = lower_types.is_move_only(type) && !stays_in_place(*e.value);
  const bool at_once = (ends || (lower_types.is_move_only(type) && is_shared_state(*e.value))) && types::asks_presence(input_.types, instance_, *e.pattern, type);
  const cpp::Expr place = at_once ? value(*e.value) : stable(*e.value, ends);
  const auto* name = cpp::as<cpp::Name>(place);
  if (ends && name != nullptr) looked_into_.push_back(name->name);
  test(*e.pattern, type, place, tests);
  // An optional alone is a condition, but no Bool.
  const bool optional = store().is_option(type) || store().is_result(type);
  if (optional && tests.conditions.size() == 1 && tests.conditions[0] == place) return cpp::method(place, "has_value");
  if (at_once && tests.conditions.size() == 1) return cpp::unary("!", cpp::method(place, "has_value"));
  const cpp::Expr all = tests.condition();
  return all ? all : cpp::name("true");
}

// Whether the body, which C++ would put among the statements around it, has variables that are to end with it.
bool BodyLowering::ends_noticed(const ast::Body& body) const {
  return std::ranges::any_of(body.statements, [&](const ast::Stmt* stmt) {
    const auto* let = ast::as<ast::Let>(stmt);
    bool found = stmt->kind == ast::NodeKind::Defer;
    if (let != nullptr && !let->bare) ast::walk(*let->pattern, [&](const ast::Node& node) {
      const LocalId local = input_.bindings.local_of(node.id);
      found = found || (local.valid() && drop_shows(local_type(local)));
      return !found;
    });
    return found;
  });
}

// The body of a construct without a condition, for which C++ would need no block.
const ast::Body* BodyLowering::body_in_line(const ast::Expr& e) const {
  if (const auto* begin = ast::as<ast::Begin>(&e)) return begin->rescues.empty() && !begin->has_ensure ? &begin->body : nullptr;
  if (const auto* open = ast::as<ast::Unsafe>(&e)) return &open->body;
  if (const auto* select = ast::as<ast::Select>(&e)) return select->arms.size() == 1 ? &select->arms[0].body : nullptr;
  const auto* choice = ast::as<ast::Match>(&e);
  return choice != nullptr && !choice->arms.empty() && choice->arms[0].guard == nullptr && irrefutable(*choice->arms[0].pattern) ? &choice->arms[0].body : nullptr;
}

namespace {

// `Guard g = std::move(*guard);`: the variable that has taken the other's value over.
bool takes_over(const cpp::Stmt& stmt, const std::string& name) {
  const auto* variable = cpp::as<cpp::Variable>(stmt);
  const auto* moved = variable != nullptr && variable->init ? cpp::as<cpp::Call>(variable->init) : nullptr;
  const auto* callee = moved != nullptr ? cpp::as<cpp::Name>(moved->callee) : nullptr;
  if (callee == nullptr || callee->name != "std::move") return false;
  const auto* deref = cpp::as<cpp::Unary>(moved->args[0]);
  const auto* from = cpp::as<cpp::Name>(deref != nullptr ? deref->operand : moved->args[0]);
  return from != nullptr && from->name == name;
}

}  // namespace

void BodyLowering::drop_looked_into(const std::vector<std::string>& names, std::size_t from) {
  if (names.empty() || out_->empty() || cpp::as<cpp::Return>(out_->back()) != nullptr) return;
  std::vector<std::string> ended;
  for (std::size_t i = from; i < out_->size(); ++i) {
    const auto* variable = cpp::as<cpp::Variable>((*out_)[i]);
    if (variable != nullptr && std::ranges::find(names, variable->name) != names.end()) ended.push_back(variable->name);
  }
  if (!ended.empty() && takes_over(out_->back(), ended.back())) ended.pop_back();
  for (auto name = ended.rbegin(); name != ended.rend(); ++name) emit(cpp::call("aria::drop", {cpp::name(*name)}));
}

}  // namespace ariac::lower
