#include "ownership/escapes.hpp"

#include <algorithm>

#include "ast/walk.hpp"
#include "ownership/used_up.hpp"
#include "types/task_blocks.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;
using types::CalleeKind;
using types::CallPlan;
using types::TypeKind;

ClosureShape closure_shape(const types::TypeStore& store, types::TypeId type) {
  if (!type.valid()) return ClosureShape::open;
  switch (store[type].kind) {
    case TypeKind::function: return ClosureShape::written;
    case TypeKind::param:
    case TypeKind::projection:
    case TypeKind::unknown:
    case TypeKind::dyn: return ClosureShape::open;
    default: return store.is_option(type) ? closure_shape(store, store.option_inner(type)) : ClosureShape::none;
  }
}

class Escapes::Search {
 public:
  Search(const Escapes& around, LocalId param) : in_(around), param_(param) {}

  void visit(const Node& node) {
    if (found_) return;
    if (is_param(node)) {
      found_ = true;
      return;
    }
    if (in_.facts_.owning_closures.contains(node.id)) take_along(node.id);
    note_used_up(in_.instance_, in_.types_, in_.bindings_, node, used_up_);
    const CallPlan* plan = in_.instance_.calls.find(node.id);
    if (plan != nullptr)
      if (const Expr* mapped = types::mapped_by_tasks(*plan, in_.instance_, in_.types_.store, in_.bindings_, in_.interner_)) {
        found_ = found_ || is_param(*mapped);
        take_along(mapped->id);
      }
    if (const auto* call = as<Call>(&node)) return visit_call(*call, plan, node.id);
    // The call that a `with` makes has its plan there.
    if (const auto* with = as<With>(&node); with != nullptr && plan != nullptr && with->head->kind == NodeKind::Call) {
      visit_call(static_cast<const Call&>(*with->head), plan, node.id);
      for (const Stmt* stmt : with->body.statements) visit(*stmt);
      return;
    }
    for_each_child(node, [&](const Node& child) { visit(child); });
  }

  bool found() const { return found_; }

 private:
  bool is_param(const Node& node) const {
    return node.kind == NodeKind::NameExpr && in_.bindings_.entity(node.id).kind == resolve::Entity::Kind::local && in_.bindings_.entity(node.id).local == param_;
  }

  // The closure becomes the owner of what it captures, or runs where several do at once.
  void take_along(NodeId closure) {
    const auto& captured = in_.bindings_.captures_of(closure);
    found_ = found_ || std::ranges::find(captured, param_) != captured.end();
  }

  void visit_call(const Call& call, const CallPlan* plan, NodeId at) {
    if (!is_param(*call.callee)) visit(*call.callee);
    for (const Argument& argument : call.arguments) visit_argument(*argument.value, plan, at);
    if (call.block != nullptr) visit_argument(*call.block, plan, at);
  }

  void visit_argument(const Expr& argument, const CallPlan* plan, NodeId at) {
    const bool goes_on = is_param(argument);
    if (!goes_on && argument.kind != NodeKind::Lambda) return visit(argument);
    const bool is_kept = plan == nullptr || keeps(*plan, argument, at);
    if (goes_on) {
      found_ = found_ || is_kept;
      return;
    }
    if (is_kept) take_along(argument.id);
    visit(argument);
  }

  bool keeps(const CallPlan& plan, const Expr& argument, NodeId at) const {
    if (types::runs_blocks_as_tasks(plan, in_.bindings_, in_.interner_)) return true;
    if (used_up_.contains(at) && is_lazy(in_.bindings_, plan)) return false;
    for (std::size_t i = 0; i < plan.args.size(); ++i)
      if (plan.args[i].value == &argument) return in_.keeps_(plan, i);
    return true;      // one of several, `...fs`: they come as an array
  }

  const Escapes& in_;
  const LocalId param_;
  bool found_ = false;
  std::unordered_set<NodeId> used_up_;
};

bool Escapes::escapes(const Node& node, LocalId param) const {
  Search search(*this, param);
  search.visit(node);
  return search.found();
}

}  // namespace ariac::ownership
