// Conversions of errors by From, for `?`, `raise`, and errors that leave a function that gives a Result.
#include <array>

#include "types/rules.hpp"

namespace ariac::types {

std::optional<CallPlan> conversion(BodyInference& in, TypeId from, TypeId to, source::SourceRange range) {
  const DefId trait = in.store.well_known().from;
  if (!trait.valid()) return std::nullopt;
  // What takes a literal as it is by default comes before what it could become.
  std::array<TypeId, 1> args{in.program.solver.defaulted(from)};
  auto found = in.program.find_impl(trait, in.zonk(to), args);
  if (!found) {
    args[0] = in.zonk(from);
    found = in.program.find_impl(trait, in.zonk(to), args);
  }
  if (!found || !found->impl.valid()) return std::nullopt;
  const DefId method = in.program.method_in(found->impl, in.program.symbol("from"));
  if (!method.valid()) return std::nullopt;
  in.program.solver.try_unify(from, args[0]);
  CallPlan plan;
  plan.kind = CalleeKind::function;
  plan.def = method;
  plan.self_type = in.zonk(to);
  plan.type_args = found->type_args;
  plan.param_types = {args[0]};
  plan.args = {ArgSource{}};
  plan.result = plan.self_type;
  plan.instance = in.program.instance(method, plan.self_type, found->type_args, plan.param_types, range, in.id);
  return plan;
}

void note_err_conversions(BodyInference& in, source::SourceRange range) {
  const TypeId result = in.head(in.instance().result);
  if (!in.store.is_result(result)) return;
  const TypeId own = in.zonk(in.store[result].args[1]);
  if (in.absorbs(own)) return;
  std::vector<ErrConversion> found{{.error = own}};
  for (const ImplMatch& match : in.program.find_impls(in.store.well_known().from, own)) {
    if (match.trait_args.empty()) continue;
    const TypeId error = in.zonk(match.trait_args[0]);
    if (error == own || in.store[error].has_variables) continue;
    if (auto convert = conversion(in, error, own, range)) found.push_back({.error = error, .convert = std::move(convert)});
  }
  in.instance().err_conversions = std::move(found);
}

}  // namespace ariac::types
