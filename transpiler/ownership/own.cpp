#include "ownership/own.hpp"

#include "ownership/assignments.hpp"
#include "ownership/bodies.hpp"
#include "ownership/flow.hpp"
#include "ownership/kept_closures.hpp"
#include "ownership/last_uses.hpp"
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
  for (std::size_t i = 0; i < types.instances.size(); ++i)
    if (!types.instances[i].has_errors && types.instances[i].def.valid())
      record_uses(types.instances[i], bindings, facts, keeps, table.instances[i]);
  return table;
}

}  // namespace ariac::ownership
