// Control: branches, loops, and the ways out of them.
#include <array>

#include "ast/rescued_name.hpp"
#include "ast/walk.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/rescued_error.hpp"
#include "types/rules.hpp"

namespace ariac::types {

TypeId infer(BodyInference& in, const ast::If& e, const Expectation& hint) {
  Branches branches(in, hint);
  for (const ast::IfBranch& branch : e.branches) {
    infer_condition(in, branch.condition, "a condition");
    branches.add(branch.body);
  }
  if (!e.has_else) return branches.finish_optional(e.range);
  branches.add(e.otherwise);
  return branches.finish(e.range);
}

TypeId infer(BodyInference& in, const ast::Match& e, const Expectation& hint) {
  const TypeId subject = synth_matched(in, *e.subject);
  Branches branches(in, hint);
  const bool had_errors = in.instance().has_errors;
  bool broken = false;
  for (const ast::MatchArm& arm : e.arms) {
    in.instance().has_errors = false;
    in.infer_pattern(*arm.pattern, subject, false, {.type = {}, .because = e.subject->range, .reason = "this is matched"});
    broken |= in.instance().has_errors;
    in.instance().has_errors |= had_errors || broken;
    if (arm.guard != nullptr) check_bool(in, *arm.guard, "a guard");
    branches.add(arm.body);
  }
  BodyInference* body = &in;
  const ast::Match* node = &e;
  if (broken) return branches.finish(e.range);     // what a pattern with a mistake takes is not known
  in.when_known(subject, e.subject->range, [=](TypeId known) { body->check_exhaustive(*node, known); });
  return branches.finish(e.range);
}

// --- Loops --------------------------------------------------------------------------------------------------------

namespace {

LoopContext run_loop(BodyInference& in, const ast::Expr& loop, const ast::Body& body, TypeId value = {}) {
  in.loops.push_back({.node = &loop, .value = value});
  in.infer_body(body, {.dropped = true});
  LoopContext done = std::move(in.loops.back());
  in.loops.pop_back();
  return done;
}

}  // namespace

TypeId infer(BodyInference& in, const ast::While& e, const Expectation&) {
  infer_condition(in, e.condition, "a condition");
  const LoopContext done = run_loop(in, e, e.body);
  return ast::is_endless(e.condition) && done.break_types.empty() ? in.store.never : in.store.unit;
}

TypeId infer(BodyInference& in, const ast::For& e, const Expectation&) {
  const TypeId item = in.iterate(e, in.synth(*e.iterable), e.iterable->range);
  in.infer_pattern(*e.pattern, item, true, {.type = {}, .because = e.iterable->range, .reason = "each element is `" + in.print(item) + "`"});
  run_loop(in, e, e.body);
  return in.store.unit;
}

TypeId infer(BodyInference& in, const ast::Loop& e, const Expectation& hint) {
  const bool known = is_known(in, hint) && !in.store.is_unit(in.head(hint.type));
  const LoopContext done = run_loop(in, e, e.body, known ? hint.type : TypeId());
  if (done.break_types.empty()) return in.store.never;
  if (hint.dropped) return in.store.unit;
  return known ? hint.type : in.join(done.break_values, done.break_types, {}, e.range);
}

TypeId infer(BodyInference& in, const ast::Break& e, const Expectation&) {
  if (in.loops.empty()) {
    if (e.value != nullptr) in.synth(*e.value);
    return in.store.never;
  }
  const std::size_t depth = in.loops.size() - 1;
  const ast::Node* target = in.loops[depth].node;
  in.instance().jump_targets[e.id] = target->id;
  const TypeId value = in.loops[depth].value;
  if (in.loops[depth].block != nullptr) {
    if (e.value != nullptr) in.check(*e.value, {.type = value, .because = target->range, .reason = "`break` leaves this call, which gives `" + in.print(value) + "`"});
    return in.store.never;
  }
  if (target->kind != ast::NodeKind::Loop) {
    if (e.value != nullptr) {
      in.synth(*e.value);
      in.error(e.range, diag::BreakWithValue{}).label(target->range, "this loop has no value").help("`loop` has one");
    }
    in.loops[depth].break_types.push_back(in.store.unit);
    return in.store.never;
  }
  TypeId found = in.store.unit;
  if (e.value != nullptr) found = value.valid() ? in.check(*e.value, {.type = value, .because = target->range, .reason = "the value of this loop"}) : in.synth(*e.value);
  in.loops[depth].break_types.push_back(found);
  in.loops[depth].break_values.push_back(e.value);
  return in.store.never;
}

void check_continue(BodyInference& in, const ast::Continue& e, const LoopContext& loop) {
  const TypeId wanted = in.head(loop.block_result);
  if (in.absorbs(wanted) || in.unify(wanted, in.store.unit)) return;
  in.error(e.range, diag::ContinueWithoutValue{.type = in.print(wanted)})
      .primary("no value for this run")
      .label({loop.block->range.file, loop.block->range.begin, loop.block->range.begin + 1}, "each run of this block gives a value")
      .help("give the value with `if … else …`, or leave elements out before with `.filter`");
}

TypeId infer(BodyInference& in, const ast::Continue& e, const Expectation&) {
  if (in.loops.empty()) return in.store.never;
  LoopContext& loop = in.loops.back();
  in.instance().jump_targets[e.id] = loop.block != nullptr ? loop.block->id : loop.node->id;
  if (loop.block == nullptr || !loop.block_result.valid()) return in.store.never;
  if (in.is_open(in.head(loop.block_result))) loop.open_continues.push_back(&e);
  else check_continue(in, e, loop);
  return in.store.never;
}

// --- return and raise ---------------------------------------------------------------------------------------------

namespace {

// In a block that gives such a value itself, or at the top level, the `return` may be meant to end the block.
bool may_be_of_block(BodyInference& in, TypeId found, const FunctionContext& function) {
  const auto block = std::ranges::find_if(in.loops.rbegin(), in.loops.rend(), [](const LoopContext& loop) { return loop.block != nullptr; });
  if (block == in.loops.rend() || in.absorbs(found) || in.program.solver.has_open(found)) return false;
  return function.node == nullptr || (block->block_result.valid() && in.program.solver.can_unify(found, block->block_result));
}

void check_returned(BodyInference& in, const ast::Return& e, const FunctionContext& function) {
  const Expectation expected{.type = function.result, .because = function.result_range, .reason = function.result_range.valid() ? "the result is declared here" : ""};
  const TypeId found = e.value != nullptr ? in.synth(*e.value, expected) : in.store.unit;
  if (e.value != nullptr && in.store[in.head(found)].kind == TypeKind::poison) return;
  if (e.value != nullptr ? in.coerce(*e.value, found, expected.type) : in.unify(expected.type, found)) return;
  in.settle(found);
  if (may_be_of_block(in, in.head(found), function)) in.instance().misfit_returns[e.id] = {.expected = expected.type, .found = found};
  else in.report_mismatch(e.value != nullptr ? e.value->range : e.range, found, expected);
}

}  // namespace

TypeId infer(BodyInference& in, const ast::Return& e, const Expectation&) {
  if (in.functions.empty()) {
    if (e.value != nullptr) in.synth(*e.value);
    return in.store.never;
  }
  const std::size_t depth = in.functions.size() - 1;
  if (const ast::Node* node = in.functions[depth].node; node != nullptr) in.instance().jump_targets[e.id] = node->id;
  const FunctionContext& function = in.functions[depth];
  if (function.result_written) {
    const FunctionContext around{.node = function.node, .result = function.result, .result_range = function.result_range};
    check_returned(in, e, around);
    return in.store.never;
  }
  const TypeId found = e.value != nullptr ? in.synth(*e.value) : in.store.unit;
  in.functions[depth].return_types.push_back(found);
  in.functions[depth].return_values.push_back(e.value);
  return in.store.never;
}

TypeId infer(BodyInference& in, const ast::Raise& e, const Expectation&) {
  TypeId raised = in.known(in.synth(*e.value));
  if (e.cause != nullptr) in.synth(*e.cause);
  if (in.functions.empty() || in.functions.back().guarded > 0 || !in.functions.back().result_written) return in.store.never;
  const TypeId result = in.head(in.functions.back().result);
  if (!in.store.is_result(result) || in.absorbs(raised)) return in.store.never;
  const TypeId error = in.head(in.store[result].args[1]);
  if (in.zonk(error) == in.zonk(raised)) in.instance().tries[e.id] = {.kind = TryKind::return_err, .convert = {}};
  else if (auto convert = conversion(in, raised, error, e.range)) in.instance().tries[e.id] = {.kind = TryKind::return_err, .convert = std::move(convert)};
  return in.store.never;
}

// --- ? ------------------------------------------------------------------------------------------------------------

namespace {

void plan_try(BodyInference& in, const ast::Node& at, TypeId operand, TypeId result, source::SourceRange range, source::SourceRange result_range) {
  TypeStore& store = in.store;
  TryPlan& plan = in.instance().tries[at.id];
  const bool optional = store.is_option(operand);
  if (store.is_option(result)) {
    plan.kind = optional ? TryKind::return_none : TryKind::raise_err;
    return;
  }
  plan.kind = optional ? TryKind::raise_none : TryKind::raise_err;
  if (!store.is_result(result)) return;
  const TypeId wanted = in.head(store[result].args[1]);
  const TypeId found = optional ? (store.well_known().none_error.valid() ? store.named(store.well_known().none_error) : store.poison)
                                : in.head(store[operand].args[1]);
  if (in.absorbs(found) || in.absorbs(wanted)) return;
  if (in.program.solver.try_unify(found, wanted)) {
    plan.kind = optional ? TryKind::none_to_err : TryKind::return_err;
    return;
  }
  if (auto convert = conversion(in, found, wanted, range)) {
    plan.kind = optional ? TryKind::none_to_err : TryKind::return_err;
    plan.convert = std::move(convert);
    return;
  }
  if (optional) return;   // a NoneError that does not convert goes on as an error
  in.error(range, diag::NoConversion{.to = in.print(wanted), .from = in.print(found)})
      .label(result_range, "the function gives `" + in.print(result) + "`")
      .help("implement `From<" + in.print(found) + "> for " + in.print(wanted) + "`, or convert with `.map_err`");
}

}  // namespace

TypeId BodyInference::infer_try_value(const ast::Node& at, TypeId operand, source::SourceRange range) {
  const TypeId found = known(operand);
  if (absorbs(found)) return found;
  const TypeId result = functions.empty() ? store.unit : functions.back().result;
  const source::SourceRange result_range = functions.empty() ? range : functions.back().result_range;
  if (is_open(found)) {
    const TypeId value = fresh(range);
    const ast::Node* node = &at;
    when_known(found, range, [=, this](TypeId type) {
      const TypeId inner = infer_try_value(*node, type, range);
      if (!unify(value, inner)) report_mismatch(range, inner, {.type = value, .because = {}, .reason = ""});
    });
    return value;
  }
  if (!store.is_option(found) && !store.is_result(found)) {
    error(range, diag::NothingToTry{.type = print(found)}).primary("`?` needs a `T?` or a `Result`, this is `" + print(found) + "`");
    return store.poison;
  }
  const bool written = !functions.empty() && functions.back().result_written;
  TryPlan& plan = instance().tries[at.id];
  plan.kind = store.is_option(found) ? TryKind::raise_none : TryKind::raise_err;
  plan.operand = found;
  const DefId none_error = store.well_known().none_error;
  if (store.is_result(found)) plan.error = store[found].args[1];
  else if (none_error.valid()) plan.error = store.named(none_error);
  if (written) plan_try(*this, at, found, head(result), range, result_range);
  return store[found].args[0];
}

TypeId infer(BodyInference& in, const ast::Try& e, const Expectation&) { return in.infer_try_value(e, in.synth(*e.operand), e.range); }

TypeId infer(BodyInference& in, const ast::Unsafe& e, const Expectation& hint) { return in.infer_body(e.body, hint); }

// --- begin --------------------------------------------------------------------------------------------------------

namespace {

void infer_rescue_pattern(BodyInference& in, const ast::Pattern& pattern, TypeId error) {
  const auto* constructor = ast::as<ast::ConstructorPattern>(&pattern);
  in.record(pattern, error);
  if (constructor != nullptr && names_a_type(in, *constructor)) return;
  if (const auto* typed = ast::as<ast::TypedPattern>(&pattern)) return in.infer_rescued(*typed->inner, error);
  in.infer_rescued(pattern, error);
}

TypeId caught_by(BodyInference& in, const ast::RescueClause& clause) {
  const TypeId any = in.store.well_known().error.valid() ? in.store.named(in.store.well_known().error) : in.store.poison;
  if (clause.pattern == nullptr) {
    in.instance().rescues[clause.id] = {};
    return any;
  }
  if (const auto* choice = ast::as<ast::OrPattern>(clause.pattern)) {
    for (const ast::Pattern* alternative : choice->alternatives) {
      const TypeId type = selected_error(in, *alternative);
      in.instance().rescues[alternative->id] = {.error = type};
      infer_rescue_pattern(in, *alternative, type.valid() ? type : any);
    }
    in.record(*clause.pattern, any);
    in.instance().rescues[clause.id] = {};
    return any;
  }
  const TypeId type = selected_error(in, *clause.pattern);
  in.instance().rescues[clause.id] = {.error = type};
  if (const NodeId name = ast::rescued_name(clause); name.valid()) in.instance().rescues[name] = {.error = type};
  infer_rescue_pattern(in, *clause.pattern, type.valid() ? type : any);
  return type.valid() ? type : any;
}

}  // namespace

TypeId infer(BodyInference& in, const ast::Begin& e, const Expectation& hint) {
  Branches branches(in, hint);
  const bool guarded = !e.rescues.empty() && !in.functions.empty();
  if (guarded) ++in.functions.back().guarded;
  if (e.has_else) in.infer_body(e.body, {.dropped = true});
  else branches.add(e.body);
  if (guarded) --in.functions.back().guarded;
  for (const ast::RescueClause& clause : e.rescues) {
    const TypeId error = caught_by(in, clause);
    in.instance().types[clause.id] = error;
    if (const LocalId local = in.bindings.local_of(clause.id); clause.binding && local.valid()) in.declare_local(local, error);
    branches.add(clause.body);
  }
  if (e.has_else) branches.add(e.otherwise);
  const TypeId value = branches.finish(e.range);
  if (e.has_ensure) in.infer_body(e.ensure, {.dropped = true});
  return value;
}

// --- Contracts and tests ------------------------------------------------------------------------------------------

TypeId infer(BodyInference& in, const ast::RaisesCheck& e, const Expectation&) {
  TypeId error = written_type(in, *e.error);
  in.instance().types[e.error->id] = error;
  if (e.block != nullptr) in.infer_lambda(*e.block, {.type = in.store.function({}, in.store.unit), .because = {}, .reason = ""});
  return in.store.unit;
}

TypeId infer(BodyInference& in, const ast::Quantifier& e, const Expectation&) {
  const TypeId item = in.iterate(*e.iterable, in.synth(*e.iterable), e.iterable->range);
  in.infer_pattern(*e.pattern, item, true);
  check_bool(in, *e.condition, "what a quantifier asserts");
  return in.store.bool_;
}

}  // namespace ariac::types
