// Expressions: which family lowers which kind, names and members, coercions.
#include <algorithm>

#include "ast/walk.hpp"
#include "lower/body.hpp"
#include "lower/constants.hpp"

namespace ariac::lower {

using types::CoercionKind;
using types::MemberKind;

cpp::Expr BodyLowering::value(const ast::Expr& e, Context context) {
  if (const auto given = given_.find(e.id); given != given_.end()) return given->second;
  if (never_gives(e)) {
    into(e, {});
    return unreached(e);
  }
  if (is_control_flow(e)) {
    if (const types::TryPlan* tried = tried_object(e)) return coerced(e, leave_unless(tried, through_variable(e, tried->operand), type_of(e)), context);
    return coerced(e, out_of_variable(e, through_variable(e, type_of(e))), context);
  }
  if (gives_nothing(e)) {
    into(e, {});
    return coerced(e, cpp::braced(cpp::type("aria::Unit")), context);
  }
  return made_value(e, context);
}

// A call without a value: in C++ it is a statement.
bool BodyLowering::gives_nothing(const ast::Expr& e) const {
  return type_of(e) == store().unit && (instance_.calls.find(e.id) != nullptr || e.kind == ast::NodeKind::Binary);
}

// A call that never comes back, a branch that leaves, what has such an operand: whatever is to happen with the value
// is not reached.
bool BodyLowering::never_gives(const ast::Expr& e) const {
  if (type_of(e) != store().never || tried_object(e) != nullptr) return false;
  return is_control_flow(e) || instance_.calls.find(e.id) != nullptr || has_endless_operand(e);
}

bool BodyLowering::has_endless_operand(const ast::Expr& e) const {
  switch (e.kind) {
    case ast::NodeKind::Binary:
    case ast::NodeKind::Unary:
    case ast::NodeKind::Comparison:
    case ast::NodeKind::Range:
    case ast::NodeKind::Index:
    case ast::NodeKind::Member: return type_of(e) == store().never && instance_.calls.find(e.id) == nullptr;
    default: return false;
  }
}

// The operands, up to the one that never ends.
void BodyLowering::run_operands(const ast::Expr& e, const Destination& to) {
  bool ended = false;
  ast::for_each_child(e, [&](const ast::Node& child) {
    if (ended) return;
    const auto& operand = static_cast<const ast::Expr&>(child);
    ended = type_of(operand) == store().never;
    into(operand, ended ? to : Destination{});
  });
}

// What stands where the value of something that never ends would stand.
cpp::Expr BodyLowering::unreached(const ast::Expr& e) const {
  const auto* coercions = instance_.coercions.find(e.id);
  const bool wanted = coercions != nullptr && !coercions->empty() && coercions->back().to.valid() && !lower_types.is_void(coercions->back().to);
  return wanted ? cpp::call(cpp::name("aria::unreachable", {lower_types.value(coercions->back().to)}), {}) : cpp::braced(cpp::type("aria::Unit"));
}

// `r?.m` on a Result: the object is tried before the member is asked for. So is a field in `name?`.
const types::TryPlan* BodyLowering::tried_object(const ast::Expr& e) const {
  const bool itself = e.kind == ast::NodeKind::Try || e.kind == ast::NodeKind::Raise;
  return itself ? nullptr : instance_.tries.find(e.id);
}

cpp::Expr BodyLowering::made_value(const ast::Expr& e, Context context) {
  if (const types::TryPlan* tried = tried_object(e)) return coerced(e, tried_part(*tried, e), context);
  // An object of a trait is made of a value of its type.
  const auto* coercions = instance_.coercions.find(e.id);
  const bool to_dyn = coercions != nullptr && std::ranges::any_of(*coercions, [](const types::Coercion& one) { return one.kind == CoercionKind::to_dyn; });
  cpp::Expr made = plain_value(e, to_dyn ? Context::typed : context);
  // The last owning use gives the value away.
  const bool moves = (uses_.use(e.id) == ownership::UseKind::move || &e == replaced_) && !lower_types.is_small(type_of(e));
  const bool is_place = cpp::as<cpp::Name>(made) != nullptr || cpp::as<cpp::Member>(made) != nullptr || cpp::as<cpp::Unary>(made) != nullptr ||
                        (cpp::as<cpp::Call>(made) != nullptr && is_lvalue_call(made));
  if (moves && (is_place || uses_.moves.contains(e.id)) && !is_made_in_variable(e)) {
    made = &e == replaced_ ? lower_types.taken_out(std::move(made), type_of(e)) : cpp::moved(std::move(made));
  }
  return coerced(e, out_of_variable(e, std::move(made)), context);
}

// A value that can only be moved, or whose end is noticed, leaves the variable that lowering made for it; those of the program
// stay where they are.
cpp::Expr BodyLowering::out_of_variable(const ast::Expr& e, cpp::Expr made) const {
  const auto* deref = cpp::as<cpp::Unary>(made);
  const cpp::Expr& held = deref != nullptr && deref->op == "*" ? deref->operand : made;
  const bool is_noticed = is_control_flow(e) && deref != nullptr && drop_shows(type_of(e));
  const auto* name = cpp::as<cpp::Name>(held);
  // `Some(x)` is written as `x` where C++ makes the option. What a block ends with leaves it where it cannot be copied.
  const bool stays = !is_control_flow(e) || !(is_noticed || lower_types.is_move_only(type_of(e)));
  const bool of_program = stays && name != nullptr && std::ranges::any_of(locals_, [&](const auto& each) {
    const auto* variable = cpp::as<cpp::Name>(each.second);
    return variable != nullptr && variable->name == name->name;
  });
  if (name == nullptr || of_program || !(is_noticed || lower_types.may_be_move_only(type_of(e)))) return made;
  return is_control_flow(e) || is_made_in_variable(e) ? cpp::moved(std::move(made)) : made;
}

bool BodyLowering::is_made_in_variable(const ast::Expr& e) const {
  switch (e.kind) {
    case ast::NodeKind::Comprehension:
    case ast::NodeKind::ArrayLiteral:
    case ast::NodeKind::MapLiteral:
    case ast::NodeKind::Try:
    case ast::NodeKind::Call: return true;
    case ast::NodeKind::Binary: return static_cast<const ast::Binary&>(e).op == ast::BinaryOp::coalesce;
    default: return false;
  }
}

cpp::Expr BodyLowering::coerced(const ast::Expr& e, cpp::Expr result, Context context) {
  const auto* coercions = instance_.coercions.find(e.id);
  if (coercions == nullptr) return result;
  for (const types::Coercion& coercion : *coercions) {
    const cpp::Type to = lower_types.value(coercion.to);
    switch (coercion.kind) {
      case CoercionKind::wrap_some:
        if (context == Context::typed) result = cpp::construct(to, {result});
        break;
      case CoercionKind::int_to_float:
        if (const auto* number = cpp::as<cpp::Number>(result)) {
          result = cpp::number(number->spelling + ".0");
        } else if (const auto* literal = ast::as<ast::IntLiteral>(&e)) {
          result = cpp::number(std::to_string(literal->value) + (coercion.to == store().float32 ? ".0F" : ".0"));
        } else {
          result = cpp::call(cpp::name("static_cast", {to}), {result});
        }
        break;
      case CoercionKind::widen_int:
      case CoercionKind::widen_float: result = cpp::call(cpp::name("static_cast", {to}), {result}); break;
      case CoercionKind::to_dyn:
        if (context == Context::typed) result = cpp::construct(to, {result});
        break;
      case CoercionKind::function_to_fn:
        if (context == Context::typed && e.kind != ast::NodeKind::Lambda) result = cpp::construct(to, {result});
        break;
      case CoercionKind::discard:
      case CoercionKind::never: break;
    }
  }
  return result;
}

cpp::Expr BodyLowering::plain_value(const ast::Expr& e, Context context) {
  switch (e.kind) {
    case ast::NodeKind::IntLiteral: return int_literal(static_cast<const ast::IntLiteral&>(e), context);
    case ast::NodeKind::FloatLiteral: return float_literal(static_cast<const ast::FloatLiteral&>(e));
    case ast::NodeKind::BoolLiteral: return cpp::name(static_cast<const ast::BoolLiteral&>(e).value ? "true" : "false");
    case ast::NodeKind::CharLiteral: {
      const cpp::Expr scalar = cpp::expr(cpp::CharLiteral{static_cast<const ast::CharLiteral&>(e).value});
      return context != Context::typed ? scalar : cpp::construct(cpp::type("aria::Char"), {scalar});
    }
    case ast::NodeKind::NilLiteral: return context != Context::typed ? cpp::name("std::nullopt") : cpp::construct(lower_types.value(type_of(e)), {});
    case ast::NodeKind::StringLiteral: return string_literal(static_cast<const ast::StringLiteral&>(e), context);
    case ast::NodeKind::TupleLiteral: {
      const auto& tuple = static_cast<const ast::TupleLiteral&>(e);
      if (tuple.elements.empty()) return cpp::braced(cpp::type("aria::Unit"));
      std::vector<Operand> parts;
      for (const ast::Expr* element : tuple.elements) parts.push_back({.source = element, .make = [this, element] { return value(*element); }});
      // Braces evaluate in order; a single part that is a tuple itself would be copied.
      const bool states = context == Context::target && instance_.coercions.find(e.id) == nullptr;
      if (states) for (Operand& part : parts) part.make = [this, element = part.source] { return value(*element, Context::known); };
      const bool one = parts.size() == 1;
      std::vector<cpp::Expr> made = in_order(parts, one ? Sequenced::no : Sequenced::by_reference);
      // Closures have types of their own: the tuple's says what they become.
      const bool closures = std::ranges::any_of(made, [](const cpp::Expr& part) { return cpp::as<cpp::Lambda>(part) != nullptr; });
      const cpp::Type type = closures ? lower_types.value(type_of(e)) : cpp::type("std::tuple");
      return one ? cpp::construct(type, std::move(made)) : cpp::braced_values(states ? cpp::Type() : type, std::move(made));
    }
    case ast::NodeKind::ArrayLiteral: return array_literal(static_cast<const ast::ArrayLiteral&>(e));
    case ast::NodeKind::MapLiteral: return map_literal(static_cast<const ast::MapLiteral&>(e));
    case ast::NodeKind::Comprehension: return comprehension(static_cast<const ast::Comprehension&>(e));
    case ast::NodeKind::NameExpr:
    case ast::NodeKind::PathExpr:
    case ast::NodeKind::SymbolLiteral:
    case ast::NodeKind::TypeApply: return name_value(e, context);
    case ast::NodeKind::Member: return member(static_cast<const ast::Member&>(e), context);
    case ast::NodeKind::Index: return index(static_cast<const ast::Index&>(e));
    case ast::NodeKind::Call: {
      if (const types::CallPlan* plan = instance_.calls.find(e.id)) return planned_call(*plan, e, context);
      return value(*static_cast<const ast::Call&>(e).callee, context);
    }
    case ast::NodeKind::Unary: return unary(static_cast<const ast::Unary&>(e), context);
    case ast::NodeKind::Binary: return binary(static_cast<const ast::Binary&>(e));
    case ast::NodeKind::Comparison: return comparison(static_cast<const ast::Comparison&>(e));
    case ast::NodeKind::IsPattern: return is_pattern(static_cast<const ast::IsPattern&>(e));
    case ast::NodeKind::Range: return range(static_cast<const ast::Range&>(e));
    case ast::NodeKind::Try: return lower_try(static_cast<const ast::Try&>(e));
    case ast::NodeKind::Lambda: return lambda(static_cast<const ast::Lambda&>(e));
    case ast::NodeKind::Handle: return not_available(e, "`handle`");
    case ast::NodeKind::With: return with_value(static_cast<const ast::With&>(e));
    case ast::NodeKind::Spawn: return spawn(static_cast<const ast::Spawn&>(e));
    case ast::NodeKind::RaisesCheck: return not_available(e, "`raises`");
    case ast::NodeKind::Quantifier: return quantifier(static_cast<const ast::Quantifier&>(e));
    default: return not_available(e, "this expression");
  }
}

// `forall x in xs, p` is what `all` says, `exists` what `any` says.
cpp::Expr BodyLowering::quantifier(const ast::Quantifier& e) {
  const types::Iteration* iteration = instance_.iterations.find(e.id);
  if (iteration == nullptr) iteration = instance_.iterations.find(e.iterable->id);
  const TypeId item = iteration != nullptr ? iteration->item : store().unit;
  const cpp::Expr subject = as_at_entry(*e.iterable, e, value(*e.iterable));
  const NameScope scope(*this);
  const auto* binding = ast::as<ast::BindingPattern>(e.pattern);
  const bool plain = binding != nullptr && binding->inner == nullptr;
  const std::string name = plain ? declare_param(input_.bindings.local_of(binding->id)) : fresh("x");
  cpp::Block body = block([&] {
    if (!plain) bind_pattern(*e.pattern, item, cpp::name(name), Binding::by_reference);
    emit(cpp::give_back(value(*e.condition)));
  });
  const cpp::Expr holds = cpp::lambda({.captures = {{.name = "&"}}, .params = {{lower_types.param(item), name}}}, std::move(body));
  return cpp::method(subject, e.universal ? "all" : "any", {holds});
}

// A variable; `self` of a shared class is another reference to the object.
cpp::Expr BodyLowering::self_reference(LocalId id) {
  const cpp::Expr place = local(id);
  if (id != self_ || !lower_types.is_shared(local_type(id))) return place;
  return cpp::call("aria::shared_from", {place});
}

cpp::Expr BodyLowering::name_value(const ast::Expr& e, Context context) {
  if (const types::CallPlan* plan = instance_.calls.find(e.id)) return planned_call(*plan, e, context);
  const types::Selection* selection = instance_.selections.find(e.id);
  if (selection == nullptr || selection->kind == MemberKind::none) {
    const LocalId root = root_local(e);
    return root.valid() ? self_reference(root) : cpp::name("nullptr");
  }
  switch (selection->kind) {
    case MemberKind::local: return self_reference(selection->local);
    case MemberKind::variant:
    case MemberKind::symbol: return variant_value(selection->def, type_of(e), {}, context);
    case MemberKind::constant: return constant(*selection);
    default: return cpp::name(names_.seen_from(selection->def, module_));
  }
}

cpp::Expr BodyLowering::constant(const types::Selection& selection) {
  const DefId owner = input_.bindings.def(selection.def).parent;
  const auto impl = input_.types.impls.find(owner);
  const DefId trait = input_.bindings.def(owner).kind == DefKind::trait ? owner : impl != input_.types.impls.end() ? impl->second.trait : DefId();
  const TypeId self = selection.self_type.valid() || impl == input_.types.impls.end() ? selection.self_type : impl->second.self_type;
  const std::string name = names_.plain(selection.def);
  cpp::Expr place = cpp::name(names_.seen_from(selection.def, module_));
  if (trait.valid() && self.valid()) {
    std::vector<cpp::Type> args{lower_types.value(self)};
    for (const TypeId arg : selection.type_args) args.push_back(lower_types.value(arg));
    place = cpp::scoped(selection.type_args.empty() ? lower_types.applied(trait, self) : cpp::type(names_.seen_from(trait, module_), std::move(args)), name);
  } else if (impl != input_.types.impls.end()) {
    place = cpp::scoped(lower_types.value(self), name);
  }
  return made_on_use(input_, selection.def) ? cpp::call(std::move(place), {}) : place;
}

// What a member is taken of: `self` is the object itself.
cpp::Expr BodyLowering::object_of(const ast::Expr& e) {
  const LocalId root = ast::as<ast::NameExpr>(&e) != nullptr ? root_local(e) : LocalId();
  return root.valid() && root == self_ ? local(root) : value(e);
}

// `t.0`, `o?.0`.
cpp::Expr BodyLowering::tuple_part(const types::Selection& selection, const ast::Member& e) {
  const auto part_of = [&](cpp::Expr tuple) { return cpp::call(cpp::name("std::get", {cpp::type(std::to_string(selection.index))}), {std::move(tuple)}); };
  const TypeId owner = final_type(*e.object);
  if (!selection.safe || !store().is_option(owner)) return part_of(value(*e.object));
  const TypeId tuple = store().option_inner(owner);
  const bool flat = store().is_option(shape(tuple).args[selection.index]);
  const cpp::Expr get = cpp::lambda({.params = {{cpp::const_ref_to(lower_types.value(tuple)), "x"}}}, {cpp::give_back(part_of(cpp::name("x")))});
  return cpp::call(flat ? "aria::and_then" : "aria::map", {value(*e.object), get});
}

cpp::Expr BodyLowering::member(const ast::Member& e, Context context) {
  if (const types::CallPlan* plan = instance_.calls.find(e.id)) return planned_call(*plan, e, context);
  const types::Selection* selection = instance_.selections.find(e.id);
  if (selection == nullptr) return cpp::member(value(*e.object), names_.field(e.name.symbol));
  switch (selection->kind) {
    case MemberKind::tuple_field: return tuple_part(*selection, e);
    case MemberKind::field: {
      TypeId owner = final_type(*e.object);
      if (selection->safe && store().is_option(owner)) owner = store().option_inner(owner);
      const resolve::Def& field = input_.bindings.def(selection->def);
      const std::string name = names_.field(field.name);
      const cpp::Expr object = looked_at(owner, field_type(owner, selection->def), *e.object);
      TypeId holder = owner;
      for (std::uint8_t i = 0; i < selection->dereferences; ++i) holder = shape(holder).args[0];
      const bool shared = lower_types.is_shared(holder);
      const bool points = selection->dereferences > 0 || shared;
      const auto part_of = [&](const cpp::Expr& whole) {
        // The last step is the arrow; to a shared object it is one more.
        return points ? cpp::arrow(cpp::dereferenced(whole, selection->dereferences - (shared ? 0 : 1)), name) : cpp::member(whole, name);
      };
      if (selection->safe) {
        const cpp::Expr part = part_of(cpp::name("x"));
        const cpp::Expr body = is_boxed(selection->def) ? cpp::unary("*", part) : part;
        const cpp::Expr get = cpp::lambda({.params = {{cpp::const_ref_to(lower_types.value(owner)), "x"}}}, {cpp::give_back(body)});
        const bool flat = store().is_option(field_type(holder, selection->def));
        return cpp::call(flat ? "aria::and_then" : "aria::map", {object, get});
      }
      if (const auto* deref = cpp::as<cpp::Unary>(object); deref != nullptr && deref->op == "*" && selection->dereferences == 0) {
        const auto* self = cpp::as<cpp::Name>(deref->operand);
        const bool own = self != nullptr && self->name == "this" && !taken_.contains(name) && !local_names_.contains(name);
        const cpp::Expr part = own ? cpp::name(name) : cpp::arrow(deref->operand, name);
        return is_boxed(selection->def) ? cpp::unary("*", part) : part;
      }
      const cpp::Expr part = part_of(object);
      return is_boxed(selection->def) ? cpp::unary("*", part) : part;
    }
    default: return name_value(e, context);
  }
}

// `e?`: the early return as a person writes it.
cpp::Expr BodyLowering::lower_try(const ast::Try& e) {
  const bool kept = uses_.use(e.id) == ownership::UseKind::move;
  return leave_unless(instance_.tries.find(e.id), value(*e.operand), kept ? TypeId() : final_type(*e.operand));
}

// `name?` on a variable or a field. What can only be moved is moved out of it where somebody keeps it, and else looked at there.
cpp::Expr BodyLowering::tried_part(const types::TryPlan& plan, const ast::Expr& e) {
  cpp::Expr place = plain_value(e, Context::typed);
  if (!lower_types.is_move_only(plan.operand) || !stays_in_place(e) || is_shared_state(e)) return leave_unless(&plan, std::move(place), type_of(e));
  if (uses_.use(e.id) == ownership::UseKind::move) return cpp::moved(leave_unless(&plan, cpp::moved(std::move(place)), {}));
  return leave_unless(&plan, std::move(place), {}, cpp::ref_to(cpp::type("auto")));
}

// `looked_at`: the type of the outcome, where nobody keeps what is inside.
cpp::Expr BodyLowering::leave_unless(const types::TryPlan* plan, cpp::Expr operand, TypeId looked_at, const cpp::Type& held_as) {
  using types::TryKind;
  const TryKind kind = plan != nullptr ? plan->kind : TryKind::return_err;
  const bool optional = kind == TryKind::return_none || kind == TryKind::raise_none || kind == TryKind::none_to_err;
  const std::string name = fresh(optional ? "found" : "outcome");
  emit(cpp::declare(held_as, name, std::move(operand)));
  if (looked_at.valid() && drop_shows(looked_at)) looked_into_.push_back(name);
  const cpp::Expr outcome = cpp::name(name);
  cpp::Expr error = optional ? cpp::construct(cpp::type("aria::NoneError")) : cpp::method(outcome, "error");
  if (plan != nullptr && plan->convert) error = function_call(*plan->convert, {error}, nullptr);
  cpp::Block leave = block([&] {
    switch (kind) {
      case TryKind::return_err:
      case TryKind::none_to_err: return leave_function_with(cpp::call("aria::Err", {error}));
      case TryKind::return_none: return leave_function_with(cpp::name("std::nullopt"));
      case TryKind::raise_err:
      case TryKind::raise_none: return emit(cpp::call("aria::raise", {error}));
    }
  });
  emit(cpp::stmt(cpp::If{.condition = cpp::condition(cpp::unary("!", outcome)), .then = std::move(leave)}));
  return cpp::unary("*", outcome);
}

cpp::Expr BodyLowering::raise(const ast::Raise& e) {
  if (const types::TryPlan* plan = instance_.tries.find(e.id); plan != nullptr && (e.cause == nullptr || !fails_scope())) {
    cpp::Expr error = value(*e.value);
    if (e.cause != nullptr && acts(*e.cause)) {            // an Err has no cause: what it does is done
      error = kept(std::move(error), *e.value);
      into(*e.cause, {});
    }
    if (plan->convert) error = function_call(*plan->convert, {std::move(error)}, nullptr);
    if (fails_scope()) {
      raised_to_err_ = shape(function_result()).args[1];
      return cpp::call("aria::raise", {std::move(error)});
    }
    leave_function_with(cpp::call("aria::Err", {std::move(error)}));
    return {};
  }
  if (e.cause == nullptr) {
    const auto again = raise_again_.find(root_local(*e.value));
    if (again != raise_again_.end() && e.value->kind == ast::NodeKind::NameExpr) return again->second;
  }
  std::vector<cpp::Expr> args{value(*e.value)};
  if (e.cause != nullptr) {
    const cpp::Expr holder = error_holder(*e.cause);
    args.push_back(cpp::call("aria::from", {holder ? holder : value(*e.cause)}));
  }
  return cpp::call("aria::raise", std::move(args));
}

}  // namespace ariac::lower
