// Bounds at a call: what they ask of the types that a function's parameters stand for, and what they tell about them.
#include <algorithm>

#include "types/body_inference.hpp"

namespace ariac::types {

using resolve::DefKind;

void BodyInference::bind_trait_args(TypeId subject, DefId trait, std::vector<TypeId> args, source::SourceRange range, bool last_chance) {
  when_known(subject, range, [this, trait, args, range, last_chance](TypeId type) {
    const auto open = std::ranges::find_if(args, [&](TypeId arg) { return program.solver.has_open(arg); });
    if (open == args.end()) return;
    std::vector<std::vector<TypeId>> fitting;
    for (const ImplMatch& match : program.find_impls(trait, type)) {
      std::vector<TypeId> given = match.trait_args;
      if (match.impl.valid()) {
        const ImplInfo& impl = program.impl_info(match.impl);
        std::vector<TypeId> with = match.type_args;
        for (TypeId& each : with)
          if (!each.valid()) each = fresh(range);
        for (std::size_t i = 0; i < given.size(); ++i) given[i] = store.substitute(impl.trait_args[i], impl.params, with);
      }
      bool fits = given.size() == args.size();
      for (std::size_t i = 0; fits && i < args.size(); ++i) fits = program.solver.can_unify(args[i], given[i]);
      if (fits) fitting.push_back(std::move(given));
    }
    if (fitting.size() == 1) {
      for (std::size_t i = 0; i < args.size(); ++i) unify(args[i], fitting.front()[i]);
    } else if (fitting.size() > 1 && !last_chance) {
      const TypeId waits = program.solver.first_open(*open);
      when_known(waits, range, [=, this](TypeId) { bind_trait_args(type, trait, args, range); }, [=, this] { bind_trait_args(type, trait, args, range, true); });
    }
  });
}

void BodyInference::require_bounds(DefId function, std::span<const DefId> params, std::span<const TypeId> args, source::SourceRange range) {
  const DefId around = bindings.def(function).parent;
  const DefKind kind = bindings.def(around).kind;
  for (DefId owner : {function, kind == DefKind::trait ? DefId() : around}) {
    if (!owner.valid()) continue;
    for (const Assumption& bound : program.assumptions(owner)) {
      const TypeId subject = without_projections(store.substitute(bound.subject, params, args), range);
      std::vector<TypeId> trait_args;
      for (TypeId arg : bound.args) trait_args.push_back(store.substitute(arg, params, args));
      require(subject, bound.trait, trait_args, range, program.describe(function) + " needs it", bound.range);
      obligations_.back().of_impl = owner == around;
      if (std::ranges::any_of(trait_args, [&](TypeId arg) { return program.solver.has_open(arg); })) bind_trait_args(subject, bound.trait, trait_args, range);
      for (const auto& [name, type] : bound.bindings) {
        const TypeId wanted = without_projections(store.substitute(type, params, args), range);
        const Symbol symbol = name;
        const DefId trait = bound.trait;
        when_known(subject, range, [this, wanted, symbol, trait, range](TypeId known_subject) {
          const TypeId found = program.associated(known_subject, trait, symbol);
          if (found.valid() && !unify(found, wanted)) report_mismatch(range, found, {.type = wanted, .because = range, .reason = "a bound asks for it"});
        });
      }
    }
  }
}

}  // namespace ariac::types
