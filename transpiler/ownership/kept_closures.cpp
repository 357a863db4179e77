// Escapes are found by going over all instances until nothing is added.
#include "ownership/kept_closures.hpp"

#include <algorithm>

#include "ast/match.hpp"
#include "diagnostics/catalogue/ownership.hpp"
#include "ownership/escapes.hpp"
#include "ownership/function_values.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;
using types::CalleeKind;
using types::CallPlan;

bool keeps_closure(const resolve::Bindings& bindings, const types::TypeTable& types, const UseTable& table, const CallPlan& plan, std::size_t arg) {
  if (plan.kind == CalleeKind::value) return kept_by_value(types, table, plan, arg) != nullptr;
  if (!plan.def.valid() || bindings.def(plan.def).kind != resolve::DefKind::function) return true;      // it becomes a part of a value
  const auto* decl = as<FunctionDecl>(bindings.def(plan.def).decl);
  return keeps_in_param(bindings, types, table, plan, arg + (decl != nullptr && !decl->params.empty() && decl->params[0].is_self ? 1 : 0));
}

bool keeps_in_param(const resolve::Bindings& bindings, const types::TypeTable& types, const UseTable& table, const CallPlan& plan, std::size_t param) {
  const auto* decl = as<FunctionDecl>(bindings.def(plan.def).decl);
  if (plan.kind == CalleeKind::operation || (decl != nullptr && param < decl->params.size() && decl->params[param].escaping)) return true;
  if (plan.instance.valid()) return table[plan.instance].lets_escape(param);
  // Without a body: who takes a value of any type may keep it, `xs.push(f)`; a function is called.
  const auto signature = types.signatures.find(plan.def);
  if (signature == types.signatures.end() || param >= signature->second.params.size()) return false;
  return closure_shape(types.store, signature->second.params[param]) == ClosureShape::open;
}

namespace {

class KeptParams {
 public:
  KeptParams(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const BodyFacts& facts, UseTable& table)
      : bindings_(bindings), types_(types), interner_(interner), facts_(facts), table_(table) {}

  void find() {
    for (std::size_t i = 0; i < types_.instances.size(); ++i) {
      table_.instances[i].kept_params.assign(types_.instances[i].params.size(), false);
      table_.instances[i].escaping_params.assign(types_.instances[i].params.size(), false);
    }
    FunctionValues values(bindings_, types_, interner_, facts_, table_, keeps_);
    for (bool grows = true; grows;) {
      grows = false;
      for (std::size_t i = 0; i < types_.instances.size(); ++i)
        if (find_in(i)) grows = true;
      if (values.find()) grows = true;
    }
  }

 private:
  bool find_in(std::size_t i) {
    const types::Instance& instance = types_.instances[i];
    const auto* function = instance.has_errors || !instance.def.valid() ? nullptr : as<FunctionDecl>(bindings_.def(instance.def).decl);
    if (function == nullptr) return false;
    const Escapes search(bindings_, types_, interner_, facts_, instance, keeps_);
    bool grows = false;
    for (std::size_t p = 0; p < function->params.size() && p < instance.params.size(); ++p) {
      const bool known = table_.instances[i].escaping_params[p] || closure_shape(types_.store, instance.params[p]) == ClosureShape::none;
      if (known || !escapes(search, *function, p)) continue;
      table_.instances[i].escaping_params[p] = grows = true;
      // The function owns what it is given.
      if (types_.store[instance.params[p]].kind == types::TypeKind::function) table_.instances[i].kept_params[p] = true;
    }
    return grows;
  }

  bool escapes(const Escapes& search, const FunctionDecl& function, std::size_t p) const {
    if (function.params[p].escaping) return true;
    const LocalId param = bindings_.local_of(function.params[p].id);
    for (const Param& other : function.params)
      if (other.fallback != nullptr && search.escapes(*other.fallback, param)) return true;
    return std::ranges::any_of(function.body.statements, [&](const Stmt* stmt) { return search.escapes(*stmt, param); });
  }

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  const BodyFacts& facts_;
  UseTable& table_;
  const KeepsArgument keeps_ = [this](const CallPlan& plan, std::size_t arg) { return keeps_closure(bindings_, types_, table_, plan, arg); };
};

}  // namespace

void find_kept_closures(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const BodyFacts& facts, UseTable& table) {
  KeptParams(bindings, types, interner, facts, table).find();
}

// Callers through a trait lend what it does not mark `@escaping`: neither an impl nor a default method may keep it.
void check_trait_promises(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const UseTable& table,
                          diagnostics::Sink& sink) {
  for (std::size_t i = 0; i < types.instances.size(); ++i) {
    const types::Instance& instance = types.instances[i];
    if (instance.has_errors || !instance.def.valid()) continue;
    const resolve::Def& def = bindings.def(instance.def);
    const auto impl = types.impls.find(def.parent);
    const resolve::DefId trait = impl != types.impls.end() ? impl->second.trait : types.traits.contains(def.parent) ? def.parent : resolve::DefId();
    const auto* written = as<FunctionDecl>(def.decl);
    if (!trait.valid() || written == nullptr) continue;
    for (const resolve::DefId method : bindings.members(trait)) {
      const auto* promised = as<FunctionDecl>(bindings.def(method).decl);
      if (promised == nullptr || bindings.def(method).name != def.name) continue;
      for (std::size_t p = 0; p < written->params.size() && p < promised->params.size(); ++p) {
        const bool callable = p < instance.params.size() && closure_shape(types.store, instance.params[p]) == ClosureShape::written;
        if (!callable || promised->params[p].escaping || !table.instances[i].lets_escape(p)) continue;
        // Where the trait takes a value of any type, callers do not count on getting it back.
        const auto signature = types.signatures.find(method);
        if (signature != types.signatures.end() && p < signature->second.params.size() && closure_shape(types.store, signature->second.params[p]) == ClosureShape::open) continue;
        const std::string name(interner.text(written->params[p].name.symbol));
        auto report = sink.report(written->params[p].name.range, diag::KeptWithoutEscaping{.param = name, .trait = std::string(interner.text(bindings.def(trait).name))});
        report.primary("it is stored, returned or spawned in this method");
        if (promised != written) report.label(promised->params[p].name.range, "lent here");
        report.help("write `@escaping " + std::string(interner.text(promised->params[p].name.symbol)) + ": …` in the trait");
      }
    }
  }
}

}  // namespace ariac::ownership
