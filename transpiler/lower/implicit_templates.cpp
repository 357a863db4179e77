#include "lower/implicit_templates.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "ast/match.hpp"
#include "lower/callables.hpp"
#include "lower/impls.hpp"
#include "lower/surrounding_params.hpp"

namespace ariac::lower {

namespace {

// Whether a function becomes a member of a class.
bool is_member(const Input& input, DefId function) {
  const DefId parent = input.bindings.def(function).parent;
  const DefKind kind = input.bindings.def(parent).kind;
  const auto impl = input.types.impls.find(parent);
  return kind == DefKind::struct_ || kind == DefKind::enum_ || (impl != input.types.impls.end() && !impl->second.trait.valid() && is_member_impl(input, impl->second));
}

// What stands for each parameter where a template's type is another one.
class Given {
 public:
  explicit Given(const Input& input) : input_(input) {}

  void learn(TypeId of_template, TypeId type) {
    if (!of_template.valid() || !type.valid()) return;
    const types::Type& shape = input_.types.store[of_template];
    const types::Type& other = input_.types.store[type];
    if (shape.kind == types::TypeKind::param) types_.try_emplace(shape.def, type);
    else if (shape.kind != types::TypeKind::projection)
      for (std::size_t i = 0; i < shape.args.size() && i < other.args.size(); ++i) learn(shape.args[i], other.args[i]);
  }
  TypeId of(DefId param) const {
    const auto found = types_.find(param);
    return found != types_.end() ? found->second : TypeId();
  }

 private:
  const Input& input_;
  std::unordered_map<DefId, TypeId> types_;
};

// Whether C++ finds the parameter in what is given for a type. A lambda tells nothing of a function type's parts.
bool deduces(const Input& input, TypeId type, DefId param) {
  if (!type.valid()) return false;
  const types::Type& shape = input.types.store[type];
  if (shape.kind == types::TypeKind::function || shape.kind == types::TypeKind::projection) return false;
  if (shape.kind == types::TypeKind::param && shape.def == param) return true;
  return std::ranges::any_of(shape.args, [&](TypeId arg) { return deduces(input, arg, param); });
}

bool mentions(const Input& input, TypeId type, DefId param) {
  const types::Type& shape = input.types.store[type];
  if (shape.kind == types::TypeKind::param && shape.def == param) return true;
  return std::ranges::any_of(shape.args, [&](TypeId arg) { return mentions(input, arg, param); });
}

bool is_deduced(const Input& input, types::InstanceId function, DefId param) {
  const types::Instance& instance = input.types[function];
  const auto* decl = ast::as<ast::FunctionDecl>(input.bindings.def(instance.def).decl);
  bool found = false;
  for (std::size_t i = 0; i < instance.params.size() && i < decl->params.size(); ++i) {
    const TypeId type = instance.params[i];
    const ast::Param& written = decl->params[i];
    if (!type.valid() || (written.is_self && is_member(input, instance.def))) continue;
    // A std::function does not convert from a closure while its types are being deduced.
    const bool function_type = input.types.store[type].kind == types::TypeKind::function;
    if (function_type && mentions(input, type, param) && !takes_any_callable(input, function, i)) return false;
    found = found || (written.fallback == nullptr && !written.rest && deduces(input, type, param));
  }
  return found;
}

}  // namespace

std::vector<DefId> params_of_object(const Input& input, types::InstanceId method) {
  std::vector<DefId> out;
  const types::Instance& instance = input.types[method];
  if (!instance.implicit || !instance.self_type.valid() || !is_member(input, instance.def)) return out;
  for (const TypeId arg : input.types.store[instance.self_type].args) {
    const types::Type& shape = input.types.store[arg];
    const bool first = shape.kind == types::TypeKind::param && std::ranges::find(out, shape.def) == out.end();
    out.push_back(first ? shape.def : DefId());
  }
  return out;
}

std::vector<DefId> params_of_template(const Input& input, types::InstanceId function, std::span<const DefId> around) {
  const types::Instance& instance = input.types[function];
  std::vector<DefId> out = surrounding_params(input, function);
  const std::vector<DefId> of_object = params_of_object(input, function);
  const std::function<void(TypeId)> add = [&](TypeId type) {
    const types::Type& shape = input.types.store[type];
    for (const TypeId arg : shape.args) add(arg);
    if (shape.kind != types::TypeKind::param || std::ranges::find(out, shape.def) != out.end()) return;
    const bool of_type = std::ranges::find(around, shape.def) != around.end() || std::ranges::find(of_object, shape.def) != of_object.end();
    const bool of_trait = !instance.implicit && (input.bindings.def(shape.def).kind == DefKind::trait || input.bindings.def(input.bindings.def(shape.def).parent).kind == DefKind::trait);
    if (!of_type && !of_trait && !input.types.told_by_bound.contains(shape.def)) out.push_back(shape.def);
  };
  for (const TypeId arg : instance.type_args) add(arg);
  for (const TypeId param : instance.params) {
    if (instance.implicit) add(param);
  }
  return out;
}

std::vector<TypeId> implicit_template_arguments(const Input& input, const types::CallPlan& plan) {
  if (!plan.instance.valid()) return {};
  const types::Instance& callee = input.types[plan.instance];
  if (!callee.implicit || !callee.is_template || !surrounding_params(input, plan.instance).empty()) return {};
  Given given(input);
  for (std::size_t i = 0; i < callee.type_args.size() && i < plan.type_args.size(); ++i) given.learn(callee.type_args[i], plan.type_args[i]);
  const std::size_t self = callee.params.size() - std::min(callee.params.size(), plan.param_types.size());
  if (self == 1) given.learn(callee.params[0], plan.self_type);
  for (std::size_t i = self; i < callee.params.size(); ++i) given.learn(callee.params[i], plan.param_types[i - self]);
  const DefId parent = input.bindings.def(callee.def).parent;
  const auto impl = input.types.impls.find(parent);
  const bool of_trait = impl != input.types.impls.end() && impl->second.trait.valid();
  const std::span<const DefId> around = of_trait || is_member(input, callee.def) ? input.bindings.type_params(parent) : std::span<const DefId>();
  const std::vector<DefId> params = params_of_template(input, plan.instance, around);
  std::vector<TypeId> out;
  std::size_t needed = 0;
  for (const DefId param : params) {
    out.push_back(given.of(param));
    if (!out.back().valid()) return {};
    if (!is_deduced(input, plan.instance, param)) needed = out.size();
  }
  out.resize(needed);
  return out;
}

}  // namespace ariac::lower
