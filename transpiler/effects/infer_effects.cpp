// Collect, find the scopes, solve, check promises, and read the rows into the table.
#include "effects/infer_effects.hpp"

#include "effects/callbacks.hpp"
#include "effects/check_lent_parts.hpp"
#include "effects/check_rows.hpp"
#include "effects/collect.hpp"
#include "effects/endless_recursion.hpp"
#include "effects/task_scopes.hpp"

namespace ariac::effects {

namespace {

void read_rows(const ProgramUnknowns& program, EffectTable& table) {
  for (std::size_t i = 0; i < program.instances.size(); ++i) {
    const InstanceUnknowns& unknowns = program.instances[i];
    InstanceEffects& effects = table.instances[i];
    effects.row = program.equations.row(unknowns.row);
    if (unknowns.body.valid()) effects.body = program.equations.row(unknowns.body);
    for (auto [node, row] : unknowns.closures) effects.closures.emplace(node, program.equations.row(row));
    for (auto [node, row] : unknowns.calls) {
      const EffectSet& does = program.equations.row(row);
      if (!does.is_empty() || !does.written().empty()) effects.calls.emplace(node, does);
    }
  }
}

}  // namespace

EffectTable infer_effects(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                          diagnostics::Sink& sink, Demands demands) {
  EffectTable table;
  ProgramUnknowns program;
  table.instances.resize(types.instances.size());
  program.instances.resize(types.instances.size());
  for (std::size_t i = 0; i < types.instances.size(); ++i) {
    program.instances[i].row = program.equations.unknown();
    for (std::size_t param = 0; param < types.instances[i].params.size(); ++param)
      program.instances[i].handed.push_back(program.equations.unknown());
  }
  Collect collect(bindings, types, interner, program, table);
  for (std::uint32_t i = 0; i < types.instances.size(); ++i) collect.instance(InstanceId(i));
  assign_scopes(bindings, types, program, table);
  program.equations.solve();
  read_rows(program, table);
  check_rows(bindings, types, interner, table, program, sink);
  check_lent_parts(bindings, types, interner, table, program, sink);
  check_callbacks(bindings, types, interner, table, program, sink);
  refuse_endless_recursion(bindings, types, interner, table, sink);
  if (demands.lints) lint_bare_spawns(bindings, types, table, sink);
  if (demands.no_tasks) refuse_tasks(bindings, types, interner, table, sink);
  return table;
}

}  // namespace ariac::effects
