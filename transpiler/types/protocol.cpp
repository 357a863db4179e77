// Protocol calls: operators, iteration and conversions call a trait's method on operands that are already typed.
#include <algorithm>

#include "ast/match.hpp"
#include "types/body_inference.hpp"

namespace ariac::types {

using resolve::DefKind;

std::optional<TypeId> BodyInference::call_protocol(DefId trait, std::string_view method, const ast::Expr* receiver, TypeId receiver_type,
                                                   std::span<const ast::Expr* const> operands, source::SourceRange range, CallPlan& plan) {
  const TypeId self = known(receiver_type);
  if (is_open(self) || absorbs(self)) return {};
  const Symbol name = program.symbol(method);
  std::vector<FoundMember> candidates;
  std::vector<ImplMatch> matches;        // of them, where the trait is known
  if (!trait.valid()) {
    const FoundMember found = find_member(self, name);
    if (found.kind == FoundMember::Kind::method) candidates.push_back(found);
  } else {
    DefId declared;
    for (DefId member : bindings.members(trait))
      if (bindings.def(member).name == name && bindings.def(member).kind == DefKind::function) declared = member;
    if (!declared.valid()) return {};
    matches = program.find_impls(trait, self);
    for (const ImplMatch& match : matches) {
      FoundMember found;
      found.kind = FoundMember::Kind::method;
      found.self_type = self;
      const DefId own = match.impl.valid() ? program.method_in(match.impl, name) : DefId();
      if (own.valid()) {
        found.def = own;
        found.outer_args = match.type_args;
      } else {
        found.def = declared;
        found.callee = store[self].kind == TypeKind::dyn ? CalleeKind::dyn_method : CalleeKind::trait_method;
        found.outer_args = {self};
        found.outer_args.insert(found.outer_args.end(), match.trait_args.begin(), match.trait_args.end());
      }
      candidates.push_back(std::move(found));
    }
  }
  // Of several, what takes a literal as it is by default comes before what it could become.
  const bool by_default = candidates.size() > 1;
  for (std::size_t at = by_default ? 0 : candidates.size(); at < 2 * candidates.size(); ++at) {
    const std::size_t place = at % candidates.size();
    FoundMember& found = candidates[place];
    const Signature sig = program.signature(found.def);
    std::vector<TypeId> args = found.outer_args;
    for (TypeId& arg : args)
      if (!arg.valid()) arg = fresh(range);
    while (args.size() < sig.type_params.size()) args.push_back(fresh(range));
    auto substituted = [&](TypeId type) { return without_projections(store.substitute(type, sig.type_params, args), range); };
    if (sig.params.size() != operands.size() + (sig.has_self ? 1 : 0)) continue;
    std::vector<TypeId> params;
    bool fits = true;
    for (std::size_t i = 0; i < operands.size() && fits; ++i) {
      const TypeId declared = sig.params[i + (sig.has_self ? 1 : 0)];
      const TypeId* found_type = instance().types.find(operands[i]->id);
      const TypeId operand = found_type != nullptr ? *found_type : synth(*operands[i]);
      params.push_back(declared.valid() ? substituted(declared) : operand);
      if (candidates.size() > 1 || trait.valid()) {
        const Solver::Snapshot snapshot = program.solver.begin();
        const std::size_t before = instance().coercions[operands[i]->id].size();
        const bool possible = coerce(*operands[i], at == place ? program.solver.defaulted(operand) : operand, params.back());
        instance().coercions[operands[i]->id].resize(before, {CoercionKind::never, {}});
        program.solver.rollback(snapshot);
        fits = possible;
      }
    }
    if (!fits) continue;
    if (!matches.empty()) adopt_impl(self, matches[place]);
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const TypeId* found_type = instance().types.find(operands[i]->id);
      if (found_type != nullptr && !coerce(*operands[i], *found_type, params[i])) return {};
    }
    plan.kind = found.callee;
    plan.def = found.def;
    plan.self_type = self;
    plan.type_args = args;
    plan.receiver = receiver;
    plan.implicit_receiver = true;
    plan.dereferences = found.dereferences;
    plan.mut_receiver = sig.mut_self;
    plan.args.clear();
    for (const ast::Expr* operand : operands) plan.args.push_back({ArgSource::Kind::value, operand, {}});
    plan.param_types = params;
    std::vector<TypeId> whole{self};
    whole.insert(whole.end(), params.begin(), params.end());
    const InstanceId made = sig.untyped ? program.instance(found.def, self, args, whole, range, id) : program.instance(found.def, {}, {}, {}, range, id);
    plan.instance = made;
    if (made.valid()) {
      auto& callees = instance().callees;
      if (std::ranges::find(callees, made) == callees.end()) callees.push_back(made);
    }
    plan.result = sig.result.valid() ? substituted(sig.result) : substituted(result_of(made));
    return plan.result;
  }
  return {};
}

}  // namespace ariac::types
