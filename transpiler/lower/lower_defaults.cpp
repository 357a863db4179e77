// Defaults of parameters at a call.
//
// What C++ can say itself stands in the prototype, and a call leaves it out at its end. All others are computed by the
// caller as the callee means them: those between given arguments, those that name another parameter, and those of a
// trait's method, whose impls need not repeat them.
#include <algorithm>

#include "cpp/print.hpp"
#include "lower/body.hpp"
#include "types/default_values.hpp"

namespace ariac::lower {

using types::CalleeKind;
using types::CallPlan;

namespace {

std::size_t self_params(const ast::FunctionDecl& decl) { return !decl.params.empty() && decl.params[0].is_self ? 1 : 0; }

bool stays(const cpp::Expr& e) {
  const auto* deref = cpp::as<cpp::Unary>(e);
  return cpp::as<cpp::Name>(e) != nullptr || cpp::as<cpp::Number>(e) != nullptr || (deref != nullptr && deref->op == "*" && cpp::as<cpp::Name>(deref->operand) != nullptr);
}

}  // namespace

// The first argument from which on the C++ function has the defaults itself.
std::size_t BodyLowering::first_own_default(const CallPlan& plan) const {
  const auto* decl = plan.def.valid() ? ast::as<ast::FunctionDecl>(input_.bindings.def(plan.def).decl) : nullptr;
  if (decl == nullptr) return 0;
  const resolve::Def& def = input_.bindings.def(plan.def);
  if (def.is_library || def.is_extern) return 0;
  const std::size_t self = self_params(*decl);
  if (plan.kind == CalleeKind::trait_method || plan.kind == CalleeKind::dyn_method) return decl->params.size();
  std::size_t first = types::first_plain_default(input_.bindings, *decl);
  for (std::size_t i = self; i < decl->params.size(); ++i) {
    if (decl->params[i].fallback == nullptr && types::default_of(input_.types, input_.bindings, plan.def, i).value != nullptr) first = std::max(first, i + 1);
  }
  return first > self ? first - self : 0;
}

bool BodyLowering::default_names_self(const CallPlan& plan) const {
  const auto* decl = plan.def.valid() ? ast::as<ast::FunctionDecl>(input_.bindings.def(plan.def).decl) : nullptr;
  if (decl == nullptr || self_params(*decl) == 0 || input_.bindings.def(plan.def).is_library) return false;
  for (std::size_t i = 0; i < plan.args.size(); ++i) {
    if (plan.args[i].kind != types::ArgSource::Kind::default_value) continue;
    const types::DefaultValue given = types::default_of(input_.types, input_.bindings, plan.def, i + 1);
    const auto* owner = given.value != nullptr ? ast::as<ast::FunctionDecl>(input_.bindings.def(given.function).decl) : nullptr;
    if (owner != nullptr && types::names_parameter(input_.bindings, *owner, *given.value)) return true;
  }
  return false;
}

cpp::Expr BodyLowering::under_name(cpp::Expr value, TypeId type) {
  if (stays(value)) return value;
  const std::string name = fresh(role_name(type));
  emit(cpp::declare(cpp::const_of(lower_types.value(type)), name, std::move(value)));
  return cpp::name(name);
}

// The default of argument `i`, given those before it.
cpp::Expr BodyLowering::filled_default(const CallPlan& plan, std::size_t i, std::vector<cpp::Expr>& args) {
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(plan.def).decl);
  if (decl == nullptr) return nullptr;
  const std::size_t self = self_params(*decl);
  const types::DefaultValue given = types::default_of(input_.types, input_.bindings, plan.def, i + self);
  if (given.value == nullptr) return nullptr;
  types::InstanceId id = given.function == plan.def ? plan.instance : types::InstanceId();
  const auto instances = input_.types.instances_of.find(given.function);
  if (!id.valid() && instances != input_.types.instances_of.end() && !instances->second.empty()) id = instances->second.front();
  if (!id.valid()) return nullptr;
  const auto* owner = ast::as<ast::FunctionDecl>(input_.bindings.def(given.function).decl);
  // Nothing is moved: the arguments are still to be passed.
  BodyLowering callee(input_, names_, module_, input_.types[id], types::InstanceId());
  callee.taken_ = taken_;
  const types::Instance& instance = input_.types[id];
  const auto& type_args = plan.type_args;
  if (given.function == plan.def) {
    for (std::size_t k = 0; k < instance.type_args.size() && k < type_args.size(); ++k) {
      if (shape(instance.type_args[k]).kind == types::TypeKind::param) callee.lower_types.rename(shape(instance.type_args[k]).def, cpp::print(lower_types.value(type_args[k])));
    }
  }
  if (input_.bindings.def(input_.bindings.def(given.function).parent).kind == DefKind::trait && plan.self_type.valid()) {
    callee.lower_types.rename(input_.bindings.def(given.function).parent, cpp::print(lower_types.value(plan.self_type)));
  }
  if (types::names_parameter(input_.bindings, *owner, *given.value)) {
    if (self == 1 && default_self_) callee.locals_[input_.bindings.local_of(owner->params[0].id)] = default_self_;
    for (std::size_t k = 0; k < i && k < args.size() && k + self < owner->params.size(); ++k) {
      if (!args[k] || k >= plan.param_types.size()) continue;
      const bool mut = (plan.mut_params >> k & 1) != 0;
      if (!mut) args[k] = under_name(args[k], plan.param_types[k]);
      callee.locals_[input_.bindings.local_of(owner->params[k + self].id)] = args[k];
    }
  }
  return callee.initialiser(*given.value);
}

void BodyLowering::fill_defaults(const CallPlan& plan, std::vector<cpp::Expr>& args) {
  const std::size_t own = first_own_default(plan);
  while (args.size() > own && !args.empty() && !args.back()) args.pop_back();
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (!args[i]) args[i] = filled_default(plan, i, args);
    if (!args[i]) args[i] = cpp::braced({});
  }
}

}  // namespace ariac::lower
