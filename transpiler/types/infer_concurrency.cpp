// Tasks, scopes, select and handlers.
#include <array>

#include "ast/walk.hpp"
#include "diagnostics/catalogue/effects.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/rules.hpp"

namespace ariac::types {

TypeId infer_spawned(BodyInference& in, const ast::Lambda& lambda, const Expectation& expected);

namespace {

// The block that `spawn f(x)` stands for, or the written one.
const ast::Lambda* block_of(BodyInference& in, const ast::Spawn& e) {
  if (const auto* lambda = ast::as<ast::Lambda>(e.value)) return lambda;
  support::Arena& arena = in.program.table.calls_made;
  ast::ExprStmt statement{{{ast::NodeKind::ExprStmt, e.block_id, e.value->range}}, e.value};
  std::vector<const ast::Stmt*> statements{arena.make<ast::ExprStmt>(statement)};
  ast::Lambda lambda{};
  lambda.kind = ast::NodeKind::Lambda;
  lambda.id = e.block_id;
  lambda.range = e.value->range;
  lambda.form = ast::LambdaForm::brace_block;
  lambda.has_params = true;
  lambda.body = {arena.copy(statements), e.value->range};
  return arena.make<ast::Lambda>(lambda);
}

void infer_options(BodyInference& in, const ast::Spawn& e) {
  for (const ast::Argument& option : e.options) {
    const std::string_view name = in.program.text(option.name.symbol);
    Expectation expected{.type = {}, .because = option.range, .reason = "the option `" + std::string(name) + "`"};
    if (name == "name") expected.type = in.store.string;
    else if (name == "stack") expected.type = in.store.int_;
    else if (name != "token" && name != "on")
      in.error(option.range, diag::UnknownSpawnOption{.name = name}).help("`spawn` takes `name:`, `token:`, `stack:` and `on:`");
    in.check(*option.value, expected);
  }
  if (e.token != nullptr) in.synth(*e.token);
}

// `o.spawn(f(x))` where `o` is nothing of the library.
bool calls_method(BodyInference& in, const ast::Spawn& e) {
  const bool in_parentheses = e.value->kind == ast::NodeKind::Call && e.range.end > e.value->range.end && e.receiver->kind == ast::NodeKind::NameExpr;
  if (!in_parentheses) return false;
  const resolve::Entity& entity = in.bindings.entity(e.receiver->id);
  if (!entity.local.valid()) return entity.kind != resolve::Entity::Kind::def || !in.bindings.def(entity.def).is_library;
  const Type& type = in.store[in.head(in.synth(*e.receiver))];
  return type.kind != TypeKind::named || !in.bindings.def(type.def).is_library;
}

// `s.spawn e`, `n.start_soon e`, `Thread.spawn { … }`: a call of the method with the block as its last argument.
TypeId spawn_on(BodyInference& in, const ast::Spawn& e, const Expectation& hint) {
  support::Arena& arena = in.program.table.calls_made;
  const auto* member = arena.make<ast::Member>(ast::Member{{{ast::NodeKind::Member, e.id, e.range}}, e.receiver, e.method, false, false});
  ast::Call call{{{ast::NodeKind::Spawn, e.id, e.range}}, member, e.options, nullptr, !e.options.empty(), false, nullptr};
  if (calls_method(in, e)) {
    const std::vector<ast::Argument> written{{.name = {}, .value = e.value, .spread = false, .shorthand = false, .range = e.value->range}};
    call.arguments = arena.copy(written);
    call.parenthesized = true;
  } else {
    call.block = block_of(in, e);
  }
  return in.infer_call(*arena.make<ast::Call>(call), hint);
}

}  // namespace

// Any task of a `race` may win, so all give the same; one that never gives a value does not count.
TypeId value_in_race(BodyInference& in, const ast::Spawn& e, TypeId value) {
  if (!in.race_value.valid() || in.head(value) == in.store.never || in.unify(in.race_value, value)) return value;
  in.report_mismatch(e.value->range, value, {.type = in.race_value, .because = {}, .reason = "another task of this `race` gives it, and any may win"});
  return in.race_value;
}

TypeId infer(BodyInference& in, const ast::Spawn& e, const Expectation& hint) {
  if (e.receiver != nullptr) return spawn_on(in, e, hint);
  infer_options(in, e);
  const DefId task = in.store.well_known().task;
  TypeId value;
  if (!hint.any() && !in.race_value.valid() && task.valid() && in.store.is_named(in.head(hint.type), task)) value = in.store[in.head(hint.type)].args[0];
  if (const auto* lambda = ast::as<ast::Lambda>(e.value)) {
    // A task is given nothing.
    const TypeId result = value.valid() ? value : in.fresh(lambda->range);
    const Expectation expected{.type = in.store.function({}, result), .because = hint.because, .reason = hint.reason};
    value = in.store.result_of(infer_spawned(in, *lambda, expected));
  } else {
    value = value.valid() ? in.check(*e.value, {.type = value, .because = hint.because, .reason = hint.reason}) : in.synth(*e.value);
    in.settle(value);
  }
  value = value_in_race(in, e, value);
  if (!task.valid()) return in.store.poison;
  return in.store.named(task, std::array{value});
}

TypeId infer(BodyInference& in, const ast::With& e, const Expectation& hint) {
  support::Arena& arena = in.program.table.calls_made;
  ast::Lambda block{};
  block.kind = ast::NodeKind::Lambda;
  block.id = e.block_id;
  block.range = e.body.range;
  block.form = ast::LambdaForm::do_block;
  block.params = e.params;
  block.has_params = true;
  block.body = e.body;
  const auto* head = ast::as<ast::Call>(e.head);
  ast::Call call{{{ast::NodeKind::With, e.id, e.range}}, head != nullptr ? head->callee : e.head, {}, arena.make<ast::Lambda>(block), false, false, nullptr};
  if (head != nullptr) call.arguments = head->arguments;
  return in.infer_call(*arena.make<ast::Call>(call), hint);
}

// --- select -------------------------------------------------------------------------------------------------------

namespace {

void infer_head(BodyInference& in, const ast::SelectArm& arm) {
  using Kind = ast::SelectArmKind;
  ast::Expr at{{ast::NodeKind::Call, arm.id, arm.range}};
  const bool sends = arm.kind == Kind::send || (arm.kind == Kind::ambiguous && in.bindings.ambiguous_sends.contains(arm.id));
  if (sends) {
    const std::array<const ast::Expr*, 1> value{arm.value};
    if (arm.channel != nullptr && arm.value != nullptr) call_member(in, at, *arm.channel, "send", value, {});
    return;
  }
  switch (arm.kind) {
    case Kind::receive:
    case Kind::ambiguous: {
      const ast::Expr& source = arm.kind == Kind::ambiguous ? *arm.value : *arm.channel;
      const TypeId item = call_member(in, at, source, "recv", {}, {});
      in.instance().types[arm.id] = item;
      if (arm.pattern != nullptr) in.infer_pattern(*arm.pattern, item, true, {.type = {}, .because = source.range, .reason = "what is received"});
      return;
    }
    case Kind::after:
      in.check(*arm.channel, {.type = in.store.duration, .because = arm.range, .reason = "`after` takes a `Duration`"});
      return;
    case Kind::closed: call_member(in, at, *arm.channel, "closed?", {}, {}); return;
    default: return;
  }
}

}  // namespace

TypeId infer(BodyInference& in, const ast::Select& e, const Expectation& hint) {
  for (const ast::Argument& option : e.options) {
    const std::string_view name = in.program.text(option.name.symbol);
    if (name == "biased") check_bool(in, *option.value, "the option `biased`");
    else if (name == "timeout") in.check(*option.value, {.type = in.store.duration, .because = option.range, .reason = "the option `timeout`"});
    else in.synth(*option.value), in.error(option.range, diag::UnknownSpawnOption{.name = name}).help("`select` takes `biased:` and `timeout:`");
  }
  if (e.arms.empty()) in.error(e.range, diag::SelectWithoutArms{}).help("give it an arm: `v = <-channel => …`, `after 1.second => …`");
  Branches branches(in, hint);
  for (const ast::SelectArm& arm : e.arms) {
    if (arm.guard != nullptr) check_bool(in, *arm.guard, "a guard");
    infer_head(in, arm);
    branches.add(arm.body);
  }
  return branches.finish(e.range);
}

// --- handle -------------------------------------------------------------------------------------------------------

namespace {

// `resume` continues while its arm runs: not from a closure or task that may run later.
bool resume_escapes(BodyInference& in, const ast::HandleArm& arm, const ast::Node& node, bool inside) {
  const auto* lambda = ast::as<ast::Lambda>(&node);
  inside = inside || node.kind == ast::NodeKind::Spawn || (lambda != nullptr && lambda->form == ast::LambdaForm::value);
  const auto* call = ast::as<ast::Call>(&node);
  bool escapes = false;
  if (inside && call != nullptr && in.bindings.entity(call->callee->id).kind == resolve::Entity::Kind::resume) {
    in.error(call->range, diag::ResumeEscapes{})
        .primary("stands in a closure or task of its own")
        .label({arm.range.file, arm.range.begin, arm.range.begin + 1}, "the arm that it belongs to")
        .help("call `resume` in the arm itself and let the closure use what it gives");
    escapes = true;
  }
  ast::for_each_child(node, [&](const ast::Node& child) { escapes = resume_escapes(in, arm, child, inside) || escapes; });
  return escapes;
}

void infer_operation_arm(BodyInference& in, const ast::HandleArm& arm, TypeId answer) {
  const resolve::Entity& entity = in.bindings.entity(arm.id);
  if (entity.kind != resolve::Entity::Kind::def || in.bindings.def(entity.def).kind != resolve::DefKind::function) {
    for (const ast::Pattern* param : arm.params) in.infer_pattern(*param, in.store.poison, false);
    in.handlers.push_back({in.store.poison, answer});
  } else {
    const Signature& operation = in.program.signature(entity.def);
    if (arm.params.size() != operation.params.size())
      in.error(arm.range, diag::TooManyParameters{.found = arm.params.size(), .offered = operation.params.size()})
          .label(in.bindings.def(entity.def).name_range, "the operation is declared here");
    for (std::size_t i = 0; i < arm.params.size(); ++i)
      in.infer_pattern(*arm.params[i], i < operation.params.size() ? operation.params[i] : in.store.poison, true);
    in.handlers.push_back({operation.result.valid() ? operation.result : in.store.unit, answer});
  }
  for (const ast::Stmt* stmt : arm.body.statements)
    if (resume_escapes(in, arm, *stmt, false)) in.handlers.back().answer = in.store.poison;
  in.infer_body(arm.body, {.type = answer, .because = arm.range, .reason = "every arm gives what the handled expression gives"});
  in.handlers.pop_back();
}

}  // namespace

TypeId infer(BodyInference& in, const ast::Handle& e, const Expectation& hint) {
  TypeId answer = in.synth(*e.value, hint.dropped ? Expectation{} : hint);
  in.settle(answer);
  for (const ast::HandleArm& arm : e.arms) {
    if (!arm.operation.empty()) continue;
    if (!arm.params.empty()) in.infer_pattern(*arm.params[0], answer, true);
    answer = in.infer_body(arm.body, is_known(in, hint) ? hint : Expectation{});
    in.settle(answer);
  }
  if (in.store[in.head(answer)].kind == TypeKind::never) answer = is_known(in, hint) ? hint.type : in.fresh(e.range);
  for (const ast::HandleArm& arm : e.arms)
    if (!arm.operation.empty()) infer_operation_arm(in, arm, answer);
  return answer;
}

TypeId BodyInference::infer_resume(const ast::Call& call, const Expectation&) {
  if (handlers.empty()) {
    for (const ast::Argument& argument : call.arguments) synth(*argument.value);
    return store.poison;
  }
  const HandlerContext handler = handlers.back();
  CallPlan plan;
  plan.kind = CalleeKind::intrinsic;
  plan.result = handler.answer;
  if (call.arguments.size() == 1) {
    check(*call.arguments[0].value, {.type = handler.operation_result, .because = call.range, .reason = "the operation gives `" + print(handler.operation_result) + "`"});
    plan.args = {ArgSource{.value = call.arguments[0].value}};
    plan.param_types = {handler.operation_result};
  } else if (!call.arguments.empty() || !unify(handler.operation_result, store.unit)) {
    for (const ast::Argument& argument : call.arguments) synth(*argument.value);
    error(call.range, diag::ResumeTakesOne{.type = print(handler.operation_result)});
  }
  instance().calls[call.id] = std::move(plan);
  return handler.answer;
}

}  // namespace ariac::types
