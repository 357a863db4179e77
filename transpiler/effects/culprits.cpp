// The search goes in the order of the text. What a task does that nobody waits for there is no waiting.
#include "effects/culprits.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "ast/walk.hpp"

namespace ariac::effects {

namespace {

bool has_atom(const InstanceEffects& effects, const ast::Node& n, const EffectSet& atom) {
  const auto call = effects.calls.find(n.id);
  return call != effects.calls.end() && atom.atoms_beyond(call->second).empty() && std::ranges::includes(call->second.written(), atom.written());
}

// `f(g())`: the inner call if it is the one, since it runs first.
const ast::Node* innermost(const InstanceEffects& effects, const ast::Node& outer, const EffectSet& atom) {
  const ast::Node* best = &outer;
  ast::for_each_child(outer, [&](const ast::Node& child) {
    ast::walk(child, [&](const ast::Node& n) {
      if (has_atom(effects, n, atom)) best = &n;
      return true;
    });
  });
  return best;
}

}  // namespace

void Culprits::follow(InstanceId id, const ast::Node* culprit, const EffectSet& atom, diagnostics::Report& report) const {
  for (int frames = 0; frames < 8 && culprit != nullptr; ++frames) {
    const types::CallPlan* plan = types_[id].calls.find(culprit->id);
    if (plan == nullptr || !plan->instance.valid()) return;
    id = plan->instance;
    const auto* function = ast::as<ast::FunctionDecl>(bindings_.def(types_[id].def).decl);
    if (function == nullptr) return;
    culprit = first_with(id, function->body, atom);
    if (culprit != nullptr) report.call_note(culprit->range, "`" + std::string(interner_.text(function->name.symbol)) + "` does it here");
  }
}

bool Culprits::is_start(InstanceId id, const ast::Node* culprit) const {
  if (culprit == nullptr) return false;
  if (std::ranges::find(table_[id].bare_spawns, culprit->id) != table_[id].bare_spawns.end()) return true;
  const types::CallPlan* plan = types_[id].calls.find(culprit->id);
  return plan != nullptr && plan->instance.valid() && table_[plan->instance].takes_scope && !table_[plan->instance].row.has(Effect::async);
}

const ast::Node* Culprits::first_with(InstanceId id, const ast::Body& body, const EffectSet& atom) const {
  for (const ast::Stmt* stmt : body.statements)
    if (const ast::Node* found = first_in(id, *stmt, atom)) return found;
  const ast::Node* spawn = nullptr;
  for (const ast::Stmt* stmt : body.statements)
    ast::walk(*stmt, [&](const ast::Node& n) {
      if (spawn == nullptr && atom.has(Effect::async) && std::ranges::find(table_[id].bare_spawns, n.id) != table_[id].bare_spawns.end()) spawn = &n;
      return spawn == nullptr;
    });
  return spawn;
}

const ast::Node* Culprits::first_in(InstanceId id, const ast::Node& root, const EffectSet& atom) const {
  const InstanceEffects& effects = table_[id];
  const ast::Node* found = nullptr;
  std::unordered_set<NodeId> apart;      // values of such tasks
  ast::walk(root, [&](const ast::Node& n) {
    if (found != nullptr) return false;
    if (const auto* spawn = ast::as<ast::Spawn>(&n); spawn != nullptr && atom.has(Effect::async) && !has_atom(effects, n, atom))
      apart.insert(spawn->value->id);
    if (apart.contains(n.id)) return n.kind != ast::NodeKind::Lambda;
    if (has_atom(effects, n, atom)) found = innermost(effects, n, atom);
    return found == nullptr;
  });
  return found;
}

}  // namespace ariac::effects
