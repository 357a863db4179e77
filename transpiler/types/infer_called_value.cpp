// Calls of function values: of a variable, a field, or whatever else gives one.
#include "diagnostics/catalogue/types.hpp"
#include "types/body_inference.hpp"

namespace ariac::types {

TypeId BodyInference::call_value(const ast::Call& call, TypeId callee, bool safe) {
  callee = known(callee);
  if (safe && store.is_option(callee)) callee = known(store.option_inner(callee));
  if (is_open(callee)) {
    // The parameter of a function that is still being inferred, say: the call tells its type.
    std::vector<TypeId> params;
    for (const ast::Argument& argument : call.arguments) {
      const TypeId found = synth(*argument.value);
      settle(found);
      params.push_back(found);
    }
    const TypeId result = fresh(call.range);
    unify(callee, store.function(params, result));
    CallPlan& plan = instance().calls[call.id];
    plan.kind = CalleeKind::value;
    for (const ast::Argument& argument : call.arguments) plan.args.push_back({ArgSource::Kind::value, argument.value, {}});
    plan.param_types = params;
    plan.result = result;
    return result;
  }
  if (store[callee].kind != TypeKind::function) {
    if (!absorbs(callee)) {
      auto report = error(call.callee->range, diag::NotCallable{.type = print(callee)});
      report.primary("this is `" + print(callee) + "`");
      const bool piped = !call.arguments.empty() && call.arguments.front().range.begin < call.callee->range.begin;
      if (piped) report.help("`x |> f` calls `f(x)`: a function stands behind `|>`");
    }
    infer_leftovers(call);
    return store.poison;
  }
  CalleeView view;
  view.what = "this function value";
  const std::vector<TypeId> params(store.params_of(callee).begin(), store.params_of(callee).end());
  for (std::size_t i = 0; i < params.size(); ++i) {
    ParamView param;
    param.type = params[i];
    param.mut = store.param_is_mut(callee, i);
    view.params.push_back(param);
  }
  const TypeId given = store.result_of(callee);
  const TypeId result = safe ? safe_result(given) : given;
  std::vector<ArgSource> sources;
  if (!match_arguments(call, &call, view, 0, sources)) {
    infer_leftovers(call);
    return result;
  }
  infer_arguments(&call, view, sources, given);
  CallPlan& plan = instance().calls[call.id];
  plan.kind = CalleeKind::value;
  plan.args = std::move(sources);
  plan.param_types = params;
  for (std::size_t i = 0; i < params.size(); ++i)
    if (view.params[i].mut) plan.mut_params |= 1u << i;
  plan.safe = safe;
  plan.result = given;
  return result;
}

}  // namespace ariac::types
