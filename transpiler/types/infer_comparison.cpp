// Comparisons, chained ones included, and `is`.
#include <array>

#include "diagnostics/catalogue/types.hpp"
#include "types/advice.hpp"
#include "types/rescued_error.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

using ast::ComparisonOp;

bool is_equality(ComparisonOp op) { return op == ComparisonOp::equal || op == ComparisonOp::not_equal; }

std::string_view text_of(ComparisonOp op) {
  static constexpr std::array<std::string_view, 7> kTexts{"==", "!=", "<", ">", "<=", ">=", "<=>"};
  return kTexts[static_cast<std::size_t>(op)];
}

struct Pair {
  const ast::Expr* left = nullptr;
  const ast::Expr* right = nullptr;
  TypeId left_type, right_type;
};

// Brings both sides to one type; invalid: they do not go together (reported).
TypeId unite(BodyInference& in, ComparisonOp op, const Pair& pair) {
  settle_names_beside_float(in, *pair.left, pair.left_type, *pair.right, pair.right_type);
  const TypeId l = in.head(pair.left_type), r = in.head(pair.right_type);
  const NumberClass left = number_class(in, l), right = number_class(in, r);
  const auto integral = [](NumberClass c) { return c == NumberClass::integer || c == NumberClass::literal_integer; };
  if (left != NumberClass::none && right != NumberClass::none && left != NumberClass::literal_integer && right != NumberClass::literal_integer &&
      integral(left) != integral(right)) {
    const TypeId to = integral(left) ? r : l;
    in.add_coercion(integral(left) ? *pair.left : *pair.right, CoercionKind::int_to_float, to);
    return to;
  }
  if (adapt_literal(in, l, r) || in.unify(l, r)) return l;
  if (is_equality(op) && in.store.is_option(l) && in.coerce(*pair.right, r, l)) return l;
  if (is_equality(op) && in.store.is_option(r) && in.coerce(*pair.left, l, r)) return r;
  const resolve::WellKnown& known = in.store.well_known();
  auto report = in.error(source::join(pair.left->range, pair.right->range),
                         diag::NotComparable{.op = text_of(op), .left = in.print(l), .right = in.print(r)});
  report.label(pair.left->range, "this is `" + in.print(l) + "`").label(pair.right->range, "this is `" + in.print(r) + "`");
  if (pair.right->kind == ast::NodeKind::NilLiteral || pair.left->kind == ast::NodeKind::NilLiteral)
    report.help("only a `T?` can be nil; this value always exists");
  else if (const std::string advice = advice_on_holder(in, l); !advice.empty()) report.help(advice);
  else if (const std::string other = advice_on_holder(in, r); !other.empty()) report.help(other);
  else if ((in.store.is_named(l, known.string) && in.store.is_named(r, known.char_)) || (in.store.is_named(l, known.char_) && in.store.is_named(r, known.string)))
    report.help("`'a'` is a `Char`, one character; `\"a\"` is a `String`, and `.to_string` makes one of a character");
  return {};
}

// Whether the operator is the language's own on this type, and otherwise the call it makes.
void choose(BodyInference& in, const ast::Comparison& e, std::size_t i, const Pair& pair, TypeId type) {
  const ComparisonOp op = e.ops[i];
  const DefId trait = is_equality(op) ? in.store.well_known().eq : in.store.well_known().ord;
  const bool with_nil = pair.left->kind == ast::NodeKind::NilLiteral || pair.right->kind == ast::NodeKind::NilLiteral;
  if (in.absorbs(type) || !trait.valid() || (is_equality(op) && with_nil)) return;
  in.settle(type);
  const TypeKind kind = in.store[type].kind;
  const bool rigid = kind == TypeKind::param || kind == TypeKind::projection;
  const auto found = in.program.find_impl(trait, in.zonk(type));
  if (!found) {
    const std::string name = is_equality(op) ? "Eq" : "Ord";
    const std::string culprit = in.print(part_without(in, trait, in.zonk(type)));
    auto report = in.error(source::join(pair.left->range, pair.right->range), diag::NoComparison{.type = culprit, .op = text_of(op), .trait_name = name});
    if (culprit != in.print(type)) report.primary("these are `" + in.print(type) + "`");
    report.help(rigid ? "bound it: `" + culprit + ": " + name + "`" : "add `derive(" + name + ")` to `" + culprit + "`, or implement `" + name + "` for it");
    return;
  }
  const bool written = found->impl.valid() && !in.bindings.def(found->impl).is_extern;
  if (!written && !rigid) return;
  const std::array<const ast::Expr*, 1> operands{pair.right};
  CallPlan plan;
  if (!in.call_protocol(trait, is_equality(op) ? "eq" : "cmp", pair.left, type, operands, e.range, plan)) return;
  plan.implicit_receiver = true;
  in.instance().comparison_calls[e.id][i] = std::move(plan);
}

}  // namespace

TypeId infer(BodyInference& in, const ast::Comparison& e, const Expectation&) {
  std::vector<TypeId> types{in.synth(*e.operands[0])};
  bool ends = in.head(types[0]) == in.store.never;
  in.instance().comparison_calls[e.id].resize(e.ops.size());
  for (std::size_t i = 0; i < e.ops.size(); ++i) {
    const TypeId left = in.head(types.back());
    Expectation hint;
    if (!in.is_open(left)) hint.type = left;
    // A branch or a block on the right decides for itself.
    const bool literal = e.operands[i + 1]->kind == ast::NodeKind::NilLiteral && !in.store.is_option(left);
    const TypeId right = in.synth(*e.operands[i + 1], literal ? Expectation{} : hint);
    types.push_back(right);
    ends = ends || in.head(right) == in.store.never;
    const Pair pair{e.operands[i], e.operands[i + 1], left, right};
    if (in.absorbs(left) || in.absorbs(in.head(right))) continue;
    const TypeId united = unite(in, e.ops[i], pair);
    if (!united.valid()) continue;
    BodyInference* body = &in;
    const ast::Comparison* node = &e;
    in.when_known(united, pair.left->range, [=](TypeId known) { choose(*body, *node, i, pair, known); });
  }
  if (ends) return in.store.never;
  return e.ops.size() == 1 && e.ops[0] == ComparisonOp::compare ? in.store.int_ : in.store.bool_;
}

TypeId infer(BodyInference& in, const ast::IsPattern& e, const Expectation&) {
  in.infer_pattern(*e.pattern, synth_matched(in, *e.value), false);
  return in.store.bool_;
}

}  // namespace ariac::types
