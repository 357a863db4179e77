// `select`: one call that waits, and a chain of ifs over the arm that was chosen, so that `break`, `continue` and
// `return` in an arm keep their meaning.
//
//   auto chosen = aria::select(aria::recv(inbox).when(open), aria::send(out, [&] { return next(); }), aria::after(1_s));
//   if (auto* message = chosen.received<0>()) { … } else if (chosen.is<1>()) { … } else { … }
//
// Guards are evaluated first, in order. An operand that does something is evaluated when its arm's turn comes, and only
// if the guard holds: a lambda.
#include "ast/walk.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

using ast::SelectArmKind;

namespace {

const ast::BindingPattern* plain_name(const ast::Pattern* pattern) {
  if (const auto* typed = ast::as<ast::TypedPattern>(pattern)) pattern = typed->inner;
  const auto* binding = ast::as<ast::BindingPattern>(pattern);
  return binding != nullptr && binding->inner == nullptr ? binding : nullptr;
}

}  // namespace

// Evaluating it more or less often, sooner or later, makes no difference.
bool BodyLowering::is_pure(const ast::Expr& e) const {
  bool pure = true;
  ast::walk(e, [&](const ast::Node& node) {
    pure = pure && !effects_.calls.contains(node.id) && node.kind != ast::NodeKind::Spawn;
    if (const types::CallPlan* plan = instance_.calls.find(node.id)) pure = pure && !plan->mut_receiver && plan->mut_params == 0;
    if (node.kind <= ast::NodeKind::ErrorExpr) pure = pure && !is_control_flow(static_cast<const ast::Expr&>(node));
    return pure;
  });
  return pure;
}

// An expression as the body of a lambda that gives its value.
cpp::Expr BodyLowering::later(const std::function<cpp::Expr()>& make) {
  const auto outer_locals = locals_;
  cpp::Expr made;
  cpp::Block body = block([&] { made = make(); });
  body.push_back(cpp::give_back(made));
  locals_ = outer_locals;
  return cpp::lambda({.captures = {{.name = "&"}}}, std::move(body));
}

cpp::Expr BodyLowering::select_arm(const ast::SelectArm& arm) {
  const bool is_send = arm.kind == SelectArmKind::send || (arm.kind == SelectArmKind::ambiguous && input_.bindings.ambiguous_sends.contains(arm.id));
  const ast::Expr* source = arm.kind == SelectArmKind::ambiguous && !is_send ? arm.value : arm.channel;
  const bool in_place = source == nullptr || is_pure(*source);
  const auto make = [&]() -> cpp::Expr {
    if (is_send) {
      const cpp::Expr target = value(*source);
      const bool plain = arm.value->kind == ast::NodeKind::NameExpr || ast::as<ast::IntLiteral>(arm.value) != nullptr;
      return cpp::call("aria::send", {target, plain ? value(*arm.value) : later([&] { return value(*arm.value); })});
    }
    switch (arm.kind) {
      case SelectArmKind::after: return cpp::call("aria::after", {value(*source)});
      case SelectArmKind::closed: return cpp::call("aria::closed", {value(*source)});
      case SelectArmKind::default_: return cpp::call("aria::otherwise");
      default: return cpp::call(in_place ? "aria::recv" : "aria::recv_keeping", {value(*source)});
    }
  };
  if (in_place) return make();
  return cpp::call("aria::in_turn", {later(make)});
}

void BodyLowering::lower_select(const ast::Select& e, const Destination& to) {
  std::vector<cpp::Expr> guards;
  for (const ast::SelectArm& arm : e.arms) {
    guards.push_back(arm.guard != nullptr ? value(*arm.guard) : nullptr);
    if (arm.guard == nullptr || is_pure(*arm.guard)) continue;
    const std::string name = fresh("open");
    emit(cpp::declare(cpp::type("const bool"), name, guards.back()));
    guards.back() = cpp::name(name);
  }
  std::vector<cpp::Expr> arms;
  for (std::size_t i = 0; i < e.arms.size(); ++i) {
    arms.push_back(select_arm(e.arms[i]));
    if (guards[i]) arms.back() = cpp::method(arms.back(), "when", {guards[i]});
  }
  bool biased = false;
  for (const ast::Argument& option : e.options) {
    const auto* literal = ast::as<ast::BoolLiteral>(option.value);
    if (names_.text(option.name.symbol) == "biased") biased = literal == nullptr || literal->value;
    if (names_.text(option.name.symbol) == "timeout") arms.push_back(cpp::call("aria::after", {value(*option.value)}));
  }
  const bool timed = arms.size() > e.arms.size();
  const cpp::Expr wait = cpp::call(biased ? "aria::select_biased" : "aria::select", std::move(arms));
  const bool binds_nothing = e.arms.empty() || e.arms[0].pattern == nullptr || e.arms[0].pattern->kind == ast::NodeKind::WildcardPattern;
  if (e.arms.size() <= 1 && binds_nothing && !timed) {
    emit(wait);
    if (!e.arms.empty()) statements(e.arms[0].body, to);
    return;
  }
  const std::string chosen = fresh("chosen");
  emit(cpp::declare(cpp::type("auto"), chosen, wait));
  const auto of_arm = [&](const char* what, std::size_t at) {
    return member_call({.object = cpp::name(chosen), .name = what, .args = {cpp::type(std::to_string(at))}});
  };
  const auto arm = [&](const auto& self, std::size_t i) -> void {
    if (i == e.arms.size()) {
      if (timed) emit(cpp::call("aria::raise", {cpp::construct(cpp::type("aria::TimeoutError"))}));
      return;
    }
    const ast::SelectArm& current = e.arms[i];
    const bool receives = current.pattern != nullptr && current.pattern->kind != ast::NodeKind::WildcardPattern &&
                          (current.kind == SelectArmKind::receive || (current.kind == SelectArmKind::ambiguous && !input_.bindings.ambiguous_sends.contains(current.id)));
    const bool last = i + 1 == e.arms.size() && !timed;
    const TypeId item = type_of_id(current.id);
    const auto* name = plain_name(current.pattern);
    const auto outer_locals = locals_;
    cpp::If made;
    std::string received;
    if (receives && name != nullptr) {
      received = fresh(cpp_identifier(names_.text(name->name.symbol)));
    } else if (receives) {
      received = fresh("received");
    }
    const auto body = [&] {
      add_remarks(take_above(current.range, &current));
      if (receives && last && name != nullptr) {
        const LocalId local = input_.bindings.local_of(name->id);
        const cpp::Expr initial = cpp::unary("*", of_arm("received", i));
        emit(cpp::declare(lower_types.value(item), received, lower_types.may_be_move_only(item) ? cpp::moved(initial) : initial));
        locals_[local] = cpp::name(received);
      } else if (receives && name != nullptr) {
        locals_[input_.bindings.local_of(name->id)] = cpp::unary("*", cpp::name(received));
      } else if (receives) {
        const cpp::Expr place = last ? cpp::unary("*", of_arm("received", i)) : cpp::unary("*", cpp::name(received));
        bind_pattern(*current.pattern, item, place, Binding::by_reference);
      }
      statements(current.body, to);
    };
    if (last) {
      body();
    } else {
      if (receives) {
        made.condition.declared = cpp::Variable{.type = cpp::pointer_to(cpp::type("auto")), .name = received, .init = of_arm("received", i)};
      } else {
        made.condition = cpp::condition(of_arm("is", i));
      }
      made.then = block(body);
      locals_ = outer_locals;
      made.otherwise = block([&] { self(self, i + 1); });
      emit(cpp::stmt(std::move(made)));
    }
    locals_ = outer_locals;
  };
  arm(arm, 0);
}

}  // namespace ariac::lower
