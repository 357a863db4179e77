// The passes of ownership in order.
#include "ownership/own.hpp"

#include "ast/walk.hpp"
#include "ownership/assignments.hpp"
#include "ownership/bodies.hpp"
#include "ownership/captured_places.hpp"
#include "ownership/channel_ends.hpp"
#include "ownership/flow.hpp"
#include "ownership/kept_closures.hpp"
#include "ownership/last_uses.hpp"
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
    // Tasks and lambda values are bodies of their own in this respect.
    for (const ast::Stmt* stmt : statements)
      ast::walk(*stmt, [&](const ast::Node& node) {
        const auto* lambda = ast::as<ast::Lambda>(&node);
        if (lambda != nullptr && facts.owning_closures.contains(lambda->id)) last_uses.find(lambda, lambda->body.statements);
        return !is_own_body(node);
      });
  });
  return facts;
}

UseTable own(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
             diagnostics::Sink& sink) {
  const BodyFacts facts = check_bodies(bindings, interner, sink);
  UseTable table;
  table.instances.resize(types.instances.size());
  find_kept_closures(bindings, types, facts, table);
  const Keeps keeps = [&](const types::CallPlan& plan, std::size_t arg) { return keeps_closure(bindings, types, table, plan, arg); };
  const ChannelEnds ends(bindings, types, interner);
  for (std::size_t i = 0; i < types.instances.size(); ++i) {
    if (types.instances[i].has_errors || !types.instances[i].def.valid()) continue;
    record_uses(types.instances[i], types, bindings, facts, keeps, table.instances[i]);
    ends.record(types.instances[i], table.instances[i]);
    check_captured_places(types.instances[i], types, bindings, interner, facts, table.instances[i], sink);
    check_overlapping_arguments(types.instances[i], types, bindings, interner, sink);
  }
  return table;
}

}  // namespace ariac::ownership
