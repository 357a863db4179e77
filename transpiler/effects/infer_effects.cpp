#include "effects/infer_effects.hpp"

#include <string>

#include "ast/walk.hpp"
#include "diagnostics/catalogue/effects.hpp"
#include "effects/collect.hpp"
#include "effects/task_scopes.hpp"
#include "effects/written_row.hpp"

namespace ariac::effects {

namespace {

class Promises {
 public:
  Promises(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
           const EffectTable& table, diagnostics::Sink& sink)
      : bindings_(bindings), types_(types), interner_(interner), table_(table), sink_(sink) {}

  void check(InstanceId id) {
    const types::Instance& instance = types_[id];
    const auto* function = ast::as<ast::FunctionDecl>(bindings_.def(instance.def).decl);
    if (function == nullptr || !function->has_body || instance.has_errors) return;
    const ast::EffectRow* row = promise_of(instance.def, *function);
    if (row == nullptr) return;
    const EffectSet promise = written_row(*row, bindings_, interner_);
    for (const EffectSet& atom : table_[id].row.atoms_beyond(promise)) report(id, *function, *row, atom);
  }

  // A function handed to a place whose type has a row.
  void check(const KeptPromise& kept, const EffectSet& found) {
    if (types_[kept.instance].has_errors) return;
    const EffectSet promise = written_row(*kept.promise, bindings_, interner_);
    for (const EffectSet& atom : found.atoms_beyond(promise)) {
      const std::string effect = name_of(atom);
      auto report = sink_.report(kept.value->range, diag::FunctionDoesMore{.effect = effect});
      report.primary("this function has the effect `" + effect + "`");
      report.label(kept.promise->range, "functions without it are wanted here");
      if (const auto* closure = ast::as<ast::Lambda>(kept.value)) {
        const ast::Node* culprit = first_with(kept.instance, closure->body, atom);
        if (culprit != nullptr) report.call_note(culprit->range, "it does it here");
        follow(kept.instance, culprit, atom, report);
      }
    }
  }

 private:
  // Written at the function, or at the method of the trait that it implements.
  const ast::EffectRow* promise_of(DefId id, const ast::FunctionDecl& function) const {
    if (function.effects.written) return &function.effects;
    const auto impl = types_.impls.find(bindings_.def(id).parent);
    if (impl == types_.impls.end() || !impl->second.trait.valid()) return nullptr;
    for (DefId declared : bindings_.members(impl->second.trait)) {
      const auto* method = ast::as<ast::FunctionDecl>(bindings_.def(declared).decl);
      if (method != nullptr && bindings_.def(declared).name == bindings_.def(id).name && method->effects.written) return &method->effects;
    }
    return nullptr;
  }

  std::string name_of(const EffectSet& atom) const {
    const std::string row = print(atom, bindings_, interner_);
    return row.substr(1, row.size() - 2);
  }

  void report(InstanceId id, const ast::FunctionDecl& function, const ast::EffectRow& row, const EffectSet& atom) {
    const std::string effect = name_of(atom);
    const ast::Node* culprit = first_with(id, function.body, atom);
    source::SourceRange at = culprit != nullptr ? culprit->range : function.name.range;
    auto report = sink_.report(at, diag::BrokenPromise{.name = std::string(interner_.text(function.name.symbol)), .effect = effect});
    report.primary("this has the effect `" + effect + "`");
    report.label(row.range, "the promise is made here");
    follow(id, culprit, atom, report);
    report.help("add `" + effect + "` to the row, or leave the row out");
  }

  // The calls that lead from the culprit to where the effect arises.
  void follow(InstanceId id, const ast::Node* culprit, const EffectSet& atom, diagnostics::Report& report) {
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

  const ast::Node* first_with(InstanceId id, const ast::Body& body, const EffectSet& atom) const {
    const InstanceEffects& effects = table_[id];
    const ast::Node* found = nullptr;
    for (const ast::Stmt* stmt : body.statements) {
      ast::walk(*stmt, [&](const ast::Node& n) {
        if (found != nullptr) return false;
        auto call = effects.calls.find(n.id);
        if (call != effects.calls.end() && atom.atoms_beyond(call->second).empty()) found = innermost(effects, n, atom);
        return found == nullptr;
      });
      if (found != nullptr) break;
    }
    return found;
  }

  // `f(g())`: the inner call if it is the one, since it runs first.
  static const ast::Node* innermost(const InstanceEffects& effects, const ast::Node& outer, const EffectSet& atom) {
    const ast::Node* best = &outer;
    ast::for_each_child(outer, [&](const ast::Node& child) {
      ast::walk(child, [&](const ast::Node& n) {
        auto call = effects.calls.find(n.id);
        if (call != effects.calls.end() && atom.atoms_beyond(call->second).empty()) best = &n;
        return true;
      });
    });
    return best;
  }

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  const EffectTable& table_;
  diagnostics::Sink& sink_;
};

void read_rows(const ProgramUnknowns& program, EffectTable& table) {
  for (std::size_t i = 0; i < program.instances.size(); ++i) {
    const InstanceUnknowns& unknowns = program.instances[i];
    InstanceEffects& effects = table.instances[i];
    effects.row = program.equations.row(unknowns.row);
    if (unknowns.body.valid()) effects.body = program.equations.row(unknowns.body);
    for (auto [node, row] : unknowns.closures) effects.closures.emplace(node, program.equations.row(row));
    for (auto [node, row] : unknowns.calls) {
      if (!program.equations.row(row).is_pure()) effects.calls.emplace(node, program.equations.row(row));
    }
  }
}

}  // namespace

EffectTable infer_effects(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                          diagnostics::Sink& sink) {
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
  program.equations.solve();
  read_rows(program, table);
  assign_scopes(bindings, types, table);
  Promises promises(bindings, types, interner, table, sink);
  for (std::uint32_t i = 0; i < types.instances.size(); ++i) promises.check(InstanceId(i));
  for (const KeptPromise& kept : program.promises) promises.check(kept, program.equations.row(kept.row));
  return table;
}

}  // namespace ariac::effects
