// Errors: `begin … rescue … else … ensure … end` and `defer`.
//
// What cannot suspend is what a C++ programmer writes: a catch body, an aria::Defer. A task that suspends inside a
// catch block or a destructor would take the thread's exception state along, so
//
//   rescue that may suspend   the handler only keeps the error; the rescue runs after the block
//   ensure, defer             aria::with_cleanup(body, cleanup)
#include "ast/rescued_name.hpp"
#include "ast/walk.hpp"
#include "effects/suspension.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

// One type of errors that a clause takes: the clause's own, or that of one alternative of its pattern.
struct BodyLowering::Rescue {
  const ast::RescueClause* clause;
  const ast::Pattern* pattern;    // null: no test and no parts
  TypeId error;                   // invalid: every error
  std::string caught{};           // the variable that keeps the error after the handlers
  LocalId whole{};                // what the clause calls the error: `rescue E => e`, `rescue e`, `rescue e: E`
};

// Without tasks there is nobody to suspend for, whatever a function that is handed in may do.
bool BodyLowering::suspends(const ast::Body& body) const { return names_.has_tasks() && effects::may_suspend_inside(input_.effects, id_, body); }

// `defer file.close` is `close_file`.
std::string BodyLowering::cleanup_name(const ast::Body& body) {
  const auto* stmt = body.statements.size() == 1 ? ast::as<ast::ExprStmt>(body.statements[0]) : nullptr;
  const ast::Expr* callee = stmt != nullptr ? stmt->value : nullptr;
  if (const auto* call = ast::as<ast::Call>(callee)) callee = call->callee;
  if (const auto* member = ast::as<ast::Member>(callee)) {
    const auto* object = ast::as<ast::NameExpr>(member->object);
    const std::string verb = cpp_identifier(names_.text(member->name.symbol));
    return fresh(object != nullptr ? verb + "_" + cpp_identifier(names_.text(object->name.symbol)) : verb + "_later");
  }
  return fresh("cleanup");
}

// A number is given back in a register: nothing that happens to its variable changes it any more.
void BodyLowering::note_cleaned_up(const ast::Body& body) {
  ast::for_each_child(body, [&](const ast::Node& child) {
    ast::walk(child, [&](const ast::Node& node) {
      const LocalId id = node.kind == ast::NodeKind::NameExpr ? root_local(static_cast<const ast::Expr&>(node)) : LocalId();
      const TypeId type = id.valid() ? local_type(id) : TypeId();
      const bool one_word = id.valid() && (store().is_integer(type) || store().is_float(type) || type == store().bool_ || type == store().char_);
      if (id.valid() && !one_word) cleaned_up_.insert(id);
      return true;
    });
  });
}

// Whether the cleanup takes the rest of the body into its care, which is then done.
bool BodyLowering::lower_defer(const ast::Defer& defer, const ast::Body& body, std::size_t at, const Destination& to) {
  const auto action = [&] { return cpp::lambda({.captures = {{.name = "&"}}}, nested(defer.body, {})); };
  if (!suspends(defer.body)) {
    const std::string name = cleanup_name(defer.body);
    note_cleaned_up(defer.body);
    emit(cpp::stmt(cpp::Variable{.type = cpp::type("aria::Defer"), .name = name, .style = cpp::InitStyle::Parens, .args = {action()}}));
    return false;
  }
  const bool gives_back = to.kind == Destination::Kind::give_back;
  run_in_lambda({.value = gives_back ? result_ : store().unit,
                 .fill = [&](const Destination& inner) { statements(body, gives_back || to.kind == Destination::Kind::drop ? inner : to, at + 1); },
                 .wrap = [&](cpp::Expr guarded) { return cpp::call("aria::with_cleanup", {std::move(guarded), action()}); }},
                exits_of(body, at + 1), gives_back || to.kind == Destination::Kind::drop ? to : Destination{});
  return true;
}

void BodyLowering::lower_begin(const ast::Begin& e, const Destination& to) {
  if (e.has_ensure) return with_ensure(e, to);
  lower_rescues(e, to);
}

void BodyLowering::with_ensure(const ast::Begin& e, const Destination& to) {
  const auto action = [&] { return cpp::lambda({.captures = {{.name = "&"}}}, nested(e.ensure, {})); };
  if (!suspends(e.ensure)) {
    const auto guarded = [&] {
      const std::string name = cleanup_name(e.ensure);
      note_cleaned_up(e.ensure);
      emit(cpp::stmt(cpp::Variable{.type = cpp::type("aria::Defer"), .name = name, .style = cpp::InitStyle::Parens, .args = {action()}}));
      lower_rescues(e, to);
    };
    // The cleanup runs at the end of the block: of the function's, if nothing follows.
    if (to.kind == Destination::Kind::give_back || to.at_end) return guarded();
    return emit(cpp::stmt(cpp::Compound{block(guarded)}));
  }
  const bool gives_back = to.kind == Destination::Kind::give_back;
  const bool passes = gives_back || to.kind == Destination::Kind::drop;
  Exits exits = exits_of(e.body);
  const auto add = [&](const ast::Body& body) {
    const Exits more = exits_of(body);
    exits = {exits.returns || more.returns, exits.breaks || more.breaks, exits.continues || more.continues};
  };
  for (const ast::RescueClause& clause : e.rescues) add(clause.body);
  if (e.has_else) add(e.otherwise);
  run_in_lambda({.value = gives_back ? result_ : store().unit,
                 .fill = [&](const Destination& inner) { lower_rescues(e, passes ? inner : to); },
                 .wrap = [&](cpp::Expr guarded) { return cpp::call("aria::with_cleanup", {std::move(guarded), action()}); }},
                exits, passes ? to : Destination{});
}

// --- rescue -------------------------------------------------------------------------------------------------------

std::vector<BodyLowering::Rescue> BodyLowering::rescues_of(const ast::Begin& e) {
  std::vector<Rescue> out;
  const auto add = [&](const ast::RescueClause& clause, const ast::Pattern* pattern, NodeId id) {
    const types::RescuePlan* plan = instance_.rescues.find(id);
    Rescue rescue{&clause, pattern, plan != nullptr ? plan->error : TypeId()};
    // `rescue FileError` names a type: nothing of the value is looked at.
    if (const auto* constructor = ast::as<ast::ConstructorPattern>(pattern)) {
      if (instance_.patterns.find(constructor->id) == nullptr) rescue.pattern = nullptr;
    }
    rescue.whole = input_.bindings.local_of(clause.id);
    const auto* typed = ast::as<ast::TypedPattern>(pattern);
    const auto* binding = ast::as<ast::BindingPattern>(typed != nullptr ? typed->inner : pattern);
    if (binding != nullptr && binding->inner == nullptr && !rescue.whole.valid() && input_.bindings.local_of(binding->id).valid()) {
      rescue.whole = input_.bindings.local_of(binding->id);
      rescue.pattern = nullptr;
    }
    out.push_back(std::move(rescue));
  };
  for (const ast::RescueClause& clause : e.rescues) {
    const auto* choice = ast::as<ast::OrPattern>(clause.pattern);
    if (choice == nullptr) add(clause, clause.pattern, clause.id);
    else
      for (const ast::Pattern* alternative : choice->alternatives) add(clause, alternative, alternative->id);
  }
  return out;
}

void BodyLowering::lower_rescues(const ast::Begin& e, const Destination& to) {
  if (e.rescues.empty()) {
    statements(e.body, e.has_else ? Destination{} : to);
    if (e.has_else) statements(e.otherwise, to);
    return;
  }
  std::vector<Rescue> rescues = rescues_of(e);
  bool in_handlers = !e.has_else && rescues.size() == e.rescues.size();
  for (std::size_t i = 0; i < rescues.size() && in_handlers; ++i) {
    const Rescue& one = rescues[i];
    const bool cancels = one.error.valid() && shape(one.error).def == store().well_known().cancelled;
    bool tested = false;
    if (one.pattern != nullptr && one.error.valid()) {
      PatternTest tests;
      test(*one.pattern, one.error, cpp::name("raised"), tests);
      tested = !tests.conditions.empty();
    }
    // A test that fails hands the error on to later clauses.
    in_handlers = !suspends(one.clause->body) && !cancels && (!tested || i + 1 == rescues.size());
  }
  if (!in_handlers) return rescues_after_handlers(rescues, e, to);
  cpp::Try made{.body = nested(e.body, to), .catches = {}};
  for (const Rescue& rescue : rescues) made.catches.push_back(rescue_in_handler(rescue, to));
  emit(cpp::stmt(std::move(made)));
}

cpp::Catch BodyLowering::rescue_in_handler(const Rescue& rescue, const Destination& to) {
  cpp::Catch handler;
  handler.type = cpp::const_ref_to(rescue.error.valid() ? cpp::type("aria::Raised", {lower_types.value(rescue.error)}) : cpp::type("aria::AnyRaised"));
  const NameScope scope(*this);
  handler.name = fresh("raised");
  const cpp::Expr raised = rescue.error.valid() ? cpp::method(cpp::name(handler.name), "value") : cpp::construct(cpp::type("aria::AnyError"), {cpp::method(cpp::name(handler.name), "error")});
  handler.body = block([&] {
    PatternTest tests;
    if (rescue.pattern != nullptr) test(*rescue.pattern, rescue.error, raised, tests);
    if (const cpp::Expr all = tests.condition()) {
      emit(cpp::stmt(cpp::If{.condition = cpp::condition(cpp::unary("!", all)), .then = {cpp::run(cpp::name("throw"))}}));
    }
    bind(tests, false);
    const LocalId bound = rescue.whole;
    if (bound.valid()) {
      const cpp::Type type = rescue.error.valid() ? cpp::const_ref_to(lower_types.value(rescue.error)) : cpp::type("const aria::AnyError");
      emit(declaration(type, bound, raised));
    }
    const LocalId named = name_of_error(*rescue.clause);
    if (named.valid()) {
      raise_again_[named] = cpp::name("throw");
      // Without a type the error itself knows everything.
      rescued_[named] = rescue.error.valid() ? cpp::name(handler.name) : local(named);
    }
    statements(rescue.clause->body, to);
    raise_again_.erase(named);
  });
  return handler;
}

LocalId BodyLowering::name_of_error(const ast::RescueClause& clause) const {
  const NodeId name = ast::rescued_name(clause);
  return name.valid() ? input_.bindings.local_of(name) : LocalId();
}

// What holds the rescued error that `e` names, with its sites and causes; null for any other expression.
cpp::Expr BodyLowering::error_holder(const ast::Expr& e) const {
  const auto rescued = rescued_.find(e.kind == ast::NodeKind::NameExpr ? root_local(e) : LocalId());
  return rescued != rescued_.end() ? rescued->second : nullptr;
}

// A closure that captures an error takes its holder along, too.
void BodyLowering::take_error(LocalId id, const std::string& name, std::vector<cpp::Capture>& captures) const {
  const auto rescued = rescued_.find(id);
  const auto* holder = rescued != rescued_.end() ? cpp::as<cpp::Name>(rescued->second) : nullptr;
  if (holder != nullptr && holder->name != name) captures.push_back({.name = holder->name});
}

void BodyLowering::rescues_after_handlers(std::vector<Rescue>& rescues, const ast::Begin& e, const Destination& to) {
  // One variable for each clause: alternatives of a pattern share theirs, which then holds any error.
  const ast::RescueClause* previous = nullptr;
  for (Rescue& rescue : rescues) {
    const bool shared = ast::as<ast::OrPattern>(rescue.clause->pattern) != nullptr;
    if (rescue.clause == previous) {
      rescue.caught = (&rescue - 1)->caught;
      continue;
    }
    previous = rescue.clause;
    rescue.caught = fresh("caught");
    const cpp::Type error = rescue.error.valid() && !shared ? lower_types.value(rescue.error) : cpp::type("aria::AnyError");
    cpp::Stmt declaration = cpp::declare(cpp::type("aria::Caught", {error}), rescue.caught);
    if (&rescue == &rescues.front() && suspends(rescue.clause->body)) declaration.remarks.behind = "rescued after the catch blocks: the rescue may suspend";
    emit(std::move(declaration));
  }
  const bool value_gone = to.kind == Destination::Kind::give_back && !e.has_else && !lower_types.is_void(result_);
  std::string finished;
  if (e.has_else) emit(cpp::declare(cpp::type("bool"), finished = fresh("finished"), cpp::name("false")));
  cpp::Try made{.body = block([&] {
    statements(e.body, e.has_else ? Destination{} : to);
    if (e.has_else) emit(cpp::assign(cpp::name(finished), cpp::name("true")));
  }), .catches = {}};
  // A handler for each type, in order; clauses that come later and take its errors, too, follow a failed test.
  std::vector<TypeId> handled;
  for (std::size_t i = 0; i < rescues.size(); ++i) {
    const TypeId error = rescues[i].error;
    bool again = false;
    for (const TypeId one : handled) again = again || one == error;
    if (again) continue;
    handled.push_back(error);
    const NameScope scope(*this);
    cpp::Catch handler;
    handler.type = cpp::const_ref_to(error.valid() ? cpp::type("aria::Raised", {lower_types.value(error)}) : cpp::type("aria::AnyRaised"));
    handler.name = fresh("raised");
    const cpp::Expr raised = cpp::name(handler.name);
    const auto keep = [&](const auto& self, std::size_t k) -> void {
      while (k < rescues.size() && rescues[k].error != error && rescues[k].error.valid()) ++k;
      if (k == rescues.size()) return emit(cpp::name("throw"));
      PatternTest tests;
      if (rescues[k].pattern != nullptr && error.valid() && rescues[k].error == error) test(*rescues[k].pattern, error, cpp::method(raised, "value"), tests);
      const bool any_of_it = error.valid() && rescues[k].error != error;
      const cpp::Expr kept = any_of_it ? cpp::call("dynamic_cast<const aria::AnyRaised&>", {raised}) : raised;
      const cpp::Stmt store_it = cpp::run(cpp::assign(cpp::name(rescues[k].caught), kept));
      const cpp::Expr all = tests.condition();
      if (!all) return emit(store_it);
      emit(cpp::stmt(cpp::If{.condition = cpp::condition(all), .then = {store_it}, .otherwise = block([&] { self(self, k + 1); })}));
    };
    handler.body = block([&] { keep(keep, i); });
    made.catches.push_back(std::move(handler));
  }
  emit(cpp::stmt(std::move(made)));
  const auto clause_body = [&](const Rescue& rescue) {
    cpp::Expr error = cpp::unary("*", cpp::name(rescue.caught));
    const bool shared = ast::as<ast::OrPattern>(rescue.clause->pattern) != nullptr;
    if (rescue.pattern != nullptr && rescue.error.valid() && !shared) {
      PatternTest parts;
      test(*rescue.pattern, rescue.error, error, parts);
      if (!parts.bound.empty()) {
        const std::string name = fresh("error");
        emit(cpp::declare(cpp::const_ref_to(lower_types.value(rescue.error)), name, error));
        error = cpp::name(name);
      }
    }
    PatternTest tests;
    if (rescue.pattern != nullptr && rescue.error.valid() && !shared) test(*rescue.pattern, rescue.error, error, tests);
    bind(tests, false);
    const LocalId bound = rescue.whole;
    if (bound.valid()) {
      const cpp::Type type = rescue.error.valid() && !shared ? lower_types.value(rescue.error) : cpp::type("aria::AnyError");
      emit(declaration(cpp::const_ref_to(type), bound, error));
    }
    const LocalId named = name_of_error(*rescue.clause);
    if (named.valid()) {
      raise_again_[named] = cpp::method(cpp::name(rescue.caught), "raise_again");
      rescued_[named] = cpp::name(rescue.caught);
    }
    const bool cancels = rescue.error.valid() && shape(rescue.error).def == store().well_known().cancelled;
    rescue_body(*rescue.clause, cancels ? cpp::call("aria::cancel::pass_on", {cpp::name(rescue.caught)}) : nullptr, to);
    raise_again_.erase(named);
  };
  // Who comes here without a value has caught something.
  const bool caught = (to.kind == Destination::Kind::give_back && !lower_types.is_void(result_)) || (!e.has_else && type_of(e) == store().never);
  const auto chain = [&](const auto& self, std::size_t i) -> void {
    while (i > 0 && i < rescues.size() && rescues[i].clause == rescues[i - 1].clause) ++i;
    if (i == rescues.size()) return;
    const bool last = caught && rescues[i].clause == rescues.back().clause;
    if (last) return clause_body(rescues[i]);
    cpp::If made_if{.condition = cpp::condition(cpp::name(rescues[i].caught)), .then = block([&] { clause_body(rescues[i]); })};
    if (value_gone) {
      emit(cpp::stmt(std::move(made_if)));
      return self(self, i + 1);
    }
    made_if.otherwise = block([&] { self(self, i + 1); });
    emit(cpp::stmt(std::move(made_if)));
  };
  if (e.has_else) {
    emit(cpp::stmt(cpp::If{.condition = cpp::condition(cpp::name(finished)), .then = nested(e.otherwise, to), .otherwise = block([&] { chain(chain, 0); })}));
  } else {
    chain(chain, 0);
  }
}

// A cancellation goes on after its rescue.
void BodyLowering::rescue_body(const ast::RescueClause& clause, const cpp::Expr& pass_on, const Destination& to) {
  if (!pass_on) return statements(clause.body, to);
  if (to.kind != Destination::Kind::give_back) {
    statements(clause.body, to);
    return emit(pass_on);
  }
  if (lower_types.is_void(result_)) {
    statements(clause.body, {});
    return emit(pass_on);
  }
  const std::string name = fresh(role_name(result_));
  const bool plain = lower_types.has_default(result_);
  emit(cpp::declare(plain ? lower_types.value(result_) : cpp::type("std::optional", {lower_types.value(result_)}), name));
  statements(clause.body, {.kind = Destination::Kind::assign, .variable = name});
  emit(pass_on);
  emit(cpp::give_back(plain ? cpp::name(name) : cpp::unary("*", cpp::name(name))));
}

}  // namespace ariac::lower
