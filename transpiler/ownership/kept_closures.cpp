// Escapes are found by going over all instances until nothing is added.
#include "ownership/kept_closures.hpp"

#include "ast/walk.hpp"
#include "diagnostics/catalogue/ownership.hpp"
#include "ownership/used_up.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;
using types::CalleeKind;
using types::CallPlan;

bool keeps_closure(const resolve::Bindings& bindings, const types::TypeTable& types, const UseTable& table, const CallPlan& plan, std::size_t arg) {
  if (plan.kind == CalleeKind::constructor || plan.kind == CalleeKind::variant || plan.kind == CalleeKind::with_update) return true;
  if (!plan.def.valid() || bindings.def(plan.def).kind != resolve::DefKind::function) return false;
  const auto* decl = as<FunctionDecl>(bindings.def(plan.def).decl);
  const std::size_t offset = decl != nullptr && !decl->params.empty() && decl->params[0].is_self ? 1 : 0;
  if (decl != nullptr && arg + offset < decl->params.size() && decl->params[arg + offset].escaping) return true;
  if (plan.instance.valid()) return table[plan.instance].keeps(arg + offset);
  // A library function keeps what it takes as a value of any type: `xs.push(f)`.
  const auto signature = types.signatures.find(plan.def);
  if (signature == types.signatures.end() || arg + offset >= signature->second.params.size()) return false;
  const types::TypeId declared = signature->second.params[arg + offset];
  return declared.valid() && types.store[declared].kind == types::TypeKind::param;
}

namespace {

class Escapes {
 public:
  Escapes(const resolve::Bindings& bindings, const types::TypeTable& types, const BodyFacts& facts, const UseTable& table, const types::Instance& instance)
      : bindings_(bindings), types_(types), facts_(facts), table_(table), instance_(instance) {}

  // Whether a mention of the parameter is more than a call of it or an argument that is not kept.
  bool escapes(const Node& node, LocalId param) const {
    bool found = false;
    std::unordered_set<NodeId> used_up;
    const auto keeps = [&](const Call& call, const CallPlan& plan, const Expr& argument) {
      return kept(plan, argument) && (!used_up.contains(call.id) || !is_lazy(bindings_, plan));
    };
    // A closure that the callee keeps takes what it captures along.
    const auto visit_argument = [&](const auto& visit, const Call& call, const Expr& argument, const CallPlan* plan) {
      if (argument.kind == NodeKind::Lambda && plan != nullptr && keeps(call, *plan, argument)) {
        for (const LocalId captured : bindings_.captures_of(argument.id)) found = found || captured == param;
      }
      visit(visit, argument);
    };
    const auto visit = [&](const auto& self, const Node& inner) -> void {
      if (found) return;
      if (is(inner, param)) {
        found = true;
        return;
      }
      if (facts_.owning_closures.contains(inner.id)) {
        for (const LocalId captured : bindings_.captures_of(inner.id)) found = found || captured == param;
      }
      note_used_up(instance_, types_, bindings_, inner, used_up);
      const auto* call = as<Call>(&inner);
      const CallPlan* plan = instance_.calls.find(inner.id);
      if (call == nullptr) return for_each_child(inner, [&](const Node& child) { self(self, child); });
      if (!is(*call->callee, param)) self(self, *call->callee);
      for (const Argument& argument : call->arguments) {
        if (is(*argument.value, param)) found = found || (plan != nullptr && keeps(*call, *plan, *argument.value));
        else visit_argument(self, *call, *argument.value, plan);
      }
      if (call->block != nullptr) visit_argument(self, *call, *call->block, plan);
    };
    visit(visit, node);
    return found;
  }

 private:
  bool is(const Node& node, LocalId param) const {
    return node.kind == NodeKind::NameExpr && bindings_.entity(node.id).kind == resolve::Entity::Kind::local && bindings_.entity(node.id).local == param;
  }
  bool kept(const CallPlan& plan, const Expr& argument) const {
    for (std::size_t i = 0; i < plan.args.size(); ++i)
      if (plan.args[i].value == &argument) return keeps_closure(bindings_, types_, table_, plan, i);
    return plan.kind != CalleeKind::value;
  }

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const BodyFacts& facts_;
  const UseTable& table_;
  const types::Instance& instance_;
};

}  // namespace

void find_kept_closures(const resolve::Bindings& bindings, const types::TypeTable& types, const BodyFacts& facts, UseTable& table) {
  for (std::size_t i = 0; i < types.instances.size(); ++i) table.instances[i].kept_params.assign(types.instances[i].params.size(), false);
  for (bool grows = true; grows;) {
    grows = false;
    for (std::size_t i = 0; i < types.instances.size(); ++i) {
      const types::Instance& instance = types.instances[i];
      if (instance.has_errors || !instance.def.valid()) continue;
      const auto* function = as<FunctionDecl>(bindings.def(instance.def).decl);
      if (function == nullptr) continue;
      const Escapes search(bindings, types, facts, table, instance);
      for (std::size_t p = 0; p < function->params.size() && p < instance.params.size(); ++p) {
        const bool callable = instance.params[p].valid() && types.store[instance.params[p]].kind == types::TypeKind::function;
        if (!callable || table.instances[i].kept_params[p]) continue;
        bool kept = function->params[p].escaping;
        const LocalId param = bindings.local_of(function->params[p].id);
        for (const Stmt* stmt : function->body.statements) kept = kept || search.escapes(*stmt, param);
        if (kept) table.instances[i].kept_params[p] = grows = true;
      }
    }
  }
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
        const bool callable = p < instance.params.size() && instance.params[p].valid() && types.store[instance.params[p]].kind == types::TypeKind::function;
        if (!callable || promised->params[p].escaping || !table.instances[i].keeps(p)) continue;
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
