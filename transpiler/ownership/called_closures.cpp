#include "ownership/called_closures.hpp"

#include "ast/walk.hpp"
#include "ownership/bodies.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;

void find_called_closures(const resolve::Bindings& bindings, const Node* owner, std::span<const Stmt* const> body, BodyFacts& facts) {
  struct Variable {
    const Lambda* closure = nullptr;
    int given = 0;
    bool is_handed_around = false;
  };
  std::unordered_map<LocalId, Variable> variables;
  std::unordered_set<NodeId> places;                // names that are assigned to or called
  const auto give = [&](LocalId local, const Expr* value) {
    if (!local.valid()) return;
    const auto* closure = as<Lambda>(value);
    variables[local].given += closure != nullptr ? 1 : 2;
    variables[local].closure = closure;
  };
  const auto look = [&](const Node& node) {
    if (is_own_body(node)) return false;
    if (const auto* let = as<Let>(&node))
      if (const auto* name = as<BindingPattern>(let->pattern)) give(bindings.local_of(name->id), let->value);
    if (const auto* assign = as<Assign>(&node); assign != nullptr && assign->target->kind == NodeKind::NameExpr) {
      give(bindings.entity(assign->target->id).local, assign->value);
      places.insert(assign->target->id);
    }
    if (const auto* call = as<Call>(&node)) places.insert(call->callee->id);
    if (node.kind == NodeKind::NameExpr && !places.contains(node.id)) variables[bindings.entity(node.id).local].is_handed_around = true;
    return true;
  };
  for (const Stmt* stmt : body) walk(*stmt, look);
  for (const auto& [local, variable] : variables)
    if (variable.closure != nullptr && variable.given == 1 && !variable.is_handed_around) facts.called_closures[owner].push_back({local, variable.closure->id});
}

}  // namespace ariac::ownership
