// 1. A parameter that a method of a shared class calls may not suspend.
// 2. Nor may a parameter that is handed over for such a one, itself or in a block that calls it, and so on up.
// 3. What is handed over for one of them is refused if it may suspend, and the way to the lock is told.
#include "effects/callbacks.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "ast/match.hpp"
#include "diagnostics/catalogue/concurrency.hpp"
#include "effects/culprits.hpp"

namespace ariac::effects {

namespace {

class Callbacks {
 public:
  Callbacks(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
            const EffectTable& table, const ProgramUnknowns& program, diagnostics::Sink& sink)
      : bindings_(bindings), types_(types), interner_(interner), table_(table), program_(program), sink_(sink), culprits_(bindings, types, interner, table) {}

  void check() {
    find_locked();
    hand_on();
    for (const HandedFunction& handed : program_.handed_functions)
      if (program_.equations.row(handed.row).has(Effect::async) && !types_[handed.instance].has_errors && is_held(handed)) report(handed);
  }

 private:
  using Parameter = std::pair<InstanceId, std::uint32_t>;

  void find_locked() {
    for (std::uint32_t i = 0; i < types_.instances.size(); ++i) {
      const types::TypeId self = types_.instances[i].self_type;
      const auto* function = ast::as<ast::FunctionDecl>(bindings_.def(types_.instances[i].def).decl);
      if (function == nullptr || function->params.empty() || !function->params.front().is_self) continue;
      if (!self.valid() || types_.store[self].kind != types::TypeKind::named) continue;
      const auto info = types_.types.find(types_.store[self].def);
      if (info == types_.types.end() || !info->second.is_shared) continue;
      for (std::uint32_t param : table_[InstanceId(i)].row.awaited_parameters()) held_.emplace(Parameter(InstanceId(i), param), nullptr);
    }
  }

  void hand_on() {
    for (bool changed = true; changed;) {
      changed = false;
      for (const HandedFunction& handed : program_.handed_functions) {
        if (!is_held(handed)) continue;
        for (std::uint32_t param : program_.equations.row(handed.row).awaited_parameters())
          changed = held_.emplace(Parameter(handed.instance, param), &handed).second || changed;
      }
    }
  }

  // The parameter that holds what is handed over; none: nobody minds, or it is the library's.
  std::map<Parameter, const HandedFunction*>::const_iterator place_of(const HandedFunction& handed) const {
    for (InstanceId callee : handed.callees)
      if (const auto found = held_.find(Parameter(callee, handed.param)); found != held_.end()) return found;
    return held_.end();
  }
  bool is_held(const HandedFunction& handed) const { return handed.callees.empty() || place_of(handed) != held_.end(); }

  void report(const HandedFunction& handed) {
    const EffectSet suspends = EffectSet::of(Effect::async);
    auto report = sink_.report(handed.value->range, diag::CallbackSuspends{.function = name_of(handed.function)});
    report.primary("this may suspend");
    if (const auto* closure = ast::as<ast::Lambda>(handed.value)) {
      const ast::Node* culprit = culprits_.first_with(handed.instance, closure->body, suspends);
      if (culprit != nullptr) report.call_note(culprit->range, "it does it here");
      culprits_.follow(handed.instance, culprit, suspends, report);
    }
    const HandedFunction* last = &handed;
    for (int frames = 0; frames < 8; ++frames) {
      const auto place = place_of(*last);
      if (place == held_.end() || place->second == nullptr) break;
      report.call_note(place->second->value->range, "`" + name_of(last->function) + "` hands it on to `" + name_of(place->second->function) + "` here");
      last = place->second;
    }
    if (!last->callees.empty()) report.help("a method of a shared class runs under the object's lock: wait before or after the call");
    else report.help("it runs in whoever cancels; let it set an `Atomic`, or use `try_send`");
  }

  std::string name_of(DefId function) const { return std::string(interner_.text(bindings_.def(function).name)); }

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  const EffectTable& table_;
  const ProgramUnknowns& program_;
  diagnostics::Sink& sink_;
  const Culprits culprits_;
  std::map<Parameter, const HandedFunction*> held_;      // and to whom it is handed on; null: a method that calls it under its lock
};

}  // namespace

void check_callbacks(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                     const EffectTable& table, const ProgramUnknowns& program, diagnostics::Sink& sink) {
  Callbacks(bindings, types, interner, table, program, sink).check();
}

}  // namespace ariac::effects
