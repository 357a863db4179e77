// Contracts: `requires` before the body, `ensures` and the invariants of a changed value after it.
#include "ast/walk.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

void BodyLowering::check(std::string function, const ast::Contract& c) {
  if (!input_.checks(c.contract)) return;
  std::vector<cpp::Expr> args{value(*c.condition)};
  args.push_back(c.message != nullptr ? value(*c.message, Context::known) : cpp::string(std::string(input_.sources.text(c.condition->range))));
  emit(cpp::call(std::move(function), std::move(args)));
}

void BodyLowering::contract(const ast::Contract& c) { check("aria::require", c); }

cpp::Block BodyLowering::invariant_checks(std::span<const ast::Contract* const> invariants) {
  return block([&] {
    for (const ast::Contract* one : invariants) check("aria::check_invariant", *one);
  });
}

bool BodyLowering::has_invariants(TypeId type) const {
  if (shape(type).kind != types::TypeKind::named || !input_.checks(ast::ContractKind::invariant)) return false;
  const auto* decl = ast::as<ast::StructDecl>(input_.bindings.def(shape(type).def).decl);
  return decl != nullptr && !decl->invariants.empty();
}

// `old(e)`: what e is before the body runs.
void BodyLowering::keep_old_values(const ast::Contract& contract) {
  ast::walk(*contract.condition, [&](const ast::Node& node) {
    const auto* call = ast::as<ast::Call>(&node);
    const types::CallPlan* plan = call != nullptr ? instance_.calls.find(call->id) : nullptr;
    if (plan == nullptr || plan->kind != types::CalleeKind::intrinsic || call->arguments.size() != 1) return true;
    const ast::Expr& kept = *call->arguments[0].value;
    std::string name = "old_value";
    if (const auto* member = ast::as<ast::Member>(&kept)) name = "old_" + cpp_identifier(names_.text(member->name.symbol));
    if (const auto* local = ast::as<ast::NameExpr>(&kept)) name = "old_" + cpp_identifier(names_.text(local->name.symbol));
    name = fresh(name);
    emit(cpp::declare(cpp::const_of(lower_types.value(final_type(kept))), name, value(kept)));
    old_values_[call->id] = cpp::name(name);
    return false;
  });
}

bool BodyLowering::has_return(const ast::Body& body) const { return exits_of(body).returns; }

cpp::Block BodyLowering::whole_function(const ast::FunctionDecl& decl, DefId member_of) {
  const TypeId result = instance_.result;
  std::vector<const ast::Contract*> after;
  for (const ast::Contract* one : decl.contracts) {
    if (one->contract == ast::ContractKind::ensures && input_.checks(one->contract)) after.push_back(one);
  }
  const bool changes = member_of.valid() && !decl.params.empty() && decl.params[0].is_self && decl.params[0].mut;
  const bool invariants = changes && has_invariants(instance_.self_type);
  const bool has_value = !lower_types.is_void(result);
  return block([&] {
    for (const ast::Contract* one : decl.contracts) {
      if (one->contract == ast::ContractKind::requires_) contract(*one);
    }
    for (const ast::Contract* one : after) keep_old_values(*one);
    const bool checked = !after.empty() || invariants;
    std::string name;
    if (checked && has_value) name = fresh("result");
    cpp::Block body = function_body(decl.body, result);
    const cpp::Lambda plain{.captures = {{.name = "&"}}, .result = lower_types.result(result)};
    if (checked && has_value) {
      const auto* only = body.size() == 1 ? cpp::as<cpp::Return>(body[0]) : nullptr;
      emit(cpp::declare(lower_types.value(result), name, only != nullptr ? only->value : cpp::call(cpp::lambda(plain, body))));
    } else if (checked && has_return(decl.body)) {
      emit(cpp::call(cpp::lambda({.captures = {{.name = "&"}}}, std::move(body))));
    } else {
      for (cpp::Stmt& stmt : body) emit(std::move(stmt));
    }
    if (!checked) return;
    if (const LocalId local = input_.bindings.local_of(decl.id); local.valid() && has_value) locals_[local] = cpp::name(name);
    if (invariants) emit(cpp::call("check_invariants"));
    for (const ast::Contract* one : after) check("aria::ensure", *one);
    if (has_value) emit(cpp::give_back(cpp::name(name)));
  });
}

}  // namespace ariac::lower
