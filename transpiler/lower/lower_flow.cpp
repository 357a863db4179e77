// Control flow: each form as the statement C++ has for it; a value goes to the destination of its branches.
#include <algorithm>

#include "ast/walk.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

namespace {

// The expression a body consists of, if it is one.
const ast::Expr* single(const ast::Body& body) {
  if (body.statements.size() != 1) return nullptr;
  const auto* stmt = ast::as<ast::ExprStmt>(body.statements[0]);
  return stmt != nullptr ? stmt->value : nullptr;
}

}  // namespace

// Whether a branch looks into a value without a name that is to be dropped when the branch is done.
bool BodyLowering::drops_subject(const ast::Expr& e) const {
  const auto unnamed = [&](const ast::Expr* subject) { return subject != nullptr && !stays_in_place(*subject) && lower_types.is_move_only(final_type(*subject)); };
  if (const auto* choice = ast::as<ast::Match>(&e)) return unnamed(choice->subject);
  // What an arm received ends with the arm.
  if (const auto* select = ast::as<ast::Select>(&e)) return std::ranges::any_of(select->arms, [&](const ast::SelectArm& arm) { return arm.pattern != nullptr && lower_types.is_move_only(type_of_id(arm.id)); });
  const auto* branch = ast::as<ast::If>(&e);
  return branch != nullptr && std::ranges::any_of(branch->branches, [&](const ast::IfBranch& each) { return each.condition.pattern != nullptr && unnamed(each.condition.value); });
}

void BodyLowering::into(const ast::Expr& e, const Destination& to) {
  const ast::Body* in_line = body_in_line(e);
  const bool ends = drops_subject(e) || (in_line != nullptr && ends_noticed(*in_line));
  if (to.kind == Destination::Kind::give_back || to.at_end) return into_here(e, to);
  if (!ends) {
    const std::size_t before = out_->size();
    into_here(e, to);
    if (in_line != nullptr) drop_looked_into(value_looks_into_, before);
    return;
  }
  emit(cpp::stmt(cpp::Compound{block([&] { into_here(e, to); })}));
}

void BodyLowering::into_here(const ast::Expr& e, const Destination& to) {
  switch (e.kind) {
    case ast::NodeKind::If: return lower_if(static_cast<const ast::If&>(e), to);
    case ast::NodeKind::While:
    case ast::NodeKind::For:
    case ast::NodeKind::Loop:
      polls_.push_back(is_polled(e));
      if (const auto* loop = ast::as<ast::While>(&e)) lower_while(*loop);
      if (const auto* loop = ast::as<ast::For>(&e)) lower_for(*loop);
      if (const auto* loop = ast::as<ast::Loop>(&e)) lower_loop(*loop, to);
      return polls_.pop_back();
    case ast::NodeKind::Match: return lower_match(static_cast<const ast::Match&>(e), to);
    case ast::NodeKind::Begin: return lower_begin(static_cast<const ast::Begin&>(e), to);
    case ast::NodeKind::Return:
      if (leave_block(e, static_cast<const ast::Return&>(e).value)) return;
      return leave_function(static_cast<const ast::Return&>(e).value);
    case ast::NodeKind::Break:
      if (leave_block(e, static_cast<const ast::Break&>(e).value)) return;
      return lower_break(static_cast<const ast::Break&>(e));
    case ast::NodeKind::Continue:
      // `continue` ends this run of a block.
      if (const NodeId* target = instance_.jump_targets.find(e.id); target != nullptr && lambdas_.contains(*target)) return emit(cpp::give_back());
      return continue_loop();
    case ast::NodeKind::Raise: {
      if (cpp::Expr raised = raise(static_cast<const ast::Raise&>(e))) emit(std::move(raised));
      return;
    }
    case ast::NodeKind::With: return lower_with(static_cast<const ast::With&>(e), to);
    case ast::NodeKind::Select: return lower_select(static_cast<const ast::Select&>(e), to);
    case ast::NodeKind::Unsafe: return statements(static_cast<const ast::Unsafe&>(e).body, to);
    case ast::NodeKind::Call:
      if (const types::CallPlan* plan = instance_.calls.find(e.id)) {
        std::size_t at = 0;
        if (const ast::Lambda* scoped = scope_block(*plan, at)) return run_block_once(*plan, *scoped, at, e, to);
      }
      if (to.kind == Destination::Kind::drop) {
        polls_.push_back(is_polled(e));
        const bool done = block_as_loop(static_cast<const ast::Call&>(e));
        polls_.pop_back();
        if (done) return;
      }
      break;
    default: break;
  }
  if (has_endless_operand(e)) return run_operands(e, to);
  const bool states = to.kind == Destination::Kind::give_back && states_result_;
  const bool drops = to.kind == Destination::Kind::drop || (to.kind == Destination::Kind::give_back && lower_types.is_void(result_));
  const Context context = to.kind == Destination::Kind::drop ? Context::typed : states ? Context::target : Context::known;
  const bool alone = never_gives(e) || (drops && gives_nothing(e));
  finish(alone && !given_.contains(e.id) ? made_value(e, context) : value(e, context), to, type_of(e));
  if ((to.kind == Destination::Kind::give_back || to.at_end) && seems_to_end(e)) emit(cpp::call("__builtin_unreachable"));
}

// Whether C++ takes the end of a body for reachable where Aria knows better: behind `t.await` of a task that only raises,
// behind a function value that never returns. What is declared `[[noreturn]]` C++ knows itself.
bool BodyLowering::seems_to_end(const ast::Expr& e) const {
  if (type_of(e) != store().never || (e.kind != ast::NodeKind::Call && e.kind != ast::NodeKind::Member && e.kind != ast::NodeKind::Unary)) return false;
  const bool never_returns = functions_.size() == 1 && functions_.front().second == store().never;
  if (!never_returns && lower_types.is_void(result_)) return false;
  const types::CallPlan* plan = instance_.calls.find(e.id);
  if (plan == nullptr || plan->kind != types::CalleeKind::function) return true;
  const auto signature = input_.types.signatures.find(plan->def);
  const bool declared = signature != input_.types.signatures.end() && signature->second.result == store().never;
  return !declared && (!plan->instance.valid() || input_.types[plan->instance].result != store().never);
}

// A value that takes statements: short conditionals stay expressions, others go through a variable.
cpp::Expr BodyLowering::through_variable(const ast::Expr& e, TypeId type) {
  if (lower_types.is_void(type)) {
    into(e, {});
    return cpp::braced(cpp::type("aria::Unit"));
  }
  if (const auto* choice = ast::as<ast::If>(&e); choice != nullptr && choice->branches.size() == 1 && choice->has_else) {
    const ast::Expr* then = single(choice->branches[0].body);
    const ast::Expr* otherwise = single(choice->otherwise);
    const bool plain = then != nullptr && otherwise != nullptr && choice->branches[0].condition.pattern == nullptr &&
                       !is_control_flow(*then) && !is_control_flow(*otherwise);
    if (plain) {
      cpp::Expr test, left, right;
      cpp::Block before = aside([&] { test = condition(choice->branches[0].condition); });
      cpp::Block inside = aside([&] {
        left = value(*then);
        right = value(*otherwise);
      });
      if (inside.empty()) {
        for (cpp::Stmt& stmt : before) emit(std::move(stmt));
        // In C++ each adaptor gives an iterator of its own type.
        if (lower_types.is_lazy(type) && cpp::as<cpp::Name>(left) == nullptr) left = cpp::construct(lower_types.value(type), {left});
        return cpp::conditional(test, left, right);
      }
    }
  }
  const std::string name = fresh(role_name(type));
  if (lower_types.has_default(type)) {
    emit(cpp::declare(lower_types.value(type), name));
    into(e, {Destination::Kind::assign, name});
    return cpp::name(name);
  }
  // No value to start from: an optional holds it until the branches have run.
  emit(cpp::declare(cpp::type("std::optional", {lower_types.value(type)}), name));
  if (drop_shows(type)) looked_into_.push_back(name);
  into(e, {Destination::Kind::assign, name});
  return cpp::unary("*", cpp::name(name));
}

cpp::Expr BodyLowering::condition(const ast::Condition& c) {
  const cpp::Expr test = value(*c.value);
  return c.negated ? cpp::unary("!", test) : test;
}

void BodyLowering::lower_if(const ast::If& e, const Destination& to, std::size_t branch) {
  if (branch == e.branches.size()) {
    statements(e.otherwise, to);
    if (!e.has_else && to.kind != Destination::Kind::drop) {
      const TypeId type = type_of(e);
      if (store().is_option(type)) finish(cpp::name("std::nullopt"), to, type);
    }
    return;
  }
  const ast::IfBranch& current = e.branches[branch];
  const bool gives = to.kind != Destination::Kind::drop;
  const bool goes_on = branch + 1 < e.branches.size() || e.has_else || (gives && store().is_option(type_of(e)));
  const bool returns = to.kind == Destination::Kind::give_back && !lower_types.is_void(result_);
  {
    cpp::If made;
    std::optional<NameScope> scope;
    if (current.condition.pattern != nullptr) {
      PatternTest tests;
      const bool copies = writes(e, root_local(*current.condition.value)) || is_shared_state(*current.condition.value);
      made.condition = let_condition(current.condition, tests, scope, copies);
      made.then = block([&] {
        bind(tests, copies);
        statements(current.body, to);
      });
    } else {
      made.condition.expr = condition(current.condition);
      made.then = nested(current.body, to);
    }
    if (goes_on && !returns) made.otherwise = block([&] { lower_if(e, to, branch + 1); });
    emit(cpp::stmt(std::move(made)));
  }
  if (goes_on && returns) lower_if(e, to, branch + 1);
}

// `if let Some(x) = e`: `if (const auto found = e)`; what is only looked at keeps its place.
cpp::Condition BodyLowering::let_condition(const ast::Condition& c, PatternTest& tests, std::optional<NameScope>& scope, bool copies) {
  const TypeId type = final_type(*c.value);
  cpp::Expr subject = value(*c.value);
  const bool place = is_place(*c.value, subject);
  std::string name;
  if (!place) name = fresh(role_name(type));
  scope.emplace(*this);
  const cpp::Expr held = place ? subject : cpp::name(name);
  tests.may_name = true;
  tests.moves = moves_parts(*c.pattern, copies);
  test(*c.pattern, type, held, tests);
  if (place) return condition_of(tests);
  cpp::Variable declared{.type = is_lent(*c.value) ? cpp::const_ref_to(cpp::type("auto")) : tests.moves ? cpp::type("auto") : cpp::const_of(cpp::type("auto")), .name = name, .init = subject};
  const bool itself = !tests.named && tests.conditions.size() == 1 && tests.conditions[0] == held;
  if (itself) return {.init = {}, .expr = {}, .declared = std::move(declared)};
  if (tests.named) {
    emit(cpp::stmt(std::move(declared)));
    return condition_of(tests);
  }
  cpp::Condition made = condition_of(tests);
  made.init = cpp::stmt(std::move(declared));
  return made;
}

void BodyLowering::lower_while(const ast::While& e) {
  cpp::Expr test;
  if (e.condition.pattern == nullptr) {
    const NameScope names(*this);
    const cpp::Block before = aside([&] { test = condition(e.condition); });
    if (before.empty()) {
      return emit(cpp::stmt(cpp::While{cpp::condition(test), loop_body([&] { statements(e.body, {}); })}));
    }
  }
  if (e.condition.pattern != nullptr) {
    const NameScope names(*this);
    PatternTest tests;
    std::optional<NameScope> scope;
    cpp::Condition made;
    const bool copies = writes(e, root_local(*e.condition.value)) || is_shared_state(*e.condition.value);
    const cpp::Block before = aside([&] { made = let_condition(e.condition, tests, scope, copies); });
    if (before.empty() && !made.init.node) {
      cpp::Block body = loop_body([&] {
        bind(tests, copies);
        statements(e.body, {});
      });
      return emit(cpp::stmt(cpp::While{std::move(made), std::move(body)}));
    }
  }
  // The condition takes statements: it is tested inside.
  cpp::Block body = loop_body([&] {
    if (e.condition.pattern != nullptr) {
      PatternTest tests;
      test_and_leave(e.condition, tests);
    } else {
      const cpp::Expr again = condition(e.condition);
      emit(cpp::stmt(cpp::If{.condition = cpp::condition(cpp::unary("!", again)), .then = {cpp::stmt(cpp::Break{})}}));
    }
    statements(e.body, {});
  });
  emit(cpp::stmt(cpp::While{cpp::condition(cpp::name("true")), std::move(body)}));
}

void BodyLowering::test_and_leave(const ast::Condition& c, PatternTest& tests) {
  test(*c.pattern, final_type(*c.value), stable(*c.value, moves_parts(*c.pattern, true)), tests);
  cpp::Expr all;
  for (const cpp::Expr& one : tests.conditions) all = all ? cpp::binary("&&", all, one) : one;
  if (all) emit(cpp::stmt(cpp::If{.condition = cpp::condition(cpp::unary("!", all)), .then = {cpp::stmt(cpp::Break{})}}));
  bind(tests, true);
}

void BodyLowering::lower_for(const ast::For& e) {
  if (type_of(*e.iterable) == store().never) return run(*e.iterable);
  const types::Iteration* iteration = instance_.iterations.find(e.id);
  if (iteration == nullptr) iteration = instance_.iterations.find(e.iterable->id);
  const TypeId item = iteration != nullptr ? iteration->item : store().unit;
  cpp::Expr subject = as_at_entry(*e.iterable, e, walked(*e.iterable));
  if (iteration != nullptr && iteration->kind != types::IterationKind::native) subject = cpp::call("aria::iter", {subject});
  const NameScope scope(*this);
  cpp::RangeFor loop{.range = subject};
  cpp::Block prologue;
  const TypeId over = final_type(*e.iterable);
  const bool lends = shape(over).kind == types::TypeKind::named && shape(over).def == store().well_known().array;
  loop_variables(*e.pattern, item, loop, prologue, !lends);
  loop.body = loop_body([&] {
    for (cpp::Stmt& stmt : prologue) emit(std::move(stmt));
    statements(e.body, {});
  });
  emit(cpp::stmt(std::move(loop)));
}

// A loop goes over the value as it was at entry: it is copied where something in the loop may write it.
cpp::Expr BodyLowering::as_at_entry(const ast::Expr& iterable, const ast::Node& loop, cpp::Expr subject) const {
  const TypeId over = final_type(iterable);
  if (lower_types.is_move_only(over) || (!writes(loop, root_local(iterable)) && !may_change_during(iterable, loop))) return subject;
  return cpp::construct(lower_types.value(over), {std::move(subject)});
}

// What a loop goes over: elements that can only be moved are seen through a view, where others are put into new pairs.
cpp::Expr BodyLowering::walked(const ast::Expr& iterable) {
  const types::CallPlan* plan = instance_.calls.find(iterable.id);
  const ast::Attribute* view = plan != nullptr && plan->receiver != nullptr ? names_.attribute(plan->def, "in_for") : nullptr;
  const auto* name = view != nullptr && !view->arguments.empty() ? ast::as<ast::StringLiteral>(view->arguments[0].value) : nullptr;
  if (name == nullptr || name->parts.empty() || !lower_types.is_move_only(plan->self_type)) return only_heard(iterable, value(iterable));
  return cpp::method(object_of(*plan->receiver), std::string(name->parts[0].text), arguments(*plan));
}

// `for v in produce()`, `total(produce())`: nobody can send through a channel that has no name (rule H7).
// A channel that it is made from, `total(fill(Channel<Int>.new))`, ends before the expression around it listens.
cpp::Expr BodyLowering::only_heard(const ast::Expr& e, cpp::Expr made, bool inside_expression) {
  if (!uses_.listening_values.contains(e.id) || given_.contains(e.id)) return made;
  bool from_another = false;
  if (inside_expression && e.kind != ast::NodeKind::Begin) {
    ast::walk(e, [&](const ast::Node& node) {
      const TypeId* type = &node != &e && instance_.calls.find(node.id) != nullptr ? instance_.types.find(node.id) : nullptr;
      from_another = from_another || (type != nullptr && store().is_named(*type, store().well_known().channel));
      return !from_another && node.kind != ast::NodeKind::Lambda;
    });
  }
  if (from_another && cpp::as<cpp::Call>(made) != nullptr) made = kept(std::move(made), e);
  const bool is_held = cpp::as<cpp::Call>(made) == nullptr && cpp::as<cpp::Braced>(made) == nullptr;
  return cpp::method(is_held ? cpp::moved(std::move(made)) : std::move(made), "listening");
}

void BodyLowering::lower_loop(const ast::Loop& e, const Destination& to) {
  cpp::Block body = loop_body([&] { statements(e.body, {}); }, to);
  emit(cpp::stmt(cpp::While{cpp::condition(cpp::name("true")), std::move(body)}));
}

// `break v` gives the loop its value on the way out.
void BodyLowering::lower_break(const ast::Break& e) {
  if (e.value != nullptr && !breaks_.empty()) {
    const Destination to = breaks_.back();
    if (to.kind == Destination::Kind::give_back) return leave_function(e.value);
    into(*e.value, to);
  }
  leave_loop();
}

// A block given to plain iteration is a plain loop: `return`, `break` and `continue` keep their meaning in it.
bool BodyLowering::block_as_loop(const ast::Call& call) {
  const types::CallPlan* plan = instance_.calls.find(call.id);
  if (plan == nullptr || call.block == nullptr || plan->receiver == nullptr || plan->safe || !input_.bindings.def(plan->def).is_library) return false;
  const std::string name = text(input_.bindings.def(plan->def).name);
  const TypeId type = type_of(*call.block);
  if (shape(type).kind != types::TypeKind::function) return false;
  const auto params = store().params_of(type);
  for (std::size_t i = 0; i < params.size(); ++i) {
    if (store().param_is_mut(type, i)) return false;
  }
  const TypeId over = final_type(*plan->receiver);
  const bool counts = name == "times" || name == "upto" || (name == "each" && !store().is_option(over) && iterates_natively(over));
  // `Map#each` passes two parameters.
  const bool pairs = params.size() == 2 && shape(over).def == store().well_known().map;
  if (!counts || (params.size() > 1 && !pairs)) return false;
  cpp::Expr subject = value(*plan->receiver);
  if (name == "each") subject = as_at_entry(*plan->receiver, *call.block, std::move(subject));
  cpp::RangeFor loop{.range = subject};
  if (name == "times") loop.range = cpp::call("aria::range_exclusive", {construct_zero(over), subject});
  if (name == "upto") loop.range = cpp::call("aria::range", {subject, value(*plan->args[0].value, Context::known)});
  const NameScope scope(*this);
  cpp::Block prologue;
  const LocalId it = call.block->params.empty() ? input_.bindings.local_of(call.block->id) : LocalId();
  if (pairs) {
    pair_variables(*call.block, params, loop, prologue);
  } else if (!call.block->params.empty()) {
    loop_variables(*call.block->params[0].pattern, params[0], loop, prologue);
  } else {
    loop.type = lower_types.param(params.empty() ? store().int_ : params[0]);
    loop.names = {it.valid() ? declare_local(it) : fresh("turn")};
    if (!it.valid() || !is_read(it)) loop.specifiers = "[[maybe_unused]]";
    if (params.empty() && name == "each") loop.type = cpp::const_ref_to(cpp::type("auto"));
  }
  loop.body = loop_body([&] {
    for (cpp::Stmt& stmt : prologue) emit(std::move(stmt));
    statements(call.block->body, {});
  });
  emit(cpp::stmt(std::move(loop)));
  return true;
}

// Whether C++ has a range-for over it that lends its elements.
bool BodyLowering::iterates_natively(TypeId type) const {
  if (shape(type).kind != types::TypeKind::named) return false;
  const resolve::WellKnown& known = store().well_known();
  const DefId def = shape(type).def;
  return def == known.array || def == known.map || def == known.set || def == known.range;
}

// `map.each { |key, value| … }`
void BodyLowering::pair_variables(const ast::Lambda& block, std::span<const TypeId> params, cpp::RangeFor& loop, cpp::Block& prologue) {
  loop.type = cpp::const_ref_to(cpp::type("auto"));
  std::vector<const ast::BindingPattern*> plain;
  for (const ast::LambdaParam& param : block.params) {
    const auto* binding = ast::as<ast::BindingPattern>(param.pattern);
    const LocalId local = binding != nullptr ? input_.bindings.local_of(binding->id) : LocalId();
    if (local.valid() && binding->inner == nullptr && is_read(local) && !is_captured(local)) plain.push_back(binding);
  }
  if (plain.size() == 2) {
    for (const ast::BindingPattern* binding : plain) loop.names.push_back(declare_local(input_.bindings.local_of(binding->id)));
    return;
  }
  loop.names = {fresh("entry")};
  prologue = aside([&] {
    for (std::size_t i = 0; i < block.params.size() && i < params.size(); ++i) {
      const cpp::Expr part = cpp::call(cpp::name("std::get", {cpp::type(std::to_string(i))}), {cpp::name(loop.names[0])});
      bind_pattern(*block.params[i].pattern, params[i], part, Binding::by_reference);
    }
  });
}

cpp::Expr BodyLowering::construct_zero(TypeId type) { return cpp::construct(lower_types.value(type), {cpp::number("0")}); }

}  // namespace ariac::lower
