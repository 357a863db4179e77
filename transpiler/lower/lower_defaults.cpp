// Defaults of parameters at a call.
//
// What C++ can say itself stands in the prototype, and a call leaves it out at its end. All others are computed by the
// caller as the callee means them: those between given arguments, those that name another parameter, and those of a
// trait's method, whose impls need not repeat them.
#include <algorithm>

#include "ast/walk.hpp"
#include "cpp/print.hpp"
#include "effects/suspension.hpp"
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

// Whether the instance knows the default: an untyped one that all its calls give may not even fit.
bool knows_default(const types::Instance& instance, const ast::Param& param) { return instance.types.find(param.fallback->id) != nullptr; }

// The first parameter (with `self`) from which on the C++ prototype has the defaults: those before name other parameters,
// spawn tasks for their caller, are known to other calls only, or stand before one without: `times = 3, f: Fn(Int) -> Int`.
std::size_t first_in_prototype(const Input& input, types::InstanceId id, const ast::FunctionDecl& decl) {
  std::size_t first = types::first_plain_default(input.bindings, decl);
  for (std::size_t i = 0; i < decl.params.size(); ++i) {
    if (decl.params[i].fallback == nullptr) {
      if (!decl.params[i].rest) first = std::max(first, i + 1);
      continue;
    }
    const bool unknown = id.valid() && !knows_default(input.types[id], decl.params[i]);
    if (unknown || effects::needs_scope(input.effects, id, decl.params[i].fallback->id)) first = std::max(first, i + 1);
  }
  return first;
}

// The first argument from which on the C++ function has the defaults itself.
std::size_t BodyLowering::first_own_default(const CallPlan& plan) const {
  const auto* decl = plan.def.valid() ? ast::as<ast::FunctionDecl>(input_.bindings.def(plan.def).decl) : nullptr;
  if (decl == nullptr) return 0;
  const resolve::Def& def = input_.bindings.def(plan.def);
  if (def.is_library || def.is_extern) return 0;
  const std::size_t self = self_params(*decl);
  const auto impl = input_.types.impls.find(def.parent);
  const bool of_trait = impl != input_.types.impls.end() && impl->second.trait.valid();
  if (of_trait || plan.kind == CalleeKind::trait_method || plan.kind == CalleeKind::dyn_method) return decl->params.size();
  std::size_t first = first_in_prototype(input_, plan.instance, *decl);
  for (std::size_t i = self; i < decl->params.size(); ++i) {
    if (default_acts(plan, i - self)) first = std::max(first, i + 1);
    if (decl->params[i].fallback == nullptr && types::default_of(input_.types, input_.bindings, plan.def, i).value != nullptr) first = std::max(first, i + 1);
  }
  return first > self ? first - self : 0;
}

// Whether an argument that is left out has a default that does something others could notice.
bool BodyLowering::default_acts(const CallPlan& plan, std::size_t i) const {
  if (i >= plan.args.size() || plan.args[i].kind != types::ArgSource::Kind::default_value || input_.bindings.def(plan.def).is_library) return false;
  const types::OmittedValue given = types::omitted_value(input_.types, input_.bindings, plan, i);
  if (given.value == nullptr || !given.instance.valid() || ast::is_literal(*given.value)) return false;
  return BodyLowering(input_, names_, module_, input_.types[given.instance], given.instance).acts(*given.value);
}

bool BodyLowering::a_default_acts(const CallPlan& plan) const {
  for (std::size_t i = 0; i < plan.args.size(); ++i)
    if (default_acts(plan, i)) return true;
  return false;
}

// Whether what is written in a call could tell if a default were evaluated before it.
bool BodyLowering::may_notice(const ast::Expr& written) const {
  return written.kind != ast::NodeKind::Lambda && !root_local(written).valid() && !ast::is_literal(written);
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
  const types::OmittedValue given = types::omitted_value(input_.types, input_.bindings, plan, i);
  if (given.value == nullptr || !given.instance.valid()) return nullptr;
  const auto* owner = ast::as<ast::FunctionDecl>(input_.bindings.def(given.declarer).decl);
  const types::Instance& instance = input_.types[given.instance];
  BodyLowering callee(input_, names_, module_, instance, given.instance);
  callee.computes_for(*this, given.instance);
  const auto& type_args = plan.type_args;
  if (given.declarer == plan.def) {
    for (std::size_t k = 0; k < instance.type_args.size() && k < type_args.size(); ++k) {
      if (shape(instance.type_args[k]).kind == types::TypeKind::param) callee.lower_types.rename(shape(instance.type_args[k]).def, cpp::print(lower_types.value(type_args[k])));
    }
  }
  if (input_.bindings.def(input_.bindings.def(given.declarer).parent).kind == DefKind::trait && plan.self_type.valid()) {
    callee.lower_types.rename(input_.bindings.def(given.declarer).parent, cpp::print(lower_types.value(plan.self_type)));
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
  cpp::Expr made = callee.initialiser(*given.value);
  scope_used_ = scope_used_ || callee.scope_used_;
  return made;
}

// A default of another declaration is computed here: its tasks are those of the function around.
void BodyLowering::computes_for(const BodyLowering& caller, types::InstanceId id) {
  taken_ = caller.taken_;
  scopes_ = caller.scopes_;
  in_caller_ = caller.in_caller_ || !caller.functions_.empty();
  id_ = id;
}

// A field's default that spawns, by whoever constructs the object.
cpp::Expr BodyLowering::filled_field(const CallPlan& plan, std::size_t i) {
  const types::OmittedValue given = types::omitted_value(input_.types, input_.bindings, plan, i);
  if (given.value == nullptr || !given.instance.valid() || !effects::needs_scope(input_.effects, given.instance, given.value->id)) return nullptr;
  BodyLowering type(input_, names_, module_, input_.types[given.instance], given.instance);
  type.computes_for(*this, given.instance);
  cpp::Expr made = type.initialiser(*given.value);
  scope_used_ = scope_used_ || type.scope_used_;
  return made;
}

void BodyLowering::fill_defaults(const CallPlan& plan, std::vector<cpp::Expr>& args) {
  const std::size_t own = first_own_default(plan);
  while (args.size() > own && !args.empty() && !args.back()) args.pop_back();
  // They come after what is written, one after the other.
  const bool acting = a_default_acts(plan);
  for (std::size_t i = 0; i < args.size() && acting; ++i) {
    const ast::Expr* written = plan.args[i].value;
    const bool is_place = (plan.mut_params >> i & 1) != 0;
    if (args[i] && written != nullptr && !is_place && may_notice(*written)) args[i] = kept(std::move(args[i]), *written);
  }
  for (std::size_t i = 0; i < args.size(); ++i) {
    const bool written = args[i] != nullptr;
    if (!written) args[i] = filled_default(plan, i, args);
    if (!args[i]) args[i] = cpp::braced({});
    else if (!written && acting && i + 1 < args.size()) args[i] = under_name(std::move(args[i]), plan.param_types[i]);
  }
}

}  // namespace ariac::lower
