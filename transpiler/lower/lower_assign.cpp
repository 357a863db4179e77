// Assignments: to names, places, elements and several at once.
#include <array>

#include "lower/body.hpp"
#include "lower/called_operators.hpp"
#include "lower/entry_update.hpp"
#include "lower/overlap.hpp"

namespace ariac::lower {

// `_ = e` and `(a, _) = e`: what `_` is given is dropped at once.
bool BodyLowering::takes_nothing(const ast::Expr& target) const {
  const auto* name = ast::as<ast::NameExpr>(&target);
  return name != nullptr && names_.text(name->name.symbol) == "_";
}

void BodyLowering::assign_name(const ast::NameExpr& target, const ast::Assign& s) {
  if (takes_nothing(target)) {
    if (lower_types.is_void(final_type(*s.value))) return into(*s.value, {});
    return emit(cpp::assign(cpp::name("std::ignore"), value(*s.value)));
  }
  const LocalId declared = input_.bindings.local_of(target.id);
  if (declared.valid() && !locals_.contains(declared) && s.op == ast::AssignOp::assign) {
    const TypeId type = local_type(declared);
    if (is_control_flow(*s.value) && lower_types.has_default(type)) {
      emit(declaration(lower_types.value(type), declared));
      return into(*s.value, {Destination::Kind::assign, cpp::as<cpp::Name>(local(declared))->name});
    }
    if (made_in_place(*s.value, declared)) return;
    const cpp::Expr init = out_of_outcome(*s.value, value(*s.value, Context::target));
    return emit(declaration(lower_types.value(type), declared, initial_value(lower_types.value(type), init, lower_types.has_default(type))));
  }
  const LocalId root = root_local(target);
  const cpp::Expr place = root.valid() ? local(root) : declared.valid() ? local(declared) : value(target);
  const ast::Expr* outer = std::exchange(replaced_, replaced_part(s));
  assign_whole(place, *s.value, local_type(root));
  replaced_ = outer;
}

void BodyLowering::assign_whole(const cpp::Expr& place, const ast::Expr& e, TypeId type) {
  if (is_control_flow(e)) {
    const auto* deref = cpp::as<cpp::Unary>(place);       // of a variable that is declared before it has a value
    const auto* name = cpp::as<cpp::Name>(deref != nullptr && deref->op == "*" ? deref->operand : place);
    if (name != nullptr && (deref == nullptr || late_.contains(name->name))) return into(e, {Destination::Kind::assign, name->name});
  }
  store_in(place, value(e, Context::target), type);
}

// An assignment drops the old value before the new one takes its place.
void BodyLowering::store_in(const cpp::Expr& place, cpp::Expr value, TypeId type) {
  const auto* deref = cpp::as<cpp::Unary>(place);
  const auto* name = cpp::as<cpp::Name>(deref != nullptr && deref->op == "*" ? deref->operand : place);
  if (name != nullptr && late_.contains(name->name)) {
    const auto* braced = cpp::as<cpp::Braced>(value);
    if (braced != nullptr && !braced->type) value = cpp::braced(lower_types.value(type), braced->items);
    return emit(cpp::method(cpp::name(name->name), "emplace", {std::move(value)}));
  }
  const bool copied = type.valid() && shape(type).kind == types::TypeKind::param && uses_.copied_params.contains(shape(type).def);
  // C++ assigns part by part: what is read must be whole until then. A name that a pattern gives stands for a part of something.
  const auto may_refer = [this](const std::string& variable) {
    const auto is_it = [&](const auto& known) { return cpp::as<cpp::Name>(known.second) != nullptr && cpp::as<cpp::Name>(known.second)->name == variable; };
    const auto found = std::ranges::find_if(locals_, is_it);
    return found == locals_.end() || (input_.bindings.local(found->first).kind == resolve::LocalKind::pattern && !own_parts_.contains(found->first));
  };
  const bool overlaps = type.valid() && lower_types.holds_itself(type) && may_overlap(place, value, may_refer);
  if (overlaps || (type.valid() && !copied && lower_types.is_reassigned(type))) return emit(cpp::call("aria::reassign", {place, std::move(value)}));
  emit(cpp::assign(place, std::move(value)));
}

// `(a, b[i], (c, d)) = e`: the value stands in a variable while its parts are taken out.
void BodyLowering::assign_parts(const ast::TupleLiteral& target, cpp::Expr whole, TypeId type) {
  const std::string parts = fresh("parts");
  emit(cpp::declare(cpp::type("auto"), parts, std::move(whole)));
  for (std::size_t i = 0; i < target.elements.size(); ++i) {
    if (takes_nothing(*target.elements[i])) continue;
    const TypeId part_type = i < shape(type).args.size() ? shape(type).args[i] : TypeId();
    const bool small = part_type.valid() && lower_types.is_small(part_type);
    const cpp::Expr source = small ? cpp::name(parts) : cpp::moved(cpp::name(parts));
    const cpp::Expr part = cpp::call(cpp::name("std::get", {cpp::type(std::to_string(i))}), {source});
    if (const auto* inner = ast::as<ast::TupleLiteral>(target.elements[i])) {
      assign_parts(*inner, part, part_type);
      continue;
    }
    const auto* name = ast::as<ast::NameExpr>(target.elements[i]);
    const LocalId declared = name != nullptr ? input_.bindings.local_of(name->id) : LocalId();
    if (declared.valid() && !locals_.contains(declared)) {
      emit(declaration(lower_types.value(local_type(declared)), declared, part));
    } else {
      in_place(*target.elements[i], [](const ast::Expr&) { return false; }, [&] {
        const auto* index = ast::as<ast::Index>(target.elements[i]);
        if (index == nullptr || !adds_entries(*index)) return store_in(value(*target.elements[i]), part, part_type);
        emit(cpp::method(value(*index->object), "insert", {value(*index->indices[0], Context::known), part}));
      });
    }
  }
}

// Whether an assignment to the element may be the first that its key gets.
bool BodyLowering::adds_entries(const ast::Index& target) const {
  const types::CallPlan* plan = instance_.calls.find(target.id);
  const bool by_program = plan != nullptr && !input_.bindings.def(plan->def).is_library;
  return !by_program && shape(final_type(*target.object)).def == store().well_known().map;
}

void BodyLowering::assign(const ast::Assign& s) {
  const auto comes_late = [&](const ast::Expr& part) { return overtaken(part, *s.value); };
  if (s.op == ast::AssignOp::assign) {
    if (const auto* name = ast::as<ast::NameExpr>(s.target)) return assign_name(*name, s);
    if (const auto* tuple = ast::as<ast::TupleLiteral>(s.target)) {
      assign_parts(*tuple, value(*s.value), final_type(*s.value));
      return;
    }
    if (const auto* index = ast::as<ast::Index>(s.target)) return in_place(*index, comes_late, [&] { assign_element(*index, s); });
    return in_place(*s.target, comes_late, [&] {
      const ast::Expr* outer = std::exchange(replaced_, replaced_part(s));
      const cpp::Expr right = value(*s.value, Context::target);
      replaced_ = outer;
      store_in(value(*s.target), right, type_of(*s.target));
    });
  }
  const bool again = is_written_twice(s);
  in_place(*s.target, [&](const ast::Expr& part) { return comes_late(part) || (again && !is_repeatable(part)); }, [&] { compound(s, value(*s.target)); });
}

// `xs[i] = e`: the index is found first, then the value, then the place.
void BodyLowering::assign_element(const ast::Index& target, const ast::Assign& s) {
  const types::CallPlan* plan = instance_.calls.find(target.id);
  if (plan != nullptr && !input_.bindings.def(plan->def).is_library) return store_in(value(target), value(*s.value, Context::known), type_of(target));
  const ast::Expr* key = target.indices[0];
  const bool in_map = adds_entries(target);
  const auto local_of = [this](const ast::Expr& e) { return root_local(e); };
  if (const auto update = in_map ? entry_update(target, *s.value, input_.interner, local_of) : std::nullopt) {
    const TypeId entry = final_type(*s.value);
    const bool numbers = store().is_integer(entry) || store().is_float(entry);
    if (numbers && final_type(*update->fallback) == entry && final_type(*update->right) == entry) {
      const char* op = update->op == ast::BinaryOp::add ? "+=" : update->op == ast::BinaryOp::subtract ? "-=" : "*=";
      const cpp::Expr entry_place = cpp::method(value(*target.object), "place_or", {value(*key, Context::known), value(*update->fallback, Context::known)});
      return emit(cpp::binary(op, entry_place, value(*update->right, Context::known)));
    }
  }
  const cpp::Expr right = value(*s.value, Context::known);
  if (in_map) return emit(cpp::method(value(*target.object), "insert", {value(*key, Context::known), right}));
  store_in(value(target), right, type_of(target));
}

// Whether C++ names the place a second time.
bool BodyLowering::is_written_twice(const ast::Assign& s) const {
  return is_called_operator(input_, instance_.calls.find(s.id)) || s.op == ast::AssignOp::coalesce || s.op == ast::AssignOp::floor_divide || s.op == ast::AssignOp::power;
}

void BodyLowering::compound(const ast::Assign& s, const cpp::Expr& place) {
  if (s.op == ast::AssignOp::coalesce) {
    return emit(cpp::stmt(cpp::If{.condition = cpp::condition(cpp::unary("!", place)), .then = block([&] { emit(cpp::assign(place, value(*s.value, Context::target))); })}));
  }
  // C++ finds a place that it reads before the value too.
  const auto right_of = [&](Context context) {
    cpp::Expr right = value(*s.value, context);
    return is_written_twice(s) && may_move(*s.target, *s.value) ? kept(std::move(right), *s.value) : right;
  };
  const types::CallPlan* plan = instance_.calls.find(s.id);
  if (is_called_operator(input_, plan)) {
    return emit(cpp::assign(place, function_call(*plan, {right_of(Context::typed)}, &place)));
  }
  const cpp::Expr right = right_of(Context::known);
  switch (s.op) {
    case ast::AssignOp::add: return emit(cpp::binary("+=", place, right));
    case ast::AssignOp::subtract: return emit(cpp::binary("-=", place, right));
    case ast::AssignOp::multiply: return emit(cpp::binary("*=", place, right));
    case ast::AssignOp::divide: return emit(cpp::binary("/=", place, right));
    case ast::AssignOp::remainder: return emit(cpp::binary("%=", place, right));
    case ast::AssignOp::bit_and: return emit(cpp::binary("&=", place, right));
    case ast::AssignOp::bit_or: return emit(cpp::binary("|=", place, right));
    case ast::AssignOp::bit_xor: return emit(cpp::binary("^=", place, right));
    case ast::AssignOp::shift_left: return emit(cpp::binary("<<=", place, right));
    case ast::AssignOp::shift_right: return emit(cpp::binary(">>=", place, right));
    case ast::AssignOp::floor_divide: return emit(cpp::assign(place, cpp::method(place, "floor_div", {right})));
    case ast::AssignOp::power: return emit(cpp::assign(place, cpp::method(place, "pow", {right})));
    default: return;
  }
}

}  // namespace ariac::lower
