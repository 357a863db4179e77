// Questions of lowering, answered from the rows of the calls below a node.
#include "effects/suspension.hpp"

#include "ast/walk.hpp"

namespace ariac::effects {

bool may_suspend_inside(const EffectTable& table, InstanceId instance, const ast::Node& node) {
  const InstanceEffects& effects = table[instance];
  bool found = false;
  ast::walk(node, [&](const ast::Node& n) {
    if (found) return false;
    auto call = effects.calls.find(n.id);
    found = call != effects.calls.end() && may_suspend(call->second);
    // What a closure does counts where it is called.
    return !found && n.kind != ast::NodeKind::Lambda && n.kind != ast::NodeKind::DeclStmt;
  });
  return found;
}

bool may_suspend_inside(const EffectTable& table, InstanceId instance, const ast::Body& body) {
  for (const ast::Stmt* stmt : body.statements) {
    if (may_suspend_inside(table, instance, *stmt)) return true;
  }
  return false;
}

bool is_job(const EffectTable& table, InstanceId instance, const ast::Spawn& spawn) {
  const InstanceEffects& effects = table[instance];
  auto found = effects.closures.find(spawn.value->id);
  if (found == effects.closures.end()) return false;
  const EffectSet& row = found->second;
  return !may_suspend(row) && !row.has(Effect::blocking) && !row.has(Effect::foreign);
}

}  // namespace ariac::effects
