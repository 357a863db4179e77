// Operators. Where inference recorded a hand-written impl, it is called; otherwise C++ has the operator.
#include <array>

#include "effects/suspension.hpp"
#include "lower/body.hpp"
#include "lower/called_operators.hpp"

namespace ariac::lower {

using ast::BinaryOp;
using ast::ComparisonOp;
using ast::UnaryOp;

namespace {

std::string_view operator_text(BinaryOp op) {
  switch (op) {
    case BinaryOp::multiply: return "*";
    case BinaryOp::divide: return "/";
    case BinaryOp::remainder: return "%";
    case BinaryOp::add: return "+";
    case BinaryOp::subtract: return "-";
    case BinaryOp::shift_left: return "<<";
    case BinaryOp::shift_right: return ">>";
    case BinaryOp::bit_and: return "&";
    case BinaryOp::bit_xor: return "^";
    case BinaryOp::bit_or: return "|";
    case BinaryOp::and_: return "&&";
    case BinaryOp::or_: return "||";
    default: return "";
  }
}

std::string_view operator_text(ComparisonOp op) {
  switch (op) {
    case ComparisonOp::equal: return "==";
    case ComparisonOp::not_equal: return "!=";
    case ComparisonOp::less: return "<";
    case ComparisonOp::greater: return ">";
    case ComparisonOp::less_equal: return "<=";
    case ComparisonOp::greater_equal: return ">=";
    case ComparisonOp::compare: return "<=>";
  }
  return "";
}

bool is_number_or_text(const ast::Expr& e) { return e.kind == ast::NodeKind::IntLiteral || e.kind == ast::NodeKind::StringLiteral; }

}  // namespace

cpp::Expr BodyLowering::unary(const ast::Unary& e, Context context) {
  if (e.op == UnaryOp::negate) {
    if (const auto* literal = ast::as<ast::IntLiteral>(e.operand)) return int_literal(*literal, context, true);
  }
  const types::CallPlan* overloaded = e.op == UnaryOp::reference ? nullptr : instance_.calls.find(e.id);
  if (overloaded != nullptr && overloaded->kind == types::CalleeKind::intrinsic) return value(*e.operand, context);
  if (overloaded != nullptr && !input_.bindings.def(overloaded->def).is_library) {
    return planned_call(*overloaded, e, context);
  }
  switch (e.op) {
    case UnaryOp::negate: return cpp::unary("-", value(*e.operand));
    case UnaryOp::plus: return value(*e.operand);
    case UnaryOp::not_: return cpp::unary("!", value(*e.operand));
    case UnaryOp::complement: return cpp::unary("~", value(*e.operand));
    case UnaryOp::receive: return cpp::method(value(*e.operand), "recv");
    case UnaryOp::await:
    case UnaryOp::join: return cpp::method(value(*e.operand), "await");
    case UnaryOp::move: {
      const cpp::Expr given = value(*e.operand);
      const auto* call = cpp::as<cpp::Call>(given);
      const auto* callee = call != nullptr ? cpp::as<cpp::Name>(call->callee) : nullptr;
      const cpp::Expr moved = callee != nullptr && callee->name == "std::move" ? given : cpp::moved(given);
      // What is given away ends with the call that gets it.
      return lower_types.end_is_noticed(type_of(*e.operand)) ? cpp::construct(lower_types.value(type_of(*e.operand)), {moved}) : moved;
    }
    case UnaryOp::copy: return value(*e.operand);
    case UnaryOp::reference: break;
  }
  // `&name`: the function itself, as a lambda so that overloads and templates do not matter.
  const types::CallPlan* plan = instance_.calls.find(e.id);
  if (plan == nullptr) plan = instance_.calls.find(e.operand->id);
  const TypeId type = shape(type_of(e)).kind == types::TypeKind::function ? type_of(e) : type_of(*e.operand);
  if (plan == nullptr || shape(type).kind != types::TypeKind::function) return value(*e.operand);
  cpp::Lambda parts;
  std::vector<cpp::Expr> args;
  const auto params = store().params_of(type);
  const NameScope scope(*this);
  for (std::size_t i = 0; i < params.size(); ++i) {
    const std::string name = fresh(params.size() == 1 ? "x" : "x" + std::to_string(i + 1));
    // What the function takes apart, it is given: `xs.fold(Leaf, &insert)`.
    const bool given = plan->kind == types::CalleeKind::function && plan->instance.valid() && input_.uses[plan->instance].takes_over(i);
    parts.params.push_back({store().param_is_mut(type, i) ? lower_types.mut_param(params[i]) : given ? lower_types.value(params[i]) : lower_types.param(params[i]), name});
    args.push_back(given ? cpp::moved(cpp::name(name)) : cpp::name(name));
  }
  const bool hands_scope = effects::takes_scope(input_.effects, *plan);
  if (hands_scope && !scopes_.empty()) parts.captures.push_back({.name = scopes_.back()});
  const cpp::Expr call = function_call(*plan, std::move(args), nullptr);
  return cpp::lambda(std::move(parts), {lower_types.is_void(store().result_of(type)) ? cpp::run(call) : cpp::give_back(call)});
}

cpp::Expr BodyLowering::binary(const ast::Binary& e) {
  const types::CallPlan* plan = instance_.calls.find(e.id);
  if (is_called_operator(input_, plan) || (plan != nullptr && e.op == BinaryOp::pipe)) return planned_call(*plan, e, Context::typed);
  if (e.op == BinaryOp::coalesce) return coalesce(e);
  // The sides of a shift have types of their own: C++ takes that of a bare literal from the other side.
  const bool shift = e.op == BinaryOp::shift_left || e.op == BinaryOp::shift_right;
  const bool left_typed = !is_number_or_text(*e.left) || is_number_or_text(*e.right) || (shift && final_type(*e.left) != final_type(*e.right));
  if (e.op == BinaryOp::and_ || e.op == BinaryOp::or_ || e.op == BinaryOp::implies) return short_circuit(e);
  const bool inside = e.op == BinaryOp::in || e.op == BinaryOp::not_in;
  const bool called = e.op == BinaryOp::power || e.op == BinaryOp::floor_divide || e.op == BinaryOp::remainder || e.op == BinaryOp::send ||
                      e.op == BinaryOp::wrap_add || e.op == BinaryOp::wrap_subtract || e.op == BinaryOp::wrap_multiply;
  const Context first = inside || (!left_typed && !called) ? Context::known : Context::typed;
  const bool braced = !inside && shape(final_type(*e.right)).def == store().well_known().array;    // no operand in C++
  const Context second = inside || braced || (is_number_or_text(*e.left) && !left_typed && e.op != BinaryOp::send) ? Context::typed : Context::known;
  const std::array<Operand, 2> operands{Operand{.source = e.left, .make = [&] { return value(*e.left, first); }},
                                        Operand{.source = e.right, .make = [&] { return value(*e.right, second); }}};
  const std::vector<cpp::Expr> sides = in_order(operands);
  const bool floats = store().is_float(final_type(*e.left));
  const auto call = [&](const char* function, const char* method) {
    return floats ? cpp::call(function, sides) : cpp::method(sides[0], method, {sides[1]});
  };
  switch (e.op) {
    case BinaryOp::power: return call("aria::pow", "pow");
    case BinaryOp::floor_divide: return call("aria::floor_div", "floor_div");
    case BinaryOp::wrap_add: return cpp::method(sides[0], "add_wrap", {sides[1]});
    case BinaryOp::wrap_subtract: return cpp::method(sides[0], "sub_wrap", {sides[1]});
    case BinaryOp::wrap_multiply: return cpp::method(sides[0], "mul_wrap", {sides[1]});
    case BinaryOp::in: return cpp::method(sides[1], "contains", {sides[0]});
    case BinaryOp::not_in: return cpp::unary("!", cpp::method(sides[1], "contains", {sides[0]}));
    case BinaryOp::send: return cpp::method(sides[0], "send", {sides[1]});
    case BinaryOp::remainder:
      if (floats) return cpp::call("std::fmod", sides);
      break;
    default: break;
  }
  return cpp::binary(std::string(operator_text(e.op)), sides[0], sides[1]);
}

// The right side is evaluated only where it decides; statements that it takes stand in a branch.
cpp::Expr BodyLowering::short_circuit(const ast::Binary& e) {
  const cpp::Expr left = value(*e.left);
  cpp::Expr right;
  cpp::Block before = aside([&] { right = value(*e.right); });
  const bool negates = e.op == BinaryOp::implies;
  const cpp::Expr first = negates ? cpp::unary("!", left) : left;
  if (before.empty()) return cpp::binary(e.op == BinaryOp::and_ ? "&&" : "||", first, right);
  const std::string name = fresh("holds");
  emit(cpp::declare(cpp::type("bool"), name, first));
  before.push_back(cpp::run(cpp::assign(cpp::name(name), right)));
  const cpp::Expr asks = e.op == BinaryOp::and_ ? cpp::name(name) : cpp::unary("!", cpp::name(name));
  emit(cpp::stmt(cpp::If{.condition = cpp::condition(asks), .then = std::move(before)}));
  return cpp::name(name);
}

// `a ?? b`: b is evaluated only where a holds nothing.
cpp::Expr BodyLowering::coalesce(const ast::Binary& e) {
  const TypeId left_type = final_type(*e.left);
  const bool stays_optional = store().is_option(left_type) && final_type(e) == left_type;
  const cpp::Expr left = value(*e.left);
  const bool leaves = lower_types.is_void(type_of(*e.right)) && type_of(*e.right) == store().never;
  cpp::Expr right;
  cpp::Block before = aside([&] {
    if (leaves) run(*e.right);
    else right = value(*e.right, Context::known);
  });
  const bool cheap = before.empty() && right && (is_number_or_text(*e.right) || e.right->kind == ast::NodeKind::NameExpr ||
                                        e.right->kind == ast::NodeKind::FloatLiteral || e.right->kind == ast::NodeKind::BoolLiteral);
  if (cheap && !stays_optional && store().is_option(left_type)) return cpp::method(left, "value_or", {right});
  if (cheap && !stays_optional) return cpp::method(left, "unwrap_or", {right});
  if (before.empty() && !leaves) {
    // `()` is a value, a call that gives it is none: the lambda gives what stands there.
    const bool unit = lower_types.is_void(final_type(*e.right));
    const cpp::Type result = unit ? cpp::Type{} : lower_types.result(final_type(*e.right));
    const cpp::Expr otherwise = cpp::lambda({.captures = {{.name = "&"}}, .result = result}, {cpp::give_back(right)});
    if (store().is_option(left_type)) return cpp::call(stays_optional ? "aria::or_else" : "aria::unwrap_or_else", {left, otherwise});
    return cpp::method(left, "unwrap_or_else", {cpp::lambda({.captures = {{.name = "&"}}, .params = {{cpp::type("const auto&"), ""}}, .result = result}, {cpp::give_back(right)})});
  }
  const std::string name = fresh(role_name(left_type));
  emit(cpp::declare(leaves ? cpp::const_of(cpp::type("auto")) : cpp::type("auto"), name, left));
  const cpp::Expr held = cpp::name(name);
  if (!leaves) before.push_back(cpp::run(cpp::assign(held, right)));
  emit(cpp::stmt(cpp::If{.condition = cpp::condition(cpp::unary("!", held)), .then = std::move(before)}));
  return stays_optional ? held : cpp::unary("*", held);
}

cpp::Expr BodyLowering::compare(const cpp::Expr& left, ComparisonOp op, const cpp::Expr& right, const types::CallPlan* plan, TypeId type) {
  const bool rigid = shape(type).kind == types::TypeKind::param || shape(type).kind == types::TypeKind::projection;
  // C++ compares tuples part by part with `==`, which types of the program do not have.
  const auto has_equals = [this](const auto& self, TypeId part) -> bool {
    const bool tuple = shape(part).kind == types::TypeKind::tuple;
    return tuple ? std::ranges::all_of(shape(part).args, [&](TypeId inner) { return self(self, inner); }) : lower_types.is_small(part) || part == store().string;
  };
  const bool by_hand = rigid || (plan != nullptr && !input_.bindings.def(plan->def).is_library) || shape(type).kind == types::TypeKind::named || !has_equals(has_equals, type);
  const bool has_operator = lower_types.is_small(type) || type == store().string;
  if (has_operator && op != ComparisonOp::compare) return cpp::binary(std::string(operator_text(op)), left, right);
  if (op == ComparisonOp::equal) return by_hand ? cpp::call("aria::eq", {left, right}) : cpp::binary("==", left, right);
  if (op == ComparisonOp::not_equal) return by_hand ? cpp::unary("!", cpp::call("aria::eq", {left, right})) : cpp::binary("!=", left, right);
  const cpp::Expr order = cpp::call("aria::cmp", {left, right});
  return op == ComparisonOp::compare ? order : cpp::binary(std::string(operator_text(op)), order, cpp::number("0"));
}

cpp::Expr BodyLowering::comparison(const ast::Comparison& e) {
  if (e.operands.size() == 2 && (e.ops[0] == ComparisonOp::equal || e.ops[0] == ComparisonOp::not_equal)) {
    const bool nil_left = e.operands[0]->kind == ast::NodeKind::NilLiteral;
    const bool nil_right = e.operands[1]->kind == ast::NodeKind::NilLiteral;
    if (nil_left != nil_right) return cpp::binary(std::string(operator_text(e.ops[0])), value(*e.operands[nil_left ? 1 : 0]), cpp::name("std::nullopt"));
  }
  const auto found = instance_.comparison_calls.find(e.id);
  std::vector<Operand> sources;
  for (std::size_t i = 0; i < e.operands.size(); ++i) {
    const ast::Expr& operand = *e.operands[i];
    const bool known = is_number_or_text(operand) && !is_number_or_text(*e.operands[i > 0 ? i - 1 : 1]);
    const TypeId type = final_type(operand);
    const bool ordered = e.ops[i > 0 ? i - 1 : 0] == ComparisonOp::compare;   // `aria::cmp` takes its type from the first
    const bool plain = (lower_types.is_small(type) && (!ordered || i > 0)) || (type == store().string && !ordered);
    sources.push_back({.source = &operand, .make = [this, &operand, known, plain] { return value(operand, known && plain ? Context::known : Context::typed); }});
  }
  std::vector<cpp::Expr> operands = in_order(sources);
  for (std::size_t i = 1; i + 1 < operands.size(); ++i) {
    // A middle operand is used twice and evaluated once.
    const bool plain = e.operands[i]->kind == ast::NodeKind::NameExpr || is_number_or_text(*e.operands[i]) || cpp::as<cpp::Name>(operands[i]) != nullptr;
    if (!plain) operands[i] = kept(operands[i], *e.operands[i]);
  }
  cpp::Expr all;
  for (std::size_t i = 0; i < e.ops.size(); ++i) {
    const types::CallPlan* plan = nullptr;
    if (found != instance_.comparison_calls.end() && i < found->second.size() && found->second[i]) plan = &*found->second[i];
    const cpp::Expr one = compare(operands[i], e.ops[i], operands[i + 1], plan, final_type(*e.operands[i]));
    all = all ? cpp::binary("&&", all, one) : one;
  }
  return all;
}

cpp::Expr BodyLowering::range(const ast::Range& e) {
  if (e.from == nullptr) return cpp::call(e.inclusive ? "aria::range_to" : "aria::range_to_exclusive", {value(*e.to)});
  // `aria::range(1, 10)` is one over Int.
  const bool literals = e.to != nullptr && is_number_or_text(*e.from) && is_number_or_text(*e.to) && type_of(*e.from) == store().int_;
  const Context first = literals || (e.to != nullptr && !is_number_or_text(*e.to)) ? Context::known : Context::typed;
  if (e.to == nullptr) return cpp::call("aria::range_from", {value(*e.from, first)});
  const Context last = is_number_or_text(*e.from) && is_number_or_text(*e.to) && !literals ? Context::typed : Context::known;
  const std::array<Operand, 2> ends{Operand{.source = e.from, .make = [&] { return value(*e.from, first); }},
                                    Operand{.source = e.to, .make = [&] { return value(*e.to, last); }}};
  return cpp::call(e.inclusive ? "aria::range" : "aria::range_exclusive", in_order(ends));
}

cpp::Expr BodyLowering::index(const ast::Index& e) {
  const types::CallPlan* plan = instance_.calls.find(e.id);
  if (plan != nullptr && !input_.bindings.def(plan->def).is_library && plan->kind == types::CalleeKind::function) return planned_call(*plan, e, Context::typed);
  if (places_.contains(e.id)) return cpp::subscript(value(*e.object), value(*e.indices[0], Context::known));
  const std::array<Operand, 2> operands{Operand{.source = e.object, .make = [&] { return value(*e.object); }},
                                        Operand{.source = e.indices[0], .make = [&] { return value(*e.indices[0], Context::known); }}};
  const std::vector<cpp::Expr> sides = in_order(operands, Sequenced::by_reference);
  return cpp::subscript(sides[0], sides[1]);
}

}  // namespace ariac::lower
