// Leaving: `return`, `break` and `continue` from code that C++ has in a lambda.
//
// The body of a scope, or what a cleanup follows, runs in a lambda exactly once, where it stands. Where it ends the
// function, a `return` in it is simply the lambda's. Otherwise it leaves a note in a variable (`answer`, `stopped`,
// `skipped`) and ends the lambda; the statement behind the call acts on it.
#include <algorithm>

#include "ast/walk.hpp"
#include "effects/suspension.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

namespace {

// The values that the returns of a block give, those of lambdas in it excepted.
void collect_returns(const cpp::Block& block, std::vector<cpp::Expr>& out) {
  for (const cpp::Stmt& stmt : block) {
    if (const auto* back = cpp::as<cpp::Return>(stmt)) out.push_back(back->value);
    if (const auto* choice = cpp::as<cpp::If>(stmt)) {
      collect_returns(choice->then, out);
      collect_returns(choice->otherwise, out);
    }
    if (const auto* loop = cpp::as<cpp::While>(stmt)) collect_returns(loop->body, out);
    if (const auto* loop = cpp::as<cpp::RangeFor>(stmt)) collect_returns(loop->body, out);
    if (const auto* loop = cpp::as<cpp::For>(stmt)) collect_returns(loop->body, out);
    if (const auto* inner = cpp::as<cpp::Compound>(stmt)) collect_returns(inner->body, out);
    if (const auto* choice = cpp::as<cpp::Switch>(stmt)) {
      for (const cpp::SwitchCase& one : choice->cases) collect_returns(one.body, out);
    }
    if (const auto* guarded = cpp::as<cpp::Try>(stmt)) {
      collect_returns(guarded->body, out);
      for (const cpp::Catch& handler : guarded->catches) collect_returns(handler.body, out);
    }
  }
}

}  // namespace

// Whether an expression's C++ type is the one of its value: a literal, a variant or `Err(…)` converts to it.
bool BodyLowering::says_its_type(const cpp::Expr& e) {
  if (const auto* name = cpp::as<cpp::Name>(e)) return name->name != "std::nullopt" && name->name != "nullptr";
  if (const auto* number = cpp::as<cpp::Number>(e)) return number->spelling.find('.') != std::string::npos;
  if (const auto* unary = cpp::as<cpp::Unary>(e)) return says_its_type(unary->operand);
  if (const auto* choice = cpp::as<cpp::Conditional>(e)) return says_its_type(choice->then) && says_its_type(choice->otherwise);
  if (const auto* binary = cpp::as<cpp::Binary>(e)) return says_its_type(binary->left) || says_its_type(binary->right);
  if (const auto* braced = cpp::as<cpp::Braced>(e)) {
    const auto* type = braced->type ? std::get_if<cpp::NamedType>(&braced->type.node().kind) : nullptr;
    return type != nullptr && !type->scope;
  }
  if (const auto* call = cpp::as<cpp::Call>(e)) {
    const auto* callee = cpp::as<cpp::Name>(call->callee);
    return callee == nullptr || (callee->name != "aria::Ok" && callee->name != "aria::Err");
  }
  return cpp::as<cpp::Member>(e) != nullptr || cpp::as<cpp::Subscript>(e) != nullptr || cpp::as<cpp::ScopedName>(e) != nullptr;
}

// Whether a lambda with this body, which has just been lowered, has to say which type it gives.
bool BodyLowering::needs_result(const cpp::Block& body) const {
  std::vector<cpp::Expr> returns;
  collect_returns(body, returns);
  return converts_ || returns.size() != 1 || !returns[0] || !says_its_type(returns[0]);
}

Exits BodyLowering::exits_of(const ast::Body& body, std::size_t from) const {
  Exits exits;
  std::unordered_set<NodeId> inside;
  std::vector<const ast::Node*> jumps;
  const auto visit = [&](const auto& self, const ast::Node& node) -> void {
    inside.insert(node.id);
    if (node.kind == ast::NodeKind::DeclStmt) return;
    // A function of its own: what leaves it stays in it.
    if (const auto* lambda = ast::as<ast::Lambda>(&node); lambda != nullptr && lambda->form == ast::LambdaForm::value) return;
    if (const auto* spawn = ast::as<ast::Spawn>(&node)) {
      for (const ast::Argument& option : spawn->options) self(self, *option.value);
      if (const auto* block = ast::as<ast::Lambda>(spawn->value); block == nullptr) self(self, *spawn->value);
      return;
    }
    if (node.kind == ast::NodeKind::Return) exits.returns = true;
    // `e?`, `f?` read as a try, and a raise that is an Err.
    if (const types::TryPlan* plan = instance_.tries.find(node.id)) {
      exits.returns = exits.returns || (plan->kind != types::TryKind::raise_err && plan->kind != types::TryKind::raise_none);
    }
    if (node.kind == ast::NodeKind::Break || node.kind == ast::NodeKind::Continue) jumps.push_back(&node);
    ast::for_each_child(node, [&](const ast::Node& child) { self(self, child); });
  };
  for (std::size_t i = from; i < body.statements.size(); ++i) visit(visit, *body.statements[i]);
  for (const ast::Node* jump : jumps) {
    const NodeId* target = instance_.jump_targets.find(jump->id);
    if (target == nullptr || inside.contains(*target)) continue;
    const auto* stop = ast::as<ast::Break>(jump);
    const bool gives_back = stop != nullptr && stop->value != nullptr && !breaks_.empty() && breaks_.back().kind == Destination::Kind::give_back;
    if (gives_back) exits.returns = true;
    else if (stop != nullptr) exits.breaks = true;
    else exits.continues = true;
  }
  return exits;
}

void BodyLowering::run_in_lambda(InLambda parts, const Exits& exits, const Destination& to, cpp::Expr* call) {
  const bool has_value = !lower_types.is_void(parts.value);
  const bool same = !parts.outcome.valid() || parts.outcome == parts.value;
  const bool of_function = leaving_.empty() || leaving_.back().transparent;
  const bool ends_function = to.at_end || (to.kind == Destination::Kind::give_back && same && parts.value == function_result());
  const bool drops = to.kind == Destination::Kind::drop && !parts.must_give;
  const bool gives_unit = parts.must_give && !has_value;
  Leaving leaving{.transparent = !exits.any() || (of_function && ends_function && !exits.breaks && !exits.continues), .loops = breaks_.size()};
  const bool by_variable = !leaving.transparent && same && !drops && has_value;
  Destination inner{.kind = drops || by_variable || !has_value ? Destination::Kind::drop : Destination::Kind::give_back};
  cpp::Type lambda_type = inner.kind == Destination::Kind::drop ? cpp::Type() : lower_types.value(parts.value);
  cpp::Expr value;
  if (leaving.transparent) {
    inner.at_end = to.at_end && of_function;
  } else {
    if (exits.returns && lower_types.is_void(function_result())) {
      emit(cpp::declare(cpp::type("bool"), leaving.returned = fresh("returned"), cpp::name("false")));
    } else if (exits.returns) {
      emit(cpp::declare(cpp::type("std::optional", {lower_types.value(function_result())}), leaving.returned = fresh("answer")));
    }
    if (exits.breaks) emit(cpp::declare(cpp::type("bool"), leaving.stopped = fresh("stopped"), cpp::name("false")));
    if (exits.continues) emit(cpp::declare(cpp::type("bool"), leaving.skipped = fresh("skipped"), cpp::name("false")));
    if (by_variable && to.kind == Destination::Kind::assign) {
      inner = to;
    } else if (by_variable) {
      const std::string name = fresh(role_name(parts.value));
      const bool plain = lower_types.has_default(parts.value);
      const cpp::Type type = lower_types.value(parts.value);
      emit(cpp::declare(plain ? type : cpp::type("std::optional", {type}), name));
      inner = {.kind = Destination::Kind::assign, .variable = name};
      value = plain ? cpp::name(name) : cpp::unary("*", cpp::name(name));
    } else if (inner.kind == Destination::Kind::give_back) {
      leaving.nothing = cpp::braced(lambda_type);
      if (!lower_types.has_default(parts.value)) {
        lambda_type = cpp::type("std::optional", {lambda_type});
        leaving.nothing = cpp::name("std::nullopt");
      }
    } else if (gives_unit) {
      leaving.nothing = cpp::braced(cpp::type("aria::Unit"));
    }
  }
  if (leaving_.empty()) function_result_ = result_;
  const TypeId outer_result = std::exchange(result_, inner.kind == Destination::Kind::give_back ? parts.value : leaving.transparent && exits.any() ? result_ : store().unit);
  leaving_.push_back(leaving);
  const bool outer_converts = std::exchange(converts_, false);
  const bool outer_states = std::exchange(states_result_, false);
  cpp::Block body = block([&] {
    parts.fill(inner);
    if (gives_unit) emit(cpp::give_back(cpp::braced(cpp::type("aria::Unit"))));
  });
  states_result_ = outer_states;
  leaving_.pop_back();
  result_ = outer_result;
  cpp::Lambda lambda{.captures = {{.name = "&"}}, .params = std::move(parts.params)};
  if (inner.kind == Destination::Kind::give_back && needs_result(body)) lambda.result = lambda_type;
  converts_ = outer_converts;
  cpp::Expr made = parts.wrap(cpp::lambda(std::move(lambda), std::move(body)));
  const TypeId outcome = same ? parts.value : parts.outcome;
  if (call != nullptr) {
    *call = std::move(made);
    return;
  }
  if (leaving.transparent) return finish(std::move(made), to, outcome);
  if (leaving.nothing) {
    const std::string name = fresh("outcome");
    emit(cpp::declare(cpp::type("auto"), name, made));
    act_on_exits(leaving);
    value = cpp::name(name);
    if (!lower_types.has_default(parts.value)) {
      const cpp::Expr held = cpp::lambda({.params = {{cpp::type("auto"), "held"}}}, {cpp::give_back(cpp::unary("*", cpp::name("held")))});
      value = cpp::method(value, "map", {held});
    }
    return finish(value, to, outcome);
  }
  emit(std::move(made));
  act_on_exits(leaving);
  if (value) finish(value, to, parts.value);
  else if (!drops && !has_value) finish(cpp::braced(cpp::type("aria::Unit")), to, store().unit);
}

void BodyLowering::leave_lambda() { emit(cpp::give_back(leaving_.back().nothing)); }

void BodyLowering::leave_function(const ast::Expr* value) {
  if (leaving_.empty() || leaving_.back().transparent) {
    if (value == nullptr) return emit(cpp::give_back());
    into(*value, {.kind = Destination::Kind::give_back});
    if (lower_types.is_void(result_)) emit(cpp::give_back());
    return;
  }
  const std::string returned = leaving_.back().returned;
  if (lower_types.is_void(function_result())) {
    if (value != nullptr) run(*value);
    emit(cpp::assign(cpp::name(returned), cpp::name("true")));
  } else if (value != nullptr && store().is_option(function_result())) {
    emit(cpp::method(cpp::name(returned), "emplace", {this->value(*value)}));
  } else if (value != nullptr) {
    into(*value, {.kind = Destination::Kind::assign, .variable = returned});
  }
  leave_lambda();
}

void BodyLowering::leave_function_with(cpp::Expr value) {
  if (const auto block = functions_.empty() ? block_exits_.end() : block_exits_.find(functions_.back().first); block != block_exits_.end()) {
    return emit(cpp::call(block->second, value ? std::vector<cpp::Expr>{std::move(value)} : std::vector<cpp::Expr>{}));
  }
  if (leaving_.empty() || leaving_.back().transparent) return emit(cpp::give_back(std::move(value)));
  const cpp::Expr returned = cpp::name(leaving_.back().returned);
  if (!value) emit(cpp::assign(returned, cpp::name("true")));
  else if (store().is_option(function_result())) emit(cpp::method(returned, "emplace", {std::move(value)}));
  else emit(cpp::assign(returned, std::move(value)));
  leave_lambda();
}

void BodyLowering::leave_loop() {
  if (leaving_.empty() || leaving_.back().loops < breaks_.size() || leaving_.back().stopped.empty()) return emit(cpp::stmt(cpp::Break{}));
  emit(cpp::assign(cpp::name(leaving_.back().stopped), cpp::name("true")));
  leave_lambda();
}

void BodyLowering::continue_loop() {
  if (leaving_.empty() || leaving_.back().loops < breaks_.size() || leaving_.back().skipped.empty()) {
    if (!polls_.empty() && polls_.back()) emit(cpp::call("aria::poll"));
    return emit(cpp::stmt(cpp::Continue{}));
  }
  emit(cpp::assign(cpp::name(leaving_.back().skipped), cpp::name("true")));
  leave_lambda();
}

// --- loops that meet no checkpoint --------------------------------------------------------------------------------

// A loop is polled at its back-edge, unless something in it is a checkpoint or it is short.
bool BodyLowering::is_polled(const ast::Expr& loop) const {
  if (!names_.has_tasks() || in_lock_ || effects::may_suspend_inside(input_.effects, id_, loop)) return false;
  const auto* each = ast::as<ast::For>(&loop);
  if (each == nullptr) return true;
  if (each->iterable->kind == ast::NodeKind::ArrayLiteral) return false;
  const auto* range = ast::as<ast::Range>(each->iterable);
  const auto* from = range != nullptr ? ast::as<ast::IntLiteral>(range->from) : nullptr;
  const auto* to = range != nullptr ? ast::as<ast::IntLiteral>(range->to) : nullptr;
  constexpr std::uint64_t kShort = 1000;
  return from == nullptr || to == nullptr || to->value > from->value + kShort;
}

void BodyLowering::poll_at_end() {
  if (polls_.empty() || !polls_.back()) return;
  const bool leaves = !out_->empty() && (cpp::as<cpp::Return>(out_->back()) != nullptr || cpp::as<cpp::Break>(out_->back()) != nullptr || cpp::as<cpp::Continue>(out_->back()) != nullptr);
  if (!leaves) emit(cpp::call("aria::poll"));
}

// What a body in a lambda left behind is done here.
void BodyLowering::act_on_exits(const Leaving& leaving) {
  const auto when = [&](const std::string& name, const auto& act) {
    if (!name.empty()) emit(cpp::stmt(cpp::If{.condition = cpp::condition(cpp::name(name)), .then = block(act)}));
  };
  when(leaving.returned, [&] {
    leave_function_with(lower_types.is_void(function_result()) ? nullptr : cpp::unary("*", cpp::name(leaving.returned)));
  });
  when(leaving.stopped, [&] { leave_loop(); });
  when(leaving.skipped, [&] { continue_loop(); });
}

}  // namespace ariac::lower
