// Type arguments of calls that C++ is told: those that it cannot deduce.
#include <algorithm>
#include <functional>

#include "lower/body.hpp"
#include "lower/callables.hpp"
#include "lower/implicit_templates.hpp"
#include "lower/surrounding_params.hpp"

namespace ariac::lower {

using types::CallPlan;

// Type arguments of a library function that C++ cannot tell from the arguments: `mpsc<Int>(4)`, and those of its trait:
// `into<Cents>(x)`.
std::vector<cpp::Type> BodyLowering::undeduced(const CallPlan& plan) const {
  const auto own = input_.bindings.type_params(plan.def);
  const auto signature = input_.types.signatures.find(plan.def);
  if (signature == input_.types.signatures.end() || plan.type_args.size() < own.size()) return {};
  std::unordered_set<DefId> deduced;
  const auto mention = [&](const auto& self, TypeId type) -> void {
    if (!type.valid()) return;
    if (shape(type).kind == types::TypeKind::param) deduced.insert(shape(type).def);
    for (const TypeId arg : shape(type).args) self(self, arg);
  };
  for (const TypeId param : signature->second.params) mention(mention, param);
  std::vector<cpp::Type> out;
  const DefId trait = input_.bindings.def(plan.def).parent;
  if (input_.types.traits.contains(trait)) {
    const auto of_trait = input_.bindings.type_params(trait);
    for (std::size_t i = 0; i < of_trait.size() && i + 1 < plan.type_args.size(); ++i)
      if (!deduced.contains(of_trait[i])) out.push_back(lower_types.value(plan.type_args[i + 1]));
  }
  if (std::ranges::all_of(own, [&](DefId param) { return deduced.contains(param); })) return out;
  for (std::size_t i = plan.type_args.size() - own.size(); i < plan.type_args.size(); ++i) out.push_back(lower_types.value(plan.type_args[i]));
  return out;
}

// Type arguments that C++ cannot deduce: only the result mentions them, or a function type, which no lambda matches.
std::vector<cpp::Type> BodyLowering::explicit_types(const CallPlan& plan) const {
  std::vector<cpp::Type> out;
  for (const DefId param : surrounding_params(input_, plan.instance)) out.push_back(cpp::type(lower_types.value_of_param(param)));
  for (const TypeId given : implicit_template_arguments(input_, plan)) out.push_back(lower_types.value(given));
  const auto found = input_.types.signatures.find(plan.def);
  const auto own = input_.bindings.type_params(plan.def);
  if (found == input_.types.signatures.end() || found->second.untyped || own.empty() || plan.type_args.size() < own.size()) return out;
  const std::function<bool(TypeId, DefId)> deduces = [&](TypeId type, DefId param) {
    if (!type.valid() || shape(type).kind == types::TypeKind::function) return false;
    if (shape(type).kind == types::TypeKind::param && shape(type).def == param) return true;
    if (shape(type).kind == types::TypeKind::projection) return false;
    return std::ranges::any_of(shape(type).args, [&](TypeId arg) { return deduces(arg, param); });
  };
  const std::function<bool(TypeId, DefId)> mentions = [&](TypeId type, DefId param) {
    if (!type.valid()) return false;
    if (shape(type).kind == types::TypeKind::param && shape(type).def == param) return true;
    return std::ranges::any_of(shape(type).args, [&](TypeId arg) { return mentions(arg, param); });
  };
  // Which function of a trait is called, its impl says.
  const DefId impl = input_.bindings.def(plan.def).parent;
  const bool of_trait = input_.types.traits.contains(impl) || (input_.types.impls.contains(impl) && input_.types.impls.at(impl).trait.valid());
  std::size_t needed = 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const bool deduced = std::ranges::any_of(found->second.params, [&](TypeId type) { return deduces(type, own[i]); });
    // A std::function does not convert from a closure while its types are being deduced.
    bool in_function_type = false;
    for (std::size_t p = 0; p < found->second.params.size(); ++p) {
      const TypeId type = found->second.params[p];
      const bool function = type.valid() && shape(type).kind == types::TypeKind::function;
      const bool any = !of_trait && plan.instance.valid() && takes_any_callable(input_, plan.instance, p);
      in_function_type = in_function_type || (function && !any && mentions(type, own[i]));
    }
    if (!deduced || in_function_type) needed = i + 1;
  }
  const std::size_t first = plan.type_args.size() - own.size();
  for (std::size_t i = 0; i < needed; ++i) out.push_back(lower_types.value(plan.type_args[first + i]));
  return out;
}

}  // namespace ariac::lower
