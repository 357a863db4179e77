#include "lower/called_operators.hpp"

namespace ariac::lower {

bool is_called_operator(const Input& input, const types::CallPlan* plan) {
  if (plan == nullptr) return false;
  if (!input.bindings.def(plan->def).is_library) return true;
  if (plan->kind != types::CalleeKind::trait_method) return false;
  const types::Type& type = input.types.store[plan->self_type];
  return type.kind != types::TypeKind::named || !input.bindings.def(type.def).is_library;
}

}  // namespace ariac::lower
