// Expressions: the dispatch, `check`, and indexing.
#include <array>

#include "diagnostics/catalogue/types.hpp"
#include "types/advice.hpp"
#include "types/rules.hpp"

namespace ariac::types {

TypeId infer(BodyInference& in, const ast::NameExpr& e, const Expectation& hint) { return in.infer_name(e, hint); }
TypeId infer(BodyInference& in, const ast::PathExpr& e, const Expectation& hint) { return in.infer_path(e, hint); }
TypeId infer(BodyInference& in, const ast::TypeApply& e, const Expectation& hint) { return in.infer_type_apply(e, hint); }
TypeId infer(BodyInference& in, const ast::Member& e, const Expectation& hint) { return in.infer_member(e, hint); }
TypeId infer(BodyInference& in, const ast::Call& e, const Expectation& hint) { return in.infer_call(e, hint); }
TypeId infer(BodyInference& in, const ast::Lambda& e, const Expectation& hint) { return in.infer_lambda(e, hint); }

TypeId BodyInference::synth(const ast::Expr& e, const Expectation& hint) {
  const TypeId type = ast::visit(e, [&](const auto& node) { return infer(*this, node, hint); });
  record(e, type);
  // Poison comes from a mistake that is reported somewhere, maybe in another function: what stays open here follows from it.
  if (store[type].kind == TypeKind::poison) instance().has_errors = true;
  return type;
}

TypeId BodyInference::check(const ast::Expr& e, const Expectation& expected) {
  const TypeId found = synth(e, expected);
  if (expected.any()) return found;
  if (store[head(found)].kind == TypeKind::poison) return expected.type;
  if (!coerce(e, found, expected.type)) report_mismatch(e.range, found, expected);
  return expected.type;
}

// --- Indexing -----------------------------------------------------------------------------------------------------

namespace {

// What `xs[i]` gives on the library's sequences: an element for an Int, a part for a range.
TypeId index_sequence(BodyInference& in, const ast::Index& e, TypeId object, TypeId element) {
  const ast::Expr& index = *e.indices[0];
  if (index.kind == ast::NodeKind::Range) {
    in.check(index, {.type = in.store.named(in.store.well_known().range, std::array{in.store.int_}), .because = e.object->range, .reason = "places are counted in `Int`"});
    return object;
  }
  const TypeId found = in.head(in.synth(index, {.type = in.store.int_}));
  if (in.store.is_named(found, in.store.well_known().range)) {
    in.unify(in.store[found].args[0], in.store.int_);
    return object;
  }
  const Expectation expected{.type = in.store.int_, .because = e.object->range, .reason = "`" + in.print(object) + "` is indexed by an `Int` or a range"};
  if (!in.coerce(index, found, in.store.int_)) in.report_mismatch(index.range, found, expected);
  return element;
}

TypeId index_known(BodyInference& in, const ast::Index& e, TypeId object) {
  TypeStore& store = in.store;
  const resolve::WellKnown& known = store.well_known();
  const std::span<const TypeId> args = store[object].args;
  if (e.indices.size() == 1) {
    if (store.is_named(object, known.array)) return index_sequence(in, e, object, args[0]);
    if (store.is_named(object, known.string)) return index_sequence(in, e, object, store.char_);
    if (store.is_named(object, known.bytes)) return index_sequence(in, e, object, store.named(known.uint8));
    if (store.is_named(object, known.map)) {
      const TypeId key = args[0], value = args[1];
      in.check(*e.indices[0], {.type = key, .because = e.object->range, .reason = "the keys are `" + in.print(key) + "`"});
      return value;
    }
  }
  for (const ast::Expr* index : e.indices) in.synth(*index);
  if (in.absorbs(object)) return object;
  CallPlan plan;
  if (const auto result = in.call_protocol(known.index, "at", e.object, object, e.indices, e.range, plan)) {
    plan.implicit_receiver = true;
    in.instance().calls[e.id] = std::move(plan);
    return *result;
  }
  auto report = in.error(e.range, diag::NotIndexable{.type = in.print(object)});
  if (const std::string advice = advice_on_holder(in, object); !advice.empty()) report.help(advice);
  else if (store[object].kind == TypeKind::tuple) report.help("the parts of a tuple are `.0`, `.1` …");
  return store.poison;
}

}  // namespace

TypeId infer(BodyInference& in, const ast::Index& e, const Expectation&) {
  const TypeId object = in.known(in.synth(*e.object));
  if (!in.is_open(object)) return index_known(in, e, object);
  const TypeId result = in.fresh(e.range);
  BodyInference* body = &in;
  const ast::Index* node = &e;
  in.when_known(object, e.object->range, [=](TypeId known) {
    const TypeId found = index_known(*body, *node, known);
    if (!body->unify(result, found)) body->report_mismatch(node->range, found, {.type = result, .because = {}, .reason = ""});
  });
  return result;
}

}  // namespace ariac::types
