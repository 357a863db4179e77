// Operators. Numbers are the language's own; everything else goes through the operator traits.
#include <array>

#include "ast/walk.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/advice.hpp"
#include "types/rules.hpp"

namespace ariac::types {

TypeId infer_int(BodyInference& in, const ast::IntLiteral& e, const Expectation& hint, bool negated, source::SourceRange range);

NumberClass number_class(BodyInference& in, TypeId type) {
  const TypeId found = in.head(type);
  if (in.is_open(found)) {
    switch (in.program.solver.literal(found)) {
      case Literal::integer: return NumberClass::literal_integer;
      case Literal::floating: return NumberClass::literal_float;
      default: return NumberClass::none;
    }
  }
  if (in.store.is_integer(found)) return NumberClass::integer;
  return in.store.is_float(found) ? NumberClass::floating : NumberClass::none;
}

namespace {

using ast::BinaryOp;
using ast::UnaryOp;

bool is_integral(NumberClass c) { return c == NumberClass::integer || c == NumberClass::literal_integer; }

struct OperatorTrait {
  DefId resolve::WellKnown::*trait;
  std::string_view method;
};

std::optional<OperatorTrait> trait_of(BinaryOp op) {
  using W = resolve::WellKnown;
  switch (op) {
    case BinaryOp::add: return OperatorTrait{&W::add, "add"};
    case BinaryOp::subtract: return OperatorTrait{&W::sub, "sub"};
    case BinaryOp::multiply: return OperatorTrait{&W::mul, "mul"};
    case BinaryOp::divide: return OperatorTrait{&W::div, "div"};
    case BinaryOp::remainder: return OperatorTrait{&W::rem, "rem"};
    default: return std::nullopt;
  }
}

bool needs_integers(BinaryOp op) {
  switch (op) {
    case BinaryOp::wrap_add: case BinaryOp::wrap_subtract: case BinaryOp::wrap_multiply: case BinaryOp::shift_left:
    case BinaryOp::shift_right: case BinaryOp::bit_and: case BinaryOp::bit_or: case BinaryOp::bit_xor: return true;
    default: return false;
  }
}

}  // namespace

namespace {

bool is_floating(NumberClass c) { return c == NumberClass::floating || c == NumberClass::literal_float; }

}  // namespace

bool comes_from_a_name(BodyInference& in, const ast::Expr& e, TypeId open) {
  bool found = false;
  ast::walk(e, [&](const ast::Node& node) {
    using ast::NodeKind;
    const bool is_named = node.kind == NodeKind::NameExpr || node.kind == NodeKind::Member || node.kind == NodeKind::Index || node.kind == NodeKind::Call;
    const TypeId* type = is_named ? in.instance().types.find(node.id) : nullptr;
    found = found || (type != nullptr && in.head(*type) == open);
    return !found;
  });
  return found;
}

void settle_names_beside_float(BodyInference& in, const ast::Expr& left, TypeId left_type, const ast::Expr& right, TypeId right_type) {
  const NumberClass l = number_class(in, left_type), r = number_class(in, right_type);
  if (l == NumberClass::literal_integer && is_floating(r) && comes_from_a_name(in, left, in.head(left_type))) in.settle(left_type);
  if (r == NumberClass::literal_integer && is_floating(l) && comes_from_a_name(in, right, in.head(right_type))) in.settle(right_type);
}

bool adapt_literal(BodyInference& in, TypeId a, TypeId b) {
  const NumberClass x = number_class(in, a), y = number_class(in, b);
  if (x == NumberClass::literal_integer && is_floating(y)) {
    in.settle(b);
    in.program.solver.bind(in.head(a), in.head(b));
    return true;
  }
  return y == NumberClass::literal_integer && is_floating(x) && adapt_literal(in, b, a);
}

namespace {

// Both operands as one type of number: literals take the other's type, an Int beside a Float widens.
std::optional<TypeId> unite_numbers(BodyInference& in, const ast::Expr& left, TypeId left_type, const ast::Expr& right, TypeId right_type) {
  settle_names_beside_float(in, left, left_type, right, right_type);
  const NumberClass l = number_class(in, left_type), r = number_class(in, right_type);
  if (l == NumberClass::none || r == NumberClass::none) return std::nullopt;
  if (adapt_literal(in, left_type, right_type)) return left_type;
  if (is_integral(l) == is_integral(r) || l == NumberClass::literal_integer || r == NumberClass::literal_integer) {
    if (in.unify(left_type, right_type)) return left_type;
    return std::nullopt;
  }
  const bool widen_left = is_integral(l);
  const TypeId to = widen_left ? right_type : left_type;
  in.add_coercion(widen_left ? left : right, CoercionKind::int_to_float, to);
  return to;
}

// What to write instead, where the value stands inside of another or the operator is one of another language.
std::string way_out(BodyInference& in, BinaryOp op, TypeId l, TypeId r) {
  const resolve::WellKnown& known = in.store.well_known();
  const auto either = [&](DefId def) { return in.store.is_named(l, def) || in.store.is_named(r, def); };
  if (std::string advice = advice_on_holder(in, l); !advice.empty()) return advice;
  if (std::string advice = advice_on_holder(in, r); !advice.empty()) return advice;
  for (const TypeId operand : {l, r})
    if (in.store[operand].kind == TypeKind::param)
      return "`" + in.print(operand) + "` has the operators that its bounds give, between two of its kind; a parameter without a type, as in `fn f(x)`, takes any number";
  if (in.store.is_integer(l) && in.store.is_integer(r)) return "integers of different widths do not mix: convert one, as in `.to_int`";
  if (op == BinaryOp::shift_left && in.store.is_named(l, known.array)) return "to add an element, write `.push(x)`";
  if (op == BinaryOp::remainder && in.store.is_named(l, known.string)) return "to put a value into a text, write `\"#{value}\"`";
  if (op == BinaryOp::add && either(known.string)) return "to put a value into a text, write `\"#{value}\"`";
  const bool repeats = op == BinaryOp::multiply && (either(known.string) || either(known.array));
  if (repeats && (is_integral(number_class(in, l)) || is_integral(number_class(in, r)))) return "to have it several times, write `.repeat(n)`";
  return {};
}

TypeId report_operands(BodyInference& in, BinaryOp op, const ast::Expr& left, TypeId left_type,
                       const ast::Expr& right, TypeId right_type, const Expectation* expected) {
  // The operand to look at is the one that is not what the whole is to be; the right one where nothing says so.
  const TypeId wanted = expected != nullptr && expected->type.valid() ? in.head(expected->type) : TypeId{};
  const bool left_is_odd = wanted.valid() && wanted == in.head(right_type) && wanted != in.head(left_type);
  const ast::Expr& odd = left_is_odd ? left : right;
  const ast::Expr& other = left_is_odd ? right : left;
  auto report = in.error(odd.range, diag::OperandsDoNotFit{.op = spelling(op), .left = in.print(left_type), .right = in.print(right_type)});
  const auto named = [&](const ast::Expr& operand, TypeId type) { return "this is `" + (operand.kind == ast::NodeKind::NilLiteral ? "nil" : in.print(type)) + "`"; };
  report.primary(named(odd, left_is_odd ? left_type : right_type));
  report.label(other.range, named(other, left_is_odd ? right_type : left_type));
  if (wanted.valid() && expected->because.valid() && expected->because != odd.range) report.label(expected->because, expected->reason);
  if (std::string help = way_out(in, op, in.head(left_type), in.head(right_type)); !help.empty()) report.help(std::move(help));
  return in.store.poison;
}

TypeId built_in(BodyInference& in, BinaryOp op, const ast::Expr& left, TypeId left_type, const ast::Expr& right, TypeId right_type,
                const Expectation* expected) {
  const NumberClass l = number_class(in, left_type), r = number_class(in, right_type);
  if (op == BinaryOp::shift_left || op == BinaryOp::shift_right) {
    if (is_integral(l) && is_integral(r)) return left_type;
    return report_operands(in, op, left, left_type, right, right_type, expected);
  }
  if (op == BinaryOp::power && is_integral(l) && is_integral(r)) return left_type;
  if (needs_integers(op) && !(is_integral(l) && is_integral(r))) return report_operands(in, op, left, left_type, right, right_type, expected);
  if (op == BinaryOp::divide && l == NumberClass::literal_integer && r == NumberClass::literal_integer) {
    in.settle(left_type);
    in.settle(right_type);
  }
  if (const auto united = unite_numbers(in, left, left_type, right, right_type)) return *united;
  return report_operands(in, op, left, left_type, right, right_type, expected);
}

}  // namespace

std::string_view spelling(BinaryOp op) {
  static constexpr std::array<std::string_view, 23> kTexts{"**", "*", "/", "//", "%", "&*", "+", "-", "&+", "&-", "<<", ">>", "&", "^", "|",
                                                           "in", "not in", "and", "or", "implies", "??", "|>", "<-"};
  return kTexts[static_cast<std::size_t>(op)];
}

TypeId apply_binary(BodyInference& in, const ast::Node& at, BinaryOp op, const ast::Expr& left, TypeId left_type,
                    const ast::Expr& right, TypeId right_type, const Expectation* expected) {
  const TypeId l = in.head(left_type), r = in.head(right_type);
  if (in.absorbs(l) && in.absorbs(r)) return l;
  if (l == in.store.never || r == in.store.never) return in.store.never;
  if (in.absorbs(l) || in.absorbs(r)) return in.absorbs(l) ? r : l;
  if (number_class(in, l) != NumberClass::none && number_class(in, r) != NumberClass::none)
    return built_in(in, op, left, l, right, r, expected);
  const bool left_open = in.is_open(l) && number_class(in, l) == NumberClass::none;
  const bool right_open = in.is_open(r) && number_class(in, r) == NumberClass::none;
  if (left_open || right_open) {
    // The open side is known later; until then the result is open too.
    const TypeId result = in.fresh(at.range);
    BodyInference* body = &in;
    const ast::Node* node = &at;
    const ast::Expr *left_expr = &left, *right_expr = &right;
    in.when_known(left_open ? l : r, (left_open ? left : right).range, [=](TypeId) {
      const TypeId found = apply_binary(*body, *node, op, *left_expr, l, *right_expr, r);
      if (!body->unify(result, found)) body->report_mismatch(node->range, found, {.type = result, .because = {}, .reason = ""});
    }, [=] {
      // `|x| x + n` that nobody calls here: beside a number or a text, one of the same type.
      const TypeId other = body->head(left_open ? r : l);
      if (body->store.is_integer(other) || body->store.is_float(other) || body->store.is_named(other, body->store.well_known().string)) body->unify(l, r);
    });
    return result;
  }
  if (op == BinaryOp::add && in.store.is_named(l, in.store.well_known().string) && in.store.is_named(r, in.store.well_known().string)) return l;
  if (const auto trait = trait_of(op)) {
    const DefId def = in.store.well_known().*trait->trait;
    const std::array<const ast::Expr*, 1> operands{&right};
    CallPlan plan;
    if (const auto result = in.call_protocol(def, trait->method, &left, left_type, operands, at.range, plan)) {
      plan.implicit_receiver = true;
      in.instance().calls[at.id] = std::move(plan);
      return *result;
    }
  }
  return report_operands(in, op, left, left_type, right, right_type, expected);
}

// --- Unary --------------------------------------------------------------------------------------------------------

namespace {

TypeId infer_sign(BodyInference& in, const ast::Unary& e, const Expectation& hint) {
  if (const auto* literal = ast::as<ast::IntLiteral>(e.operand); literal != nullptr && e.op == UnaryOp::negate) {
    const TypeId type = infer_int(in, *literal, hint, true, e.range);
    in.record(*literal, type);
    return type;
  }
  const TypeId type = in.synth(*e.operand, hint.any() || hint.dropped ? Expectation{} : Expectation{.type = hint.type});
  const ast::Unary* node = &e;
  const auto decide = [node](BodyInference& body, TypeId operand) -> TypeId {
    const NumberClass c = number_class(body, operand);
    if (body.absorbs(operand) || c != NumberClass::none) return operand;
    CallPlan plan;
    if (node->op == UnaryOp::negate) {
      if (const auto result = body.call_protocol(body.store.well_known().neg, "neg", node->operand, operand, {}, node->range, plan)) {
        plan.implicit_receiver = true;
        body.instance().calls[node->id] = std::move(plan);
        return *result;
      }
    }
    body.error(node->range, diag::OperandDoesNotFit{.op = node->op == UnaryOp::negate ? "-" : "+", .type = body.print(operand)});
    return body.store.poison;
  };
  const TypeId operand = in.head(type);
  if (!in.is_open(operand) || number_class(in, operand) != NumberClass::none) return decide(in, operand);
  const TypeId result = in.fresh(e.range);
  BodyInference* body = &in;
  in.when_known(operand, e.operand->range, [=](TypeId known) { body->unify(result, decide(*body, known)); });
  return result;
}

}  // namespace

TypeId call_member(BodyInference& in, const ast::Expr& at, const ast::Expr& object, std::string_view name,
                   std::span<const ast::Expr* const> arguments, const Expectation& hint) {
  support::Arena& arena = in.program.table.calls_made;
  const ast::Name member_name{in.program.symbol(name), at.range};
  const auto* member = arena.make<ast::Member>(ast::Member{{{ast::NodeKind::Member, at.id, at.range}}, &object, member_name, false, false});
  std::vector<ast::Argument> values;
  for (const ast::Expr* argument : arguments) values.push_back({.name = {}, .value = argument, .spread = false, .shorthand = false, .range = argument->range});
  ast::Call call{{{ast::NodeKind::Call, at.id, at.range}}, member, {}, nullptr, true, false, nullptr};
  call.arguments = arena.copy(values);
  return in.infer_call(*arena.make<ast::Call>(call), hint);
}

TypeId infer(BodyInference& in, const ast::Unary& e, const Expectation& hint) {
  switch (e.op) {
    case UnaryOp::negate:
    case UnaryOp::plus: return infer_sign(in, e, hint);
    case UnaryOp::not_: check_bool(in, *e.operand, "the operand of `not`"); return in.store.bool_;
    case UnaryOp::complement: {
      const TypeId type = in.synth(*e.operand, hint.any() ? Expectation{} : Expectation{.type = hint.type});
      const NumberClass c = number_class(in, type);
      if (is_integral(c) || in.absorbs(in.head(type))) return type;
      in.error(e.range, diag::OperandDoesNotFit{.op = "~", .type = in.print(type)});
      return in.store.poison;
    }
    case UnaryOp::receive: return call_member(in, e, *e.operand, "recv", {}, hint);
    case UnaryOp::await: return call_member(in, e, *e.operand, "await", {}, hint);
    case UnaryOp::join: return call_member(in, e, *e.operand, "join", {}, hint);
    case UnaryOp::move:
    case UnaryOp::copy: return in.synth(*e.operand, hint.any() ? Expectation{} : hint);
    case UnaryOp::reference: return in.infer_function_value(e, hint);
  }
  return in.store.poison;
}

// --- Binary -------------------------------------------------------------------------------------------------------

namespace {

TypeId infer_coalesce(BodyInference& in, const ast::Binary& e, const Expectation& hint) {
  const TypeId left = in.known(in.synth(*e.left));
  if (in.absorbs(left)) return in.synth(*e.right, hint);
  const bool optional = in.store.is_option(left);
  if (!optional && !in.store.is_result(left)) {
    if (!in.is_open(left))
      in.error(e.left->range, diag::NeverNil{.type = in.print(left)}).primary("this is always there").help("drop the `??` and what follows it");
    in.synth(*e.right);
    return in.store.poison;
  }
  const TypeId value = in.store[left].args[0];
  const TypeId right = in.head(in.synth(*e.right, {.type = value, .because = e.left->range, .reason = "the value that may be missing is `" + in.print(value) + "`"}));
  if (in.store[right].kind == TypeKind::never) return value;
  if (optional && in.store.is_option(right) && !in.store.is_option(in.head(value)) && in.unify(left, right)) return left;
  if (!in.coerce(*e.right, right, value))
    in.report_mismatch(e.right->range, right, {.type = value, .because = e.left->range, .reason = "the value that may be missing is `" + in.print(value) + "`"});
  return value;
}

TypeId infer_contains(BodyInference& in, const ast::Binary& e) {
  const std::array<const ast::Expr*, 1> item{e.left};
  call_member(in, e, *e.right, "contains", item, {});
  if (const auto* plan = in.instance().calls.find(e.id); plan != nullptr) in.instance().calls[e.id].implicit_receiver = true;
  return in.store.bool_;
}

// `x |> f` is f(x), `x |> g(1)` is g(x, 1).
TypeId infer_pipe(BodyInference& in, const ast::Binary& e, const Expectation& hint) {
  support::Arena& arena = in.program.table.calls_made;
  const auto* written = e.right->grouped ? nullptr : ast::as<ast::Call>(e.right);   // `x |> (make(1))`: of what make gives
  std::vector<ast::Argument> arguments{{.name = {}, .value = e.left, .spread = false, .shorthand = false, .range = e.left->range}};
  if (written != nullptr) arguments.insert(arguments.end(), written->arguments.begin(), written->arguments.end());
  ast::Call call{{{ast::NodeKind::Call, e.id, e.range}}, written != nullptr ? written->callee : e.right, {}, nullptr, true, false, nullptr};
  call.arguments = arena.copy(arguments);
  if (written != nullptr) call.block = written->block;
  const TypeId result = in.infer_call(*arena.make<ast::Call>(call), hint);
  // What does not fit was meant for the function that `g(1)` gives: nothing more is said about that.
  const bool misfit = written != nullptr && in.instance().calls.find(e.id) == nullptr;
  return misfit && in.store[in.head(result)].kind == TypeKind::function ? in.store.poison : result;
}

}  // namespace

TypeId infer(BodyInference& in, const ast::Binary& e, const Expectation& hint) {
  switch (e.op) {
    case BinaryOp::and_:
    case BinaryOp::or_:
    case BinaryOp::implies: {
      const std::string what = "an operand of `" + std::string(spelling(e.op)) + "`";
      check_bool(in, *e.left, what);
      check_bool(in, *e.right, what);
      return in.store.bool_;
    }
    case BinaryOp::coalesce: return infer_coalesce(in, e, hint);
    case BinaryOp::pipe: return infer_pipe(in, e, hint);
    case BinaryOp::send: {
      const std::array<const ast::Expr*, 1> value{e.right};
      call_member(in, e, *e.left, "send", value, {});
      return in.store.unit;
    }
    case BinaryOp::in:
    case BinaryOp::not_in: return infer_contains(in, e);
    default: break;
  }
  Expectation operand;
  if (!hint.any() && !hint.dropped && number_class(in, hint.type) != NumberClass::none) operand.type = hint.type;
  // `7 / 2` divides integers, whatever becomes of the quotient.
  if (e.op == BinaryOp::divide && operand.type.valid() && number_class(in, operand.type) == NumberClass::floating) operand.type = TypeId();
  const TypeId left = in.synth(*e.left, operand);
  // A literal on the right takes the type of a number on the left.
  const NumberClass c = number_class(in, left);
  const bool shift = e.op == BinaryOp::shift_left || e.op == BinaryOp::shift_right || (e.op == BinaryOp::power && is_integral(c));
  Expectation other;
  if (!shift && (c == NumberClass::integer || c == NumberClass::floating)) other.type = left;
  const TypeId right = in.synth(*e.right, other);
  return apply_binary(in, e, e.op, *e.left, left, *e.right, right, &hint);
}

}  // namespace ariac::types
