// Closures: lambda values, blocks, `&:name` and `&name` against the function type their place wants.
#include "diagnostics/catalogue/types.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

struct Wanted {
  std::vector<TypeId> params;
  TypeId result;                 // invalid: nothing is wanted
  std::uint32_t mut_mask = 0;
};

Wanted wanted_of(BodyInference& in, const Expectation& expected) {
  Wanted wanted;
  if (!is_known(in, expected)) return wanted;
  TypeId type = in.head(expected.type);
  while (in.store.is_option(type)) type = in.head(in.store.option_inner(type));
  if (in.store[type].kind != TypeKind::function) return wanted;
  const auto params = in.store.params_of(type);
  wanted.params.assign(params.begin(), params.end());
  wanted.result = in.store.result_of(type);
  wanted.mut_mask = in.store[type].index;
  return wanted;
}

// `|k, v|` where one tuple is offered takes its parts.
bool takes_tuple_apart(BodyInference& in, const ast::Lambda& lambda, const Wanted& wanted) {
  if (wanted.params.size() != 1 || lambda.params.size() < 2) return false;
  const Type& offered = in.store[in.head(wanted.params[0])];
  return offered.kind == TypeKind::tuple && offered.args.size() == lambda.params.size();
}

void report_only_read(BodyInference& in, const ast::LambdaParam& param, const Expectation& expected) {
  auto report = in.error(param.pattern->range, diag::MutOfWhatIsRead{});
  report.primary("the block is given this to read");
  if (expected.because.valid()) report.label(expected.because, expected.reason);
  report.help("copy it into a variable of its own, or call what hands out places: `map!` of an array, `lock` of a `Mutex`, `write` of an `RwLock`");
}

std::vector<TypeId> infer_params(BodyInference& in, const ast::Lambda& lambda, const Wanted& wanted, const Expectation& expected, std::uint32_t& mut_mask) {
  std::vector<TypeId> types;
  const bool has_wanted = wanted.result.valid();
  if (lambda.params.empty()) {
    const auto it = in.bindings.implicit_it.find(lambda.id);
    if (it == in.bindings.implicit_it.end() && lambda.form != ast::LambdaForm::member) return types;
    const TypeId type = !wanted.params.empty() ? wanted.params[0] : in.fresh(lambda.range);
    if (const LocalId local = in.bindings.local_of(lambda.id); local.valid()) in.declare_local(local, type);
    mut_mask = wanted.mut_mask & 1U;
    if (mut_mask != 0) in.mut_params.push_back(in.bindings.local_of(lambda.id));
    types.push_back(type);
    return types;
  }
  if (has_wanted && lambda.params.size() > wanted.params.size() && takes_tuple_apart(in, lambda, wanted)) {
    in.error(source::join(lambda.params.front().pattern->range, lambda.params.back().pattern->range),
             diag::TooManyParameters{.found = lambda.params.size(), .offered = wanted.params.size()})
        .help("a tuple is offered: take it apart with parentheses, `|(a, b)|`");
  } else if (has_wanted && lambda.params.size() > wanted.params.size()) {
    auto report = in.error(lambda.params[wanted.params.size()].pattern->range, diag::TooManyParameters{.found = lambda.params.size(), .offered = wanted.params.size()});
    report.primary("nothing is offered for this one");
    if (expected.because.valid()) report.label(expected.because, expected.reason);
  }
  for (std::size_t i = 0; i < lambda.params.size(); ++i) {
    const ast::LambdaParam& param = lambda.params[i];
    TypeId type = i < wanted.params.size() ? wanted.params[i] : (has_wanted ? in.store.poison : in.fresh(param.pattern->range));
    if (param.type != nullptr) {
      const TypeId written = written_type(in, *param.type);
      if (!in.unify(type, written)) in.report_mismatch(param.type->range, written, {.type = type, .because = expected.because, .reason = expected.reason});
      type = written;
    }
    const bool is_offered = i < wanted.params.size();
    const bool is_place = is_offered && ((wanted.mut_mask >> i) & 1U) != 0;
    if (param.mut && is_offered && !is_place) report_only_read(in, param, expected);
    if (param.mut || is_place) mut_mask |= 1U << i;
    if (param.pattern->kind == ast::NodeKind::BindingPattern) {
      const LocalId local = in.bindings.local_of(param.pattern->id);
      if (((mut_mask >> i) & 1U) != 0) in.mut_params.push_back(local);
      else if (is_offered) in.lent_params.push_back(local);
    }
    in.infer_pattern(*param.pattern, type, true, {.type = {}, .because = expected.because, .reason = expected.reason});
    if (!has_wanted || i < wanted.params.size()) types.push_back(type);     // more than are offered: reported
  }
  return types;
}

// What the body has to give: the written result, else the wanted one.
Expectation result_expectation(BodyInference& in, const ast::Lambda& lambda, const Wanted& wanted, const Expectation& expected) {
  if (lambda.result != nullptr) {
    const TypeId written = written_type(in, *lambda.result);
    if (wanted.result.valid() && !in.store.is_unit(in.head(wanted.result)) && !in.unify(wanted.result, written))
      in.report_mismatch(lambda.result->range, written, {.type = wanted.result, .because = expected.because, .reason = expected.reason});
    return {.type = written, .because = lambda.result->range, .reason = "the result is declared here"};
  }
  if (!wanted.result.valid()) return {};
  return {.type = wanted.result, .because = expected.because, .reason = expected.reason};
}

TypeId record_closure(BodyInference& in, const ast::Lambda& lambda, std::span<const TypeId> params, TypeId result, std::uint32_t mut_mask) {
  const TypeId type = in.store.function(params, result, mut_mask);
  in.record(lambda, type);
  return type;
}

// A lambda value or spawned block: a function of its own.
TypeId infer_as_function(BodyInference& in, const ast::Lambda& lambda, const Expectation& expected, bool spawned) {
  const Wanted wanted = wanted_of(in, expected);
  std::uint32_t mut_mask = 0;
  const std::vector<TypeId> params = infer_params(in, lambda, wanted, expected, mut_mask);
  Expectation result = result_expectation(in, lambda, wanted, expected);
  const bool known = is_known(in, result);
  FunctionContext context;
  context.node = &lambda;
  context.result = known ? result.type : in.fresh(lambda.range);
  context.result_written = known;
  context.result_range = result.because;
  context.is_lambda_value = true;
  context.is_spawned = spawned;
  std::vector<LoopContext> outside;
  outside.swap(in.loops);
  const TypeId race = std::exchange(in.race_value, TypeId());
  in.infer_function_body(lambda.body, context);
  in.race_value = race;
  in.loops.swap(outside);
  if (!known && !result.any() && !in.unify(result.type, context.result)) in.report_mismatch(lambda.body.range, context.result, result);
  return record_closure(in, lambda, params, context.result, mut_mask);
}

}  // namespace

TypeId BodyInference::infer_lambda(const ast::Lambda& lambda, const Expectation& expected) { return infer_as_function(*this, lambda, expected, false); }

TypeId infer_spawned(BodyInference& in, const ast::Lambda& lambda, const Expectation& expected) { return infer_as_function(in, lambda, expected, true); }

namespace {

// `s.spawn { … }` where `s` is the library's. A method of the program called `spawn` is like any other.
bool spawns_tasks(BodyInference& in, const ast::Call& call) {
  const auto* member = ast::as<ast::Member>(call.callee);
  const TypeId* object = member != nullptr ? in.instance().types.find(member->object->id) : nullptr;
  if (object == nullptr) return true;
  const Type& type = in.store[in.head(*object)];
  return type.kind != TypeKind::named || in.bindings.def(type.def).is_library;
}

// `s.spawn f(x)`: the spawner computes what the call is given, so what that leaves is the function around.
bool stands_for_call(const ast::Lambda& block) { return block.body.statements.size() == 1 && block.body.statements[0]->id == block.id; }

bool is_race(const BodyInference& in, const ast::Expr& call) {
  const auto* written = ast::as<ast::Call>(&call);
  const resolve::Entity entity = written != nullptr ? in.bindings.entity(written->callee->id) : resolve::Entity();
  return entity.kind == resolve::Entity::Kind::def && in.bindings.def(entity.def).is_library && in.program.text(in.bindings.def(entity.def).name) == "race";
}

}  // namespace

TypeId BodyInference::infer_block(const ast::Lambda& block, const Expectation& expected, const ast::Expr& call, TypeId call_result) {
  if (block.form == ast::LambdaForm::value) return infer_lambda(block, expected);
  const bool is_task = call.kind == ast::NodeKind::Spawn && spawns_tasks(*this, static_cast<const ast::Call&>(call));
  if (is_task && !stands_for_call(block)) return infer_spawned(*this, block, expected);
  const Wanted wanted = wanted_of(*this, expected);
  std::uint32_t mut_mask = 0;
  const std::vector<TypeId> params = infer_params(*this, block, wanted, expected, mut_mask);
  const Expectation result = result_expectation(*this, block, wanted, expected);
  const bool is_with = call.kind == ast::NodeKind::With || is_task;
  if (!is_with) loops.push_back({.node = &call, .block = &block, .value = call_result, .block_result = result.any() ? TypeId() : result.type});
  const bool known = is_known(*this, result);
  const TypeId outer_race = race_value;
  if (is_with) race_value = {};
  else if (is_race(*this, call)) race_value = call_result;
  TypeId given = infer_body(block.body, known ? result : Expectation{.tail = !is_with && result.any()});
  race_value = outer_race;
  LoopContext runs;
  if (!is_with) {
    runs = std::move(loops.back());
    loops.pop_back();
  }
  if (known) {
    given = result.type;
  } else {
    if (!result.any()) {
      // The value decides what was open: a literal stays open for what the call wants of it.
      const ast::Expr* value = value_of(block.body);
      const bool fits = value != nullptr ? coerce(*value, given, result.type) : unify(result.type, given);
      if (!fits) report_mismatch(value != nullptr ? value->range : block.body.range, given, result);
      given = result.type;
    }
  }
  for (const ast::Continue* end : runs.open_continues) check_continue(*this, *end, runs);
  return record_closure(*this, block, params, given, mut_mask);
}

// --- &name --------------------------------------------------------------------------------------------------------

namespace {

DefId function_named(BodyInference& in, const ast::Expr& e) {
  const resolve::Entity& entity = in.bindings.entity(e.id);
  if (entity.kind != resolve::Entity::Kind::def || in.bindings.def(entity.def).kind != resolve::DefKind::function) return {};
  if (const auto* path = ast::as<ast::PathExpr>(&e); path != nullptr && path->path.size() > entity.segments) return {};
  return entity.def;
}

TypeId use_function(BodyInference& in, const ast::Unary& reference, DefId function, const Wanted& wanted) {
  const Signature& signature = in.program.signature(function);
  std::vector<TypeId> args, params;
  for (std::size_t i = 0; i < signature.type_params.size(); ++i) args.push_back(in.fresh(reference.range));
  std::uint32_t mut_mask = 0;
  const auto* decl = ast::as<ast::FunctionDecl>(in.bindings.def(function).decl);
  for (std::size_t i = 0; i < signature.params.size(); ++i) {
    TypeId type = signature.params[i].valid() ? in.store.substitute(signature.params[i], signature.type_params, args) : in.fresh(reference.range);
    if (i < wanted.params.size()) in.program.solver.try_unify(type, wanted.params[i]);
    if (decl != nullptr && i < decl->params.size() && decl->params[i].mut) mut_mask |= 1U << i;
    params.push_back(type);
  }
  TypeId result = signature.result.valid() ? in.store.substitute(signature.result, signature.type_params, args) : TypeId();
  Selection& selection = in.instance().selections[reference.operand->id];
  selection = {.kind = MemberKind::function_value, .def = function};
  // An untyped function is instantiated for the parameter types that are known by now.
  for (TypeId& param : params) {
    in.settle(param);
    param = in.zonk(param);
  }
  for (TypeId& arg : args) arg = in.zonk(arg);
  CallPlan plan;
  plan.def = function;
  plan.type_args = args;
  plan.param_types = params;
  plan.mut_params = mut_mask;
  plan.instance = in.program.instance(function, {}, args, params, reference.range, in.id);
  if (!result.valid()) result = plan.instance.valid() ? in.result_of(plan.instance) : in.store.unit;
  plan.result = result;
  in.instance().calls[reference.operand->id] = plan;
  in.instance().calls[reference.id] = std::move(plan);
  return in.store.function(params, result, mut_mask);
}

}  // namespace

TypeId BodyInference::infer_function_value(const ast::Unary& reference, const Expectation& expected) {
  const DefId function = function_named(*this, *reference.operand);
  TypeId type;
  if (function.valid()) {
    type = use_function(*this, reference, function, wanted_of(*this, expected));
  } else {
    type = synth(*reference.operand, expected);
    const TypeId found = known(type);
    if (!absorbs(found) && store[found].kind != TypeKind::function)
      error(reference.range, diag::NotAFunction{.type = print(found)}).help("`&` makes a value of a function's name");
  }
  record(*reference.operand, type);
  return type;
}

}  // namespace ariac::types
