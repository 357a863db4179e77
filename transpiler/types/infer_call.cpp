// Calls: what is called, its type arguments by unification, and the plan that later passes read.
#include <algorithm>

#include "ast/match.hpp"
#include "diagnostics/catalogue/concurrency.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/advice.hpp"
#include "types/default_values.hpp"
#include "types/dispatch.hpp"
#include "types/rescued_error.hpp"
#include "types/rules.hpp"
#include "types/running.hpp"

namespace ariac::types {

using resolve::DefKind;

TypeId BodyInference::infer_call(const ast::Call& call, const Expectation& expected) {
  const ast::Expr* callee = call.callee;
  std::vector<TypeId> explicit_args;
  if (const auto* apply = ast::as<ast::TypeApply>(callee); apply != nullptr && ast::as<ast::Member>(apply->base) != nullptr &&
                                                           denote(*apply->base).kind == Denoted::Kind::value) {
    explicit_args = type_arguments(apply->arguments);
    callee = apply->base;
  }
  const Denoted denoted = denote(*callee);
  if (denoted.kind == Denoted::Kind::function && ends_before(call, choose_overload(denoted.def, nullptr))) return call_value(call, synth(*callee));
  if (denoted.kind != Denoted::Kind::value) return call_denoted(call, denoted, expected);
  if (const auto* member = ast::as<ast::Member>(callee); member != nullptr && !member->tuple_field)
    return call_method(call, *member, std::move(explicit_args), expected);
  return call_value(call, synth(*callee));
}

// `(button.action)(10)`: the parentheses end the call of what takes no arguments; these are for the function that it gives.
bool BodyInference::ends_before(const ast::Call& call, DefId function) const {
  const auto* decl = ast::as<ast::FunctionDecl>(bindings.def(function).decl);
  return call.callee->grouped && decl != nullptr && std::ranges::all_of(decl->params, [](const ast::Param& param) { return param.is_self; });
}

TypeId BodyInference::call_denoted(const ast::Call& call, const Denoted& denoted, const Expectation& expected) {
  switch (denoted.kind) {
    case Denoted::Kind::function: {
      FunctionCall what;
      what.at = &call;
      what.call = &call;
      what.function = choose_overload(denoted.def, &call);
      what.kind = denoted.callee;
      what.self_type = denoted.self_type;
      what.outer_args = denoted.outer_args;
      if (const FoundMember found = choose_static_impl(denoted, what.function, &call, expected); found.kind == FoundMember::Kind::ambiguous) {
        return report_ambiguous(denoted.name, found);
      } else if (found.kind == FoundMember::Kind::method) {
        what.function = found.def;
        what.kind = found.callee;
        what.outer_args = found.outer_args;
      }
      what.explicit_args = denoted.explicit_args;
      what.name_range = denoted.name.range;
      return call_function(std::move(what), expected);
    }
    case Denoted::Kind::type: return call_constructor(call, &call, denoted.self_type, expected);
    case Denoted::Kind::variants: {
      const auto chosen = choose_variant(denoted.name, expected.type);
      if (chosen) return call_variant(call, &call, chosen->def, chosen->self_type, expected);
      infer_leftovers(call);
      return store.poison;
    }
    case Denoted::Kind::variant: return call_variant(call, &call, denoted.def, denoted.self_type, expected);
    case Denoted::Kind::constant: return call_value(call, use_constant(*call.callee, denoted));
    case Denoted::Kind::old_value: return infer_old(call, expected);
    case Denoted::Kind::resume: return infer_resume(call, expected);
    case Denoted::Kind::error:
      instance().has_errors = true;
      infer_leftovers(call);
      return store.poison;
    default:
      error(call.callee->range, diag::TypeIsNoValue{.name = program.text(bindings.def(denoted.def).name)});
      infer_leftovers(call);
      return store.poison;
  }
}

// --- Methods ------------------------------------------------------------------------------------------------------

TypeId BodyInference::call_method(const ast::Call& call, const ast::Member& member, std::vector<TypeId> explicit_args, const Expectation& expected) {
  bool safe = false;
  const TypeId object = infer_object(member, safe);
  return call_member_of(call, member, object, safe, std::move(explicit_args), expected);
}

TypeId BodyInference::call_member_of(const ast::Call& call, const ast::Member& member, TypeId object, bool safe, std::vector<TypeId> explicit_args,
                                     const Expectation& expected) {
  object = known_receiver(object, member.name.symbol);
  if (is_open(object)) {
    const TypeId result = fresh(call.range);
    when_known(object, member.object->range, [this, &call, &member, safe, explicit_args, result](TypeId type) {
      const TypeId found = call_member_of(call, member, type, safe, explicit_args, {});
      if (!unify(result, found)) report_mismatch(call.range, found, {.type = result, .because = {}, .reason = {}});
    });
    return result;
  }
  if (safe && store.is_result(object)) {
    object = known(try_object(member, object));
    safe = false;
  }
  TypeId receiver = object;
  if (safe && store.is_option(object)) receiver = known(store.option_inner(object));
  if (absorbs(receiver)) {
    infer_leftovers(call);
    return store.poison;
  }
  if (safe && !store.is_option(object)) {
    error(member.range, diag::TypeMismatch{.expected = "an optional value", .found = print(object)})
        .primary("`?.` is for a value that may be `nil`, this is `" + print(object) + "`");
    infer_leftovers(call);
    return store.poison;
  }
  FoundMember found = find_member(receiver, member.name.symbol);
  if (found.kind == FoundMember::Kind::field && !call.callee->grouped) {
    // A method hides a closure held in a field of the same name, but for `(o.f)(x)`.
    const auto methods = program.inherent_methods(found.self_type, member.name.symbol);
    if (!methods.empty()) {
      const FoundMember method = choose_inherent(methods, found.self_type);
      if (method.kind != FoundMember::Kind::none) found = method;
    }
  }
  if (found.kind == FoundMember::Kind::field) {
    const TypeId type = use_field(member, found, safe);
    record(member, type);
    return call_value(call, type, safe);
  }
  if (found.kind == FoundMember::Kind::ambiguous) {
    infer_leftovers(call);
    return report_ambiguous(member.name, found);
  }
  if (found.kind == FoundMember::Kind::none) {
    if (program.text(member.name.symbol) == "with" && store[receiver].kind == TypeKind::named &&
        bindings.def(store[receiver].def).kind == DefKind::struct_)
      return call_with(call, member, receiver, safe);
    if (const auto converted = convert_into(call, member, receiver, expected); converted && call.arguments.empty()) return *converted;
    found = find_on_rescued(*this, *member.object, member.name.symbol);
  }
  if (found.kind == FoundMember::Kind::none) {
    // `<-x`, `x <- v`, `await x` share their node with the call that they stand for.
    const std::string_view name = program.text(member.name.symbol);
    const bool is_operator = call.id == member.id && call.kind == ast::NodeKind::Call;
    if (is_operator && name == "recv")
      error(member.object->range, diag::NothingToReceive{.type = print(receiver)}).help("`<-` receives from a channel, a task or a ticker");
    else if (is_operator && name == "send")
      error(member.object->range, diag::NothingToSendTo{.type = print(receiver)}).help("`channel <- value` sends into a `Channel` or `SendChan`");
    else if (is_operator && name == "await" && comes_from_async(*member.object))
      return await_at_once(call, *member.object, receiver);
    else if (is_operator && (name == "await" || name == "join"))
      error(member.object->range, diag::NothingToAwait{.type = print(receiver)}).help("a call runs to its end by itself; `spawn` makes it a task");
    else
      report_no_member(member.name, receiver);
    infer_leftovers(call);
    return store.poison;
  }
  if (ends_before(call, choose_overload(found.def, nullptr))) {
    const TypeId function = member_of(member, object, safe, {});
    record(member, function);
    return call_value(call, function);
  }
  found = choose_impl(std::move(found), &call, expected);
  if (found.kind == FoundMember::Kind::ambiguous) return report_ambiguous(member.name, found);
  FunctionCall what;
  what.at = &call;
  what.call = &call;
  what.function = choose_overload(found.def, &call);
  what.kind = found.callee;
  what.self_type = found.self_type;
  what.outer_args = found.outer_args;
  what.explicit_args = std::move(explicit_args);
  what.receiver = member.object;
  what.dereferences = found.dereferences;
  what.safe = safe;
  what.name_range = member.name.range;
  return call_function(std::move(what), expected);
}

// --- Functions ----------------------------------------------------------------------------------------------------

DefId BodyInference::choose_overload(DefId function, const ast::Call* call) {
  const auto all = program.overloads(function);
  if (all.empty()) return function;
  const std::size_t given = call == nullptr ? 0 : call->arguments.size() + (call->block != nullptr ? 1 : 0);
  const ast::Lambda* lambda = call != nullptr ? call->block : nullptr;
  if (call != nullptr && lambda == nullptr && !call->arguments.empty()) lambda = ast::as<ast::Lambda>(call->arguments.back().value);
  DefId best = function;
  for (DefId candidate : all) {
    const auto* decl = ast::as<ast::FunctionDecl>(bindings.def(candidate).decl);
    std::size_t least = 0, most = 0;
    for (const ast::Param& param : decl->params) {
      if (param.is_self) continue;
      ++most;
      if (param.fallback == nullptr && !param.rest) ++least;
    }
    if (given < least || given > most) continue;
    if (lambda != nullptr && !decl->params.empty()) {
      const auto* wanted = ast::as<ast::FunctionType>(decl->params.back().type);
      if (wanted != nullptr && wanted->params.size() != std::max<std::size_t>(1, lambda_arity(*lambda))) continue;
    }
    return candidate;
  }
  return best;
}

// What is expected of a call flows into its type parameters, where it fits.
void BodyInference::hint_result(TypeId result, const Expectation& expected) {
  if (expected.any() || is_open(result)) return;
  result = head(result);
  TypeId wanted = head(expected.type);
  if (!store[result].has_variables || is_open(wanted) || absorbs(wanted)) return;
  if (store.is_option(wanted) && !store.is_option(result)) wanted = head(store.option_inner(wanted));
  if (store[wanted].kind == store[result].kind && store[wanted].def == store[result].def) program.solver.try_unify(result, wanted);
}

// The value of a call that is not used need not be one: where only its block gives it, that may end in anything.
void BodyInference::drop_block_value(const ast::Call* call, const CalleeView& callee, TypeId result) {
  if (call == nullptr || call->block == nullptr) return;
  result = head(result);
  if (store.is_result(result)) result = head(store[result].args[0]);     // `Async.timeout` wraps it
  if (!is_open(result)) return;
  const auto mentions = [&](const auto& self, TypeId type) -> bool {
    if (!type.valid()) return false;
    const TypeId found = head(type);
    return found == head(result) || std::ranges::any_of(store[found].args, [&](TypeId arg) { return self(self, arg); });
  };
  std::size_t blocks = 0;
  for (const ParamView& param : callee.params) {
    if (!param.type.valid()) return;
    const TypeId type = head(param.type);
    const bool gives = store[type].kind == TypeKind::function && head(store.result_of(type)) == head(result);
    if (gives && std::ranges::none_of(store.params_of(type), [&](TypeId part) { return mentions(mentions, part); })) ++blocks;
    else if (mentions(mentions, type)) return;
  }
  if (blocks == 1) unify(result, store.unit);
}

TypeId BodyInference::call_function(FunctionCall what, const Expectation& expected) {
  const Signature sig = program.signature(what.function);
  const auto* decl = ast::as<ast::FunctionDecl>(bindings.def(what.function).decl);
  if (decl == nullptr) return store.poison;
  const resolve::Def& def = bindings.def(what.function);
  if (bindings.is_unreadable(what.function)) {
    if (what.call != nullptr) infer_leftovers(*what.call);
    if (sig.result.valid() && sig.type_params.empty()) return sig.result;
    instance().has_errors = true;
    return store.poison;
  }
  if (!visible(what.function) && bindings.def(def.parent).kind != DefKind::module) {
    error(what.name_range, diag::PrivateMember{.name = program.text(def.name), .type = what.self_type.valid() ? print(what.self_type) : "its type"})
        .label(def.name_range, "declared here, without `pub`");
  }
  if (what.kind == CalleeKind::dyn_method)
    if (const std::string why = why_not_dispatched(program.table, bindings, program.interner, what.function, sig); !why.empty()) {
      error(what.name_range, diag::NotDispatched{.method = program.text(def.name), .type = print(what.self_type)})
          .primary(why)
          .label(def.name_range, "declared here")
          .help("take a type parameter instead: `" + function_bounded_by(program.text(bindings.def(store[what.self_type].def).name)) + "`");
      if (what.call != nullptr) infer_leftovers(*what.call);
      return store.poison;
    }
  const std::size_t own = bindings.type_params(what.function).size();
  const std::size_t outer = sig.type_params.size() - own;
  std::vector<TypeId> args = what.outer_args;
  args.resize(std::min(args.size(), outer));
  while (args.size() < outer) args.push_back(fresh(what.at->range));
  for (TypeId arg : what.explicit_args)
    if (args.size() < sig.type_params.size()) args.push_back(arg);
  while (args.size() < sig.type_params.size()) args.push_back(fresh(what.at->range));
  auto substituted = [&](TypeId type) { return type.valid() ? without_projections(store.substitute(type, sig.type_params, args), what.at->range) : type; };

  const std::size_t skipped = what.call != nullptr ? take_type_arguments(*what.call, args) : 0;
  const bool has_receiver = what.receiver != nullptr && sig.has_self;
  TypeId self;
  if (has_receiver) {
    self = what.self_type;
    const TypeId wanted = substituted(sig.params[0]);
    if (wanted.valid() && what.kind != CalleeKind::dyn_method) program.solver.try_unify(wanted, self);
  }
  CalleeView view;
  view.what = program.describe(what.function);
  if (!has_receiver && what.self_type.valid() && store[head(what.self_type)].kind == TypeKind::named)
    view.asked = std::string(program.text(bindings.def(store[head(what.self_type)].def).name)) + "." + std::string(program.text(def.name));
  view.declared = def.is_extern ? source::SourceRange{} : def.name_range;
  for (std::size_t i = has_receiver ? 1 : 0; i < decl->params.size(); ++i) {
    const ast::Param& param = decl->params[i];
    view.params.push_back({param.name.symbol, substituted(sig.params[i]), param.mut, param.rest,
                           default_of(program.table, bindings, what.function, i).value != nullptr,
                           param.type != nullptr && !def.is_extern ? param.type->range : view.declared});
  }
  CallPlan plan;
  plan.kind = what.kind;
  plan.def = what.function;
  plan.self_type = what.self_type;
  plan.type_args = args;
  plan.receiver = has_receiver ? what.receiver : nullptr;
  plan.dereferences = what.dereferences;
  plan.safe = what.safe;
  plan.mut_receiver = sig.mut_self;
  if (has_receiver && sig.mut_self) check_changed(*this, *what.receiver, def.is_extern && sig.result == store.unit ? Changed::receiver_only : Changed::receiver);
  for (std::size_t i = 0; i < view.params.size(); ++i) {
    plan.param_types.push_back(view.params[i].type);
    if (view.params[i].mut) plan.mut_params |= 1u << i;
  }
  std::vector<ArgSource> sources;
  const bool fits = match_arguments(*what.at, what.call, view, skipped, sources);
  require_bounds(what.function, sig.type_params, args, what.name_range.valid() ? what.name_range : what.at->range);
  if (!fits) {
    if (what.call == nullptr) return store.poison;
    infer_leftovers(*what.call);
    const TypeId declared = sig.result.valid() ? zonk(substituted(sig.result)) : store.poison;
    return store[declared].has_variables ? store.poison : what.safe ? safe_result(declared) : declared;
  }
  if (sig.untyped) {
    const TypeId result = call_untyped(what, std::move(plan), view, std::move(sources), self);
    return what.safe ? safe_result(result) : result;
  }
  TypeId result = fresh(what.at->range);
  if (sig.result.valid()) {
    result = substituted(sig.result);
    hint_result(result, expected);
    if (expected.dropped) drop_block_value(what.call, view, result);
  }
  infer_arguments(what.call, view, sources, what.safe ? fresh(what.at->range) : result);
  const InstanceId made = program.instance(what.function, {}, {}, {}, what.at->range, id);
  if (made.valid()) {
    plan.instance = made;
    auto& callees = instance().callees;
    if (std::ranges::find(callees, made) == callees.end()) callees.push_back(made);
  }
  if (!sig.result.valid()) result = without_projections(store.substitute(result_of(made), sig.type_params, args), what.at->range);
  else result = without_projections(result, what.at->range);
  plan.args = std::move(sources);
  plan.result = result;
  const TypeId given = what.safe ? safe_result(result) : result;
  instance().calls[what.at->id] = std::move(plan);
  return given;
}

// --- Untyped functions --------------------------------------------------------------------------------------------

TypeId BodyInference::call_untyped(const FunctionCall& what, CallPlan plan, const CalleeView& callee, std::vector<ArgSource> sources, TypeId self) {
  std::vector<TypeId> params(callee.params.size());
  std::vector<std::size_t> lambdas;
  const TypeId result = fresh(what.at->range);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const ParamView& param = callee.params[i];
    const ArgSource& source = sources[i];
    params[i] = param.type;
    if (source.kind == ArgSource::Kind::rest && !param.type.valid()) {
      const TypeId element = fresh(what.at->range);
      params[i] = store.array(element);
      for (const ast::Argument* argument : source.rest)
        check(*argument->value, {.type = argument->spread ? params[i] : element, .because = {}, .reason = "the rest of the arguments have one type"});
      settle(element);
    } else if (source.value != nullptr && source.value->kind == ast::NodeKind::Lambda) {
      lambdas.push_back(i);
    } else if (param.type.valid()) {
      infer_argument(what.call, callee, param, source, result);
    } else if (source.value != nullptr) {
      params[i] = synth(*source.value);
      settle(params[i]);
    }
  }
  for (TypeId type : params)
    if (type.valid()) settle(type);
  auto whole = [&] {
    std::vector<TypeId> all;
    if (self.valid()) all.push_back(zonk(self));
    for (TypeId param : params) all.push_back(param.valid() ? zonk(param) : param);
    return all;
  };
  for (std::size_t i : lambdas) {
    if (params[i].valid()) {
      infer_argument(what.call, callee, callee.params[i], sources[i], result);
      continue;
    }
    // What the function passes to its block is found by inferring it on trial.
    const auto& lambda = static_cast<const ast::Lambda&>(*sources[i].value);
    std::vector<TypeId> block_params;
    for (std::size_t k = 0; k < lambda_arity(lambda); ++k) block_params.push_back(fresh(lambda.range));
    params[i] = store.function(block_params, store.unknown);
    program.probe(what.function, what.self_type, std::vector<TypeId>(plan.type_args), whole());
    for (TypeId param : block_params) settle(param);
    const Expectation expected{.type = store.function(block_params, fresh(lambda.range)), .because = {}, .reason = {}};
    const bool is_block = what.call != nullptr && sources[i].value == what.call->block;
    const TypeId found = is_block ? infer_block(lambda, expected, *what.call, result) : infer_lambda(lambda, expected);
    settle(found);
    record(lambda, found);
    params[i] = found;
  }
  plan.args = std::move(sources);
  finish_untyped(*what.at, std::move(plan), whole(), result, what.at->range);
  return head(result);
}

void BodyInference::finish_untyped(const ast::Expr& at, CallPlan plan, std::vector<TypeId> params, TypeId result, source::SourceRange range) {
  const auto mentions_unknown = [&](const auto& self, TypeId type) -> bool {
    return type.valid() && (store[head(type)].kind == TypeKind::unknown || std::ranges::any_of(store[head(type)].args, [&](TypeId arg) { return self(self, arg); }));
  };
  if (silent_ != nullptr && std::ranges::any_of(params, [&](TypeId param) { return mentions_unknown(mentions_unknown, param); })) {
    // On trial for a block that is not inferred yet: what it is handed on to tells as much about it.
    const auto on_trial = [&](const auto& frame) { return program.table.instances[frame.id.index()].def == plan.def; };
    if (std::ranges::none_of(program.running_->frames, on_trial)) program.probe(plan.def, plan.self_type, plan.type_args, params);
    unify(result, store.unknown);
    return;
  }
  bool poisoned = false;
  for (TypeId& param : params) {
    if (!param.valid()) continue;
    settle(param);
    param = zonk(param);
    poisoned = poisoned || store[param].kind == TypeKind::poison;
    if (const TypeId open = program.solver.first_open(param); open.valid()) {
      const ast::Expr* node = &at;
      when_known(open, range, [this, node, plan, params, result, range](TypeId) { finish_untyped(*node, plan, params, result, range); });
      return;
    }
  }
  if (poisoned) {
    unify(result, store.poison);
    return;
  }
  for (TypeId& type : plan.type_args) {
    type = zonk(type);
    if (store[type].has_variables) type = store.poison;
  }
  if (plan.self_type.valid()) plan.self_type = zonk(plan.self_type);
  const InstanceId made = program.instance(plan.def, plan.self_type, plan.type_args, params, range, id);
  plan.instance = made;
  const std::size_t offset = params.size() - plan.param_types.size();
  for (std::size_t i = 0; i < plan.param_types.size(); ++i) plan.param_types[i] = params[i + offset];
  const TypeId found = result_of(made);
  if (!unify(result, found)) report_mismatch(at.range, found, {.type = result, .because = {}, .reason = {}});
  plan.result = found;
  instance().calls[at.id] = std::move(plan);
}

}  // namespace ariac::types
