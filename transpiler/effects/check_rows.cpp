#include "effects/check_rows.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "ast/walk.hpp"
#include "diagnostics/catalogue/concurrency.hpp"
#include "diagnostics/catalogue/effects.hpp"
#include "diagnostics/catalogue/warnings.hpp"
#include "effects/culprits.hpp"
#include "effects/written_row.hpp"
#include "types/print_type.hpp"

namespace ariac::effects {

namespace {

// What a definition runs, if it is something that runs.
const ast::Body* body_of(const resolve::Bindings& bindings, DefId id) {
  const resolve::Def& def = bindings.def(id);
  if (const auto* function = ast::as<ast::FunctionDecl>(def.decl)) return &function->body;
  if (const auto* test = ast::as<ast::TestDecl>(def.decl)) return &test->body;
  return def.kind == resolve::DefKind::program ? &bindings.modules[def.module.index()].tree->items : nullptr;
}

class RowChecks {
 public:
  RowChecks(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
           const EffectTable& table, diagnostics::Sink& sink)
      : bindings_(bindings), types_(types), interner_(interner), table_(table), culprits_(bindings, types, interner, table), sink_(sink) {}

  void check(InstanceId id) {
    const types::Instance& instance = types_[id];
    const auto* function = ast::as<ast::FunctionDecl>(bindings_.def(instance.def).decl);
    if (function == nullptr || !function->has_body || instance.has_errors) return;
    const ast::EffectRow* row = promise_of(instance.def, *function);
    if (row == nullptr) return;
    const EffectSet promise = written_row(*row, bindings_, interner_);
    for (const EffectSet& atom : table_[id].row.atoms_beyond(promise)) report(id, *function, *row, atom);
  }

  // A constant is made at the start of the program, before anything that could answer for it.
  void check_constant(InstanceId id) {
    const types::Instance& instance = types_[id];
    const resolve::Def& def = bindings_.def(instance.def);
    const auto* constant = ast::as<ast::ConstDecl>(def.decl);
    if (constant == nullptr || constant->value == nullptr || instance.has_errors || def.is_library) return;
    EffectSet allowed = EffectSet::of(Effect::mut);
    for (const EffectSet& atom : table_[id].row.atoms_beyond(allowed)) {
      const std::string effect = name_of(atom);
      if (effect.starts_with("Raise")) continue;
      const ast::Node* culprit = culprits_.first_in(id, *constant->value, atom);
      auto report = sink_.report(culprit != nullptr ? culprit->range : constant->value->range, diag::ConstantActs{.name = interner_.text(def.name), .effect = effect});
      report.primary("this has the effect `" + effect + "`");
      culprits_.follow(id, culprit, atom, report);
      report.help("make the value in `main` and hand it on");
      return;
    }
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
        const ast::Node* culprit = culprits_.first_with(kept.instance, closure->body, atom);
        if (culprit != nullptr) report.call_note(culprit->range, "it does it here");
        culprits_.follow(kept.instance, culprit, atom, report);
      }
    }
  }

  // A method of a shared class runs under the object's lock, which does not park.
  void check_shared(InstanceId id) {
    const types::Instance& instance = types_[id];
    const auto* function = ast::as<ast::FunctionDecl>(bindings_.def(instance.def).decl);
    if (function == nullptr || instance.has_errors || !instance.self_type.valid()) return;
    if (function->params.empty() || !function->params.front().is_self || types_.store[instance.self_type].kind != types::TypeKind::named) return;
    const auto info = types_.types.find(types_.store[instance.self_type].def);
    const EffectSet suspends = EffectSet::of(Effect::async);
    if (info == types_.types.end() || !info->second.is_shared || !table_[id].row.has(Effect::async)) return;
    const ast::Node* culprit = culprits_.first_with(id, function->body, suspends);
    const std::string name(interner_.text(function->name.symbol));
    auto report = sink_.report(culprit != nullptr ? culprit->range : function->name.range, diag::SharedMethodSuspends{.method = name});
    const bool starts = culprits_.is_start(id, culprit);
    report.primary(starts ? "the method waits for this task before it returns" : "this may suspend");
    report.label(function->name.range, "a method of the shared class `" + type_name(instance.self_type) + "`");
    culprits_.follow(id, culprit, suspends, report);
    if (starts) report.help("give the task back: then its caller waits");
    else report.help("wait before or after the call, and let the method only read and write; a `Mutex` may be held while waiting");
  }

  // `drop` runs wherever a value ends, also while an error is on its way: nobody could answer for another one, and nobody
  // expects to wait there.
  void check_drop(InstanceId id) {
    const types::Instance& instance = types_[id];
    const auto* function = ast::as<ast::FunctionDecl>(bindings_.def(instance.def).decl);
    const auto impl = types_.impls.find(bindings_.def(instance.def).parent);
    if (function == nullptr || instance.has_errors || impl == types_.impls.end() || impl->second.trait != bindings_.well_known.drop) return;
    for (const EffectSet& atom : table_[id].row.atoms_beyond({})) {
      const std::string effect = name_of(atom);
      const bool raises = effect.starts_with("Raise");
      if (!raises && !atom.has(Effect::async)) continue;
      const ast::Node* culprit = culprits_.first_with(id, function->body, atom);
      auto report = sink_.report(culprit != nullptr ? culprit->range : function->name.range, diag::DropActs{.type = type_name(impl->second.self_type), .effect = effect});
      report.primary(raises ? "this may raise an error" : "this may wait");
      culprits_.follow(id, culprit, atom, report);
      if (raises) report.help("rescue it here: nobody is left who could");
      else report.help("`try_lock`, `try_send` and an `Atomic` do not wait; a `defer`, or the end of a `with`, may");
      return;
    }
  }

  // True when the function starts or waits for tasks, which has been reported then.
  bool refuse_tasks(InstanceId id) {
    const ast::Body* body = body_of(bindings_, types_[id].def);
    if (body == nullptr || types_[id].has_errors) return false;
    for (const Effect effect : {Effect::spawn, Effect::async}) {
      if (!table_[id].row.has(effect)) continue;
      const EffectSet atom = EffectSet::of(effect);
      const ast::Node* culprit = culprits_.first_with(id, *body, atom);
      if (culprit == nullptr) continue;
      auto report = sink_.report(culprit->range, diag::NeedsRuntime{.what = culprit->kind == ast::NodeKind::Spawn ? "`spawn`" : "this"});
      report.primary(effect == Effect::spawn ? "a task starts here" : "this may wait for other tasks");
      culprits_.follow(id, culprit, atom, report);
      report.help("leave `--runtime=none` out, or choose `--runtime=single`: all tasks on one thread");
      return true;
    }
    return false;
  }

 private:
  std::string type_name(types::TypeId type) const { return types::print_type(types_.store, bindings_, interner_, type); }

  // Written at the function, or at the method of the trait that it implements.
  const ast::EffectRow* promise_of(DefId id, const ast::FunctionDecl& function) const {
    if (function.effects.written) return is_known(function.effects) ? &function.effects : nullptr;
    const auto impl = types_.impls.find(bindings_.def(id).parent);
    if (impl == types_.impls.end() || !impl->second.trait.valid()) return nullptr;
    for (DefId declared : bindings_.members(impl->second.trait)) {
      const auto* method = ast::as<ast::FunctionDecl>(bindings_.def(declared).decl);
      if (method != nullptr && bindings_.def(declared).name == bindings_.def(id).name && method->effects.written) return &method->effects;
    }
    return nullptr;
  }

  // An effect that nobody knows has been reported: what the row promises is open.
  bool is_known(const ast::EffectRow& row) const {
    return std::ranges::none_of(row.effects, [&](const ast::TypeExpr* effect) {
      const auto* named = ast::as<ast::NamedType>(effect);
      if (named == nullptr || bindings_.entity(effect->id).kind != resolve::Entity::Kind::none) return false;
      const std::string_view name = interner_.text(named->path.front().name.symbol);
      return !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
    });
  }

  std::string name_of(const EffectSet& atom) const {
    const std::string row = print(atom, bindings_, interner_);
    return row.substr(1, row.size() - 2);
  }

  void report(InstanceId id, const ast::FunctionDecl& function, const ast::EffectRow& row, const EffectSet& atom) {
    const std::string effect = name_of(atom);
    const ast::Node* culprit = culprits_.first_with(id, function.body, atom);
    source::SourceRange at = culprit != nullptr ? culprit->range : function.name.range;
    auto report = sink_.report(at, diag::BrokenPromise{.name = std::string(interner_.text(function.name.symbol)), .effect = effect});
    report.primary("this has the effect `" + effect + "`");
    report.label(row.range, "the promise is made here");
    culprits_.follow(id, culprit, atom, report);
    report.help("add `" + effect + "` to the row, or leave the row out");
  }

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  const EffectTable& table_;
  const Culprits culprits_;
  diagnostics::Sink& sink_;
};

}  // namespace

void check_rows(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                const EffectTable& table, const ProgramUnknowns& program, diagnostics::Sink& sink) {
  RowChecks checks(bindings, types, interner, table, sink);
  for (std::uint32_t i = 0; i < types.instances.size(); ++i) {
    checks.check(InstanceId(i));
    checks.check_shared(InstanceId(i));
    checks.check_drop(InstanceId(i));
    checks.check_constant(InstanceId(i));
  }
  for (const KeptPromise& kept : program.promises) checks.check(kept, program.equations.row(kept.row));
}

void refuse_tasks(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                  const EffectTable& table, diagnostics::Sink& sink) {
  RowChecks checks(bindings, types, interner, table, sink);
  for (std::uint32_t i = 0; i < types.instances.size(); ++i)
    if (types.instances[i].def.valid() && !bindings.def(types.instances[i].def).is_library && checks.refuse_tasks(InstanceId(i))) return;
}

void lint_bare_spawns(const resolve::Bindings& bindings, const types::TypeTable& types, const EffectTable& table, diagnostics::Sink& sink) {
  for (std::uint32_t i = 0; i < types.instances.size(); ++i) {
    const resolve::Def& def = bindings.def(types.instances[i].def);
    if (def.is_library || table.instances[i].bare_spawns.empty()) continue;
    const std::unordered_set<NodeId> bare(table.instances[i].bare_spawns.begin(), table.instances[i].bare_spawns.end());
    const auto find = [&](const ast::Body& body) {
      for (const ast::Stmt* stmt : body.statements)
        ast::walk(*stmt, [&](const ast::Node& n) {
          if (n.kind == ast::NodeKind::Spawn && bare.contains(n.id))
            sink.report(n.range, diag::SpawnOutsideScope{})
                .primary("nothing here shows when it ends")
                .help("open a scope: `with Async.scope |s|` and `s.spawn …`");
          return true;
        });
    };
    if (const ast::Body* body = body_of(bindings, types.instances[i].def)) find(*body);
  }
}

}  // namespace ariac::effects
