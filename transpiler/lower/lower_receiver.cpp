// Receivers and arguments that a call is lent, and receivers of methods that take `self` over: `List List::push(aria::Int x) &&`.
#include <algorithm>

#include "effects/lent_parts.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

using types::ArgSource;
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
  if (callee != nullptr && (callee->name == "std::move" || callee->name == "std::exchange")) return receiver;
  const CallPlan* made = instance_.calls.find(plan.receiver->id);
  const bool own_value = made != nullptr && made->kind == CalleeKind::function && !input_.bindings.def(made->def).is_library && call != nullptr;
  return own_value ? receiver : cpp::construct(lower_types.object(plan.self_type), {std::move(receiver)});
}

// Whether code of the program runs during the call.
bool BodyLowering::runs_user_code(const CallPlan& plan) const {
  if (plan.kind == CalleeKind::value || (plan.def.valid() && !input_.bindings.def(plan.def).is_library)) return true;
  return std::ranges::any_of(plan.args, [](const ArgSource& source) { return source.value != nullptr && source.value->kind == ast::NodeKind::Lambda; });
}

// Whether the call changes the local whose value, or a part of it, is lent to it.
bool BodyLowering::changes_during(const CallPlan& plan, LocalId local) const {
  // A method of a shared object changes no variable that refers to it.
  const bool changes_receiver = plan.mut_receiver && plan.receiver != nullptr && !lower_types.is_shared(final_type(*plan.receiver));
  if (changes_receiver && root_local(*plan.receiver) == local && runs_user_code(plan)) return true;
  return std::ranges::any_of(plan.args, [&](const ArgSource& source) {
    return source.value != nullptr && writes(*source.value, local);
  });
}

// Whether a call that reads the value of an `Rc` may write that value through another handle, or lets somebody do so.
bool BodyLowering::changes_shared(const CallPlan& plan, const ast::Expr& at) const {
  if (plan.dereferences == 0 || plan.mut_receiver || !plan.self_type.valid() || lower_types.may_be_move_only(plan.self_type)) return false;
  const auto does = effects_.calls.find(at.id);
  const bool in_rc = shape(final_type(*plan.receiver)).def == store().well_known().rc;
  if (!in_rc || does == effects_.calls.end()) return false;
  const DefId whole = shape(plan.self_type).kind == types::TypeKind::named ? shape(plan.self_type).def : store().well_known().rc;
  const auto is_it = [&](DefId part) { return effects::may_be_same_part(whole, part, input_.types, input_.bindings); };
  return !does->second.parameters().empty() || std::ranges::any_of(does->second.written(), is_it);
}

// A place that is lent to a call stays what it was when the call began: where the call may change it, it is copied.
// What belongs to a shared object is read before the call, which would otherwise run under the object's lock.
cpp::Expr BodyLowering::lent(const CallPlan& plan, const ast::Expr& e, cpp::Expr made) {
  const bool names = (e.kind == ast::NodeKind::NameExpr || e.kind == ast::NodeKind::Member) && instance_.calls.find(e.id) == nullptr;
  if (!names && e.kind != ast::NodeKind::Index) return made;
  if (is_shared_state(e) && is_lent(e)) return made;
  const LocalId root = root_local(e);
  const bool shared = is_shared_state(e) && runs_user_code(plan);
  const resolve::LocalKind kind = root.valid() ? input_.bindings.local(root).kind : resolve::LocalKind::bare;
  const bool own = kind == resolve::LocalKind::self_param || kind == resolve::LocalKind::mut_self_param;
  if (shared && !own) {
    const std::string name = fresh(role_name(final_type(e)));
    emit(cpp::declare(cpp::const_of(lower_types.value(final_type(e))), name, std::move(made)));
    return cpp::name(name);
  }
  if (!root.valid() || lower_types.is_small(final_type(e)) || (!shared && !changes_during(plan, root))) return made;
  return cpp::construct(lower_types.value(final_type(e)), {std::move(made)});
}

}  // namespace ariac::lower
