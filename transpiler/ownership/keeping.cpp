#include "ownership/keeping.hpp"

#include <algorithm>

#include "ast/match.hpp"

namespace ariac::ownership {

using ast::FunctionDecl;
using resolve::DefId;
using types::CalleeKind;
using types::CallPlan;
using types::TypeId;
using types::TypeKind;

namespace {

bool mentions(const types::TypeStore& store, TypeId type, DefId param) {
  if (!type.valid()) return false;
  const types::Type& parts = store[type];
  if (parts.kind == TypeKind::param && parts.def == param) return true;
  return std::ranges::any_of(parts.args, [&](TypeId part) { return mentions(store, part, param); });
}

}  // namespace

bool Keeping::is_library(const CallPlan& plan) const { return plan.def.valid() && bindings_.def(plan.def).is_extern; }

const FunctionDecl* Keeping::decl_of(const CallPlan& plan) const {
  return plan.def.valid() ? ast::as<FunctionDecl>(bindings_.def(plan.def).decl) : nullptr;
}

bool Keeping::keeps(const CallPlan& plan, std::size_t param) const {
  if (plan.kind == CalleeKind::function && plan.instance.valid()) return table_[plan.instance].keeps(param);
  return table_.trait_keeps(plan.def, param);
}

bool Keeping::keeps_argument(const CallPlan& plan, std::size_t arg) const {
  if (plan.kind == CalleeKind::constructor || plan.kind == CalleeKind::variant || plan.kind == CalleeKind::with_update) return true;
  if (plan.kind == CalleeKind::value || plan.kind == CalleeKind::intrinsic || plan.kind == CalleeKind::operation) return false;
  const FunctionDecl* decl = decl_of(plan);
  if (decl == nullptr) return false;
  const std::size_t at = arg + (!decl->params.empty() && decl->params[0].is_self ? 1 : 0);
  if (((plan.mut_params >> arg) & 1U) != 0) return false;
  if (!is_library(plan)) return keeps(plan, at);
  // The library keeps what it takes as a value of any type, and what fits into an Option or Result that it answers with.
  const auto signature = types_.signatures.find(plan.def);
  if (signature == types_.signatures.end() || at >= signature->second.params.size() || !signature->second.params[at].valid()) return false;
  const types::Type& declared = types_.store[signature->second.params[at]];
  const bool of_option = plan.self_type.valid() && (types_.store.is_option(plan.self_type) || types_.store.is_result(plan.self_type));
  if (declared.kind != TypeKind::param) return plan.mut_receiver || (of_option && declared.has_params && declared.kind != TypeKind::function);
  const auto bounds = types_.bounds.find(declared.def);
  return plan.mut_receiver || bounds == types_.bounds.end() || bounds->second.empty();
}

// Whether tasks of the receiver give what cannot be copied to the result: `t.await`, `ts.await_all`.
bool Keeping::takes_from_tasks(const types::Type& self, const types::Type& held, TypeId result) const {
  const bool is_task = held.kind == TypeKind::named && held.def == bindings_.well_known.task;
  for (std::size_t i = 0; i < self.args.size() && i < held.args.size(); ++i) {
    const types::Type& part = types_.store[self.args[i]];
    if (is_task && part.kind == TypeKind::param && move_only_.may_be(held.args[i]) && mentions(types_.store, result, part.def)) return true;
    if (!is_task && takes_from_tasks(part, types_.store[held.args[i]], result)) return true;
  }
  return false;
}

// Options and results give away what is inside; `unwrap` only where its value is kept.
bool Keeping::keeps_receiver(const CallPlan& plan) const {
  if (plan.receiver == nullptr || plan.mut_receiver) return false;
  if (plan.kind == CalleeKind::with_update) return true;
  if (plan.kind != CalleeKind::function && plan.kind != CalleeKind::trait_method) return false;
  if (!is_library(plan)) return keeps(plan, 0);
  const bool holder = plan.self_type.valid() && (types_.store.is_option(plan.self_type) || types_.store.is_result(plan.self_type));
  const auto signature = types_.signatures.find(plan.def);
  if (signature == types_.signatures.end() || !plan.self_type.valid() || !signature->second.has_self || signature->second.params.empty()) return false;
  const types::Type& self = types_.store[signature->second.params[0]];
  if (!holder) return takes_from_tasks(self, types_.store[plan.self_type], signature->second.result);
  const types::Type& held = types_.store[plan.self_type];
  for (std::size_t i = 0; i < self.args.size() && i < held.args.size(); ++i) {
    const types::Type& part = types_.store[self.args[i]];
    if (move_only_.may_be(held.args[i]) && part.kind == TypeKind::param && mentions(types_.store, signature->second.result, part.def)) return true;
  }
  return false;
}

bool Keeping::takes(const CallPlan& plan, std::size_t param) const {
  return plan.kind == CalleeKind::function && plan.instance.valid() && !is_library(plan) && decl_of(plan) != nullptr && table_[plan.instance].keeps(param);
}

bool Keeping::takes_argument(const CallPlan& plan, std::size_t arg) const {
  const FunctionDecl* decl = decl_of(plan);
  return decl != nullptr && takes(plan, arg + (!decl->params.empty() && decl->params[0].is_self ? 1 : 0));
}

bool Keeping::takes_receiver(const CallPlan& plan) const { return plan.receiver != nullptr && plan.dereferences == 0 && !plan.safe && takes(plan, 0) && table_[plan.instance].takes_over(0); }

bool Keeping::copies_elements(const CallPlan& plan) const {
  if (!is_library(plan) || plan.receiver == nullptr || plan.mut_receiver || !plan.self_type.valid()) return false;
  const types::Type& over = types_.store[plan.self_type];
  const resolve::WellKnown& known = bindings_.well_known;
  if (over.kind != TypeKind::named || (over.def != known.array && over.def != known.map && over.def != known.set)) return false;
  const auto signature = types_.signatures.find(plan.def);
  if (signature == types_.signatures.end() || signature->second.params.empty() || !signature->second.params[0].valid()) return false;
  const types::Type& self = types_.store[signature->second.params[0]];
  const TypeId result = signature->second.result;
  if (!result.valid() || !move_only_.may_be(result)) return false;
  for (std::size_t i = 0; i < self.args.size() && i < over.args.size(); ++i) {
    const types::Type& element = types_.store[self.args[i]];
    if (element.kind == TypeKind::param && move_only_.may_be(over.args[i]) && mentions(types_.store, result, element.def)) return true;
  }
  return false;
}

std::vector<std::pair<TypeId, const ast::Node*>> Keeping::copied_types(const CallPlan& plan) const {
  std::vector<std::pair<TypeId, const ast::Node*>> out;
  if (!plan.instance.valid() || table_[plan.instance].copied_params.empty()) return out;
  const auto signature = types_.signatures.find(plan.def);
  if (signature == types_.signatures.end()) return out;
  const auto& params = signature->second.type_params;
  const auto& copied = table_[plan.instance].copied_params;
  for (std::size_t i = 0; i < params.size() && i < plan.type_args.size(); ++i) {
    const auto found = copied.find(params[i]);
    if (found != copied.end()) out.emplace_back(plan.type_args[i], is_library(plan) ? nullptr : found->second);
  }
  return out;
}

bool Keeping::agree_on_traits(UseTable& table) const {
  bool grows = false;
  std::vector<std::pair<std::size_t, DefId>> answers;       // instances of impls, and the trait's methods they answer for
  for (std::size_t i = 0; i < types_.instances.size(); ++i) {
    const types::Instance& instance = types_.instances[i];
    if (instance.has_errors || !instance.def.valid()) continue;
    const resolve::Def& def = bindings_.def(instance.def);
    const auto impl = types_.impls.find(def.parent);
    if (impl == types_.impls.end() || !impl->second.trait.valid()) continue;
    for (const DefId method : bindings_.members(impl->second.trait))
      if (bindings_.def(method).name == def.name && bindings_.def(method).kind == resolve::DefKind::function) answers.emplace_back(i, method);
  }
  for (const auto& [i, method] : answers) {
    std::vector<bool>& agreed = table.kept_by_trait[method];
    agreed.resize(std::max(agreed.size(), table.instances[i].kept_params.size()), false);
    for (std::size_t p = 0; p < table.instances[i].kept_params.size(); ++p) {
      const TypeId type = types_.instances[i].params[p];
      const bool moves = type.valid() && move_only_.may_be(type);
      if (moves && table.instances[i].kept_params[p] && !agreed[p]) agreed[p] = grows = true;
    }
  }
  for (const auto& [i, method] : answers) {
    const std::vector<bool>& agreed = table.kept_by_trait[method];
    for (std::size_t p = 0; p < table.instances[i].kept_params.size() && p < agreed.size(); ++p)
      if (agreed[p] && !table.instances[i].kept_params[p]) table.instances[i].kept_params[p] = grows = true;
  }
  return grows;
}

}  // namespace ariac::ownership
