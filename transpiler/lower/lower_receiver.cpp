// Receivers of methods that take `self` over: `List List::push(aria::Int x) &&`.
#include "lower/body.hpp"

namespace ariac::lower {

using types::CalleeKind;
using types::CallPlan;

bool BodyLowering::takes_self(const CallPlan& plan) const {
  return plan.instance.valid() && plan.kind == CalleeKind::function && plan.receiver != nullptr && input_.uses[plan.instance].takes_over(0);
}

// A method that takes `self` over is called on a value of its own: one that is not needed any more, or a copy.
cpp::Expr BodyLowering::given_away(const CallPlan& plan, cpp::Expr receiver) const {
  for (int i = 0; i < plan.dereferences; ++i) receiver = cpp::unary("*", std::move(receiver));
  const auto* call = cpp::as<cpp::Call>(receiver);
  const auto* callee = call != nullptr ? cpp::as<cpp::Name>(call->callee) : nullptr;
  if (callee != nullptr && callee->name == "std::move") return receiver;
  const CallPlan* made = instance_.calls.find(plan.receiver->id);
  const bool own_value = made != nullptr && made->kind == CalleeKind::function && !input_.bindings.def(made->def).is_library && call != nullptr;
  return own_value ? receiver : cpp::construct(lower_types.object(plan.self_type), {std::move(receiver)});
}

}  // namespace ariac::lower
