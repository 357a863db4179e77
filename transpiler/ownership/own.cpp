// The passes of ownership in order.
#include "ownership/own.hpp"

#include "ast/walk.hpp"
#include "ownership/assignments.hpp"
#include "ownership/bodies.hpp"
#include "ownership/called_closures.hpp"
#include "ownership/captured_places.hpp"
#include "ownership/channel_ends.hpp"
#include "ownership/flow.hpp"
#include "ownership/kept_closures.hpp"
#include "ownership/last_uses.hpp"
#include "ownership/moves.hpp"
#include "ownership/overlapping_arguments.hpp"
#include "ownership/owning_places.hpp"

namespace ariac::ownership {

BodyFacts check_bodies(const resolve::Bindings& bindings, const support::Interner& interner, diagnostics::Sink& sink) {
  BodyFacts facts;
  Flow flow(bindings, interner, sink);
  Assignments assignments(bindings, interner, sink, facts);
  LastUses last_uses(bindings, facts);
  for_each_body(bindings, [&](const ast::Node* owner, std::span<const ast::Stmt* const> statements) {
    flow.check(statements);
    assignments.check(statements);
    last_uses.find(owner, statements);
    find_called_closures(bindings, owner, statements, facts);
    // Closures are bodies of their own in this respect.
    for (const ast::Stmt* stmt : statements)
      ast::walk(*stmt, [&](const ast::Node& node) {
        const auto* lambda = ast::as<ast::Lambda>(&node);
        if (lambda != nullptr) last_uses.find(lambda, lambda->body.statements);
        return !is_own_body(node);
      });
  });
  return facts;
}

namespace {

// Goes over all instances until no function keeps more than before. Returns what cannot be moved, of the last round.
std::vector<StuckValue> record_all_uses(const Facts& facts, const Keeping& keeping, UseTable& table) {
  std::vector<std::vector<bool>> closures_kept;
  for (const InstanceUses& uses : table.instances) closures_kept.push_back(uses.kept_params);
  for (;;) {
    bool grows = false;
    std::vector<StuckValue> stuck;
    for (std::size_t i = 0; i < facts.types.instances.size(); ++i) {
      const types::Instance& instance = facts.types.instances[i];
      if (instance.has_errors || !instance.def.valid()) continue;
      InstanceUses made;
      InstanceUses& before = table.instances[i];
      made.kept_params = closures_kept[i];
      made.escaping_params = before.escaping_params;
      made.taken_params = before.taken_params;
      made.taken = before.taken;
      record_uses(instance, facts, made, stuck);
      for (std::size_t p = 0; p < made.kept_params.size() && p < before.kept_params.size(); ++p)
        if (before.kept_params[p]) made.kept_params[p] = true;      // agreed on with other impls of a trait
      grows = grows || made.kept_params != before.kept_params || made.taken.size() != before.taken.size() || made.copied_params.size() != before.copied_params.size();
      before = std::move(made);
    }
    if (keeping.agree_on_traits(table)) grows = true;
    if (!grows) return stuck;
  }
}

// Where the variable has the type that the closure was written with.
void record_called_closures(const resolve::Bindings& bindings, const BodyFacts& facts, const types::Instance& instance, InstanceUses& out) {
  const resolve::Def& def = bindings.def(instance.def);
  const auto found = facts.called_closures.find(def.kind == resolve::DefKind::program ? nullptr : def.decl);
  if (found == facts.called_closures.end()) return;
  for (const auto& [local, closure] : found->second) {
    const auto type = instance.locals.find(local);
    const types::TypeId* made = instance.types.find(closure);
    if (type != instance.locals.end() && made != nullptr && *made == type->second && instance.coercions.find(closure) == nullptr) out.called_closures.insert(local);
  }
}

}  // namespace

UseTable own(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
             diagnostics::Sink& sink) {
  const BodyFacts bodies = check_bodies(bindings, interner, sink);
  UseTable table;
  table.instances.resize(types.instances.size());
  find_kept_closures(bindings, types, interner, bodies, table);
  check_trait_promises(bindings, types, interner, table, sink);
  const types::MoveOnly move_only(types, bindings);
  const Keeping keeping(bindings, types, move_only, table);
  const Facts facts{types, bindings, interner, bodies, move_only, keeping,
                    [&](const types::CallPlan& plan, std::size_t arg) { return keeps_closure(bindings, types, table, plan, arg); }};
  report_stuck(record_all_uses(facts, keeping, table), types, bindings, interner, sink);
  const ChannelEnds ends(bindings, types, interner);
  for (std::size_t i = 0; i < types.instances.size(); ++i) {
    if (types.instances[i].has_errors || !types.instances[i].def.valid()) continue;
    ends.record(types.instances[i], table.instances[i]);
    record_called_closures(bindings, bodies, types.instances[i], table.instances[i]);
    check_captured_places(types.instances[i], types, bindings, interner, bodies, table, table.instances[i], sink);
    check_overlapping_arguments(types.instances[i], types, bindings, interner, sink);
    if (!table.instances[i].moves.empty()) check_moves(types.instances[i], bindings, interner, table.instances[i], sink);
  }
  return table;
}

}  // namespace ariac::ownership
