#include "ownership/function_values.hpp"

#include <algorithm>

#include "ast/walk.hpp"
#include "ownership/bodies.hpp"
#include "ownership/kept_closures.hpp"
#include "types/may_be_same.hpp"

namespace ariac::ownership {

using namespace ast;
using types::CallPlan;
using types::TypeId;
using types::TypeKind;

namespace {

// Function types that the type is made of.
void collect_functions(const types::TypeStore& store, TypeId type, std::vector<TypeId>& out) {
  if (!type.valid()) return;
  if (store[type].kind == TypeKind::function && std::ranges::find(out, type) == out.end()) out.push_back(type);
  for (const TypeId part : store[type].args) collect_functions(store, part, out);
}

bool is_of_type(const types::TypeStore& store, TypeId function, const CallPlan& called) {
  return std::ranges::equal(store.params_of(function), called.param_types, [&](TypeId a, TypeId b) { return types::may_be_same(store, a, b); });
}

}  // namespace

const KeptByValue* kept_by_value(const types::TypeTable& types, const UseTable& table, const CallPlan& plan, std::size_t arg) {
  const types::TypeStore& store = types.store;
  const auto found = std::ranges::find_if(table.kept_by_values, [&](const KeptByValue& kept) {
    if (kept.param != arg || !is_of_type(store, kept.function, plan) || !types::may_be_same(store, store.result_of(kept.function), plan.result)) return false;
    if (closure_shape(store, store.params_of(kept.function)[arg]) == ClosureShape::written) return true;
    // A type parameter matters for the functions only that the program lets one stand for.
    TypeId given = plan.param_types[arg];
    while (store.is_option(given)) given = store.option_inner(given);
    return std::ranges::any_of(table.functions_stood_for, [&](TypeId function) { return types::may_be_same(store, function, given); });
  });
  return found != table.kept_by_values.end() ? &*found : nullptr;
}

FunctionValues::FunctionValues(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const BodyFacts& facts,
                               UseTable& table, const KeepsArgument& keeps)
    : bindings_(bindings), types_(types), interner_(interner), facts_(facts), table_(table), keeps_(keeps) {
  for (const types::Instance& instance : types.instances) {
    if (instance.has_errors || !instance.def.valid() || bindings.def(instance.def).is_library) continue;
    taken_.clear();
    const resolve::Def& def = bindings.def(instance.def);
    if (def.decl != nullptr) for_each_initialiser(*def.decl, [&](const Expr& value) { look_through(instance, value); });
    std::span<const Stmt* const> body;
    if (const auto* function = as<FunctionDecl>(def.decl)) body = function->body.statements;
    if (const auto* test = as<TestDecl>(def.decl)) body = test->body.statements;
    if (def.kind == resolve::DefKind::program) body = bindings.modules[def.module.index()].tree->items.statements;
    for (const Stmt* stmt : body) look_through(instance, *stmt);
  }
}

void FunctionValues::look_through(const types::Instance& instance, const Node& node) {
  walk(node, [&](const Node& inner) {
    if (is_own_body(inner)) return false;
    if (const CallPlan* plan = instance.calls.find(inner.id)) note_parameters(*plan);
    const bool is_reference = inner.kind == NodeKind::Unary && static_cast<const Unary&>(inner).op == UnaryOp::reference;
    if (inner.kind == NodeKind::Lambda || is_reference) note(instance, static_cast<const Expr&>(inner));
    return true;
  });
}

void FunctionValues::note_parameters(const CallPlan& plan) {
  const bool is_library = plan.def.valid() && bindings_.def(plan.def).is_library;
  if (!is_library)
    for (const TypeId type : plan.type_args) collect_functions(types_.store, type, table_.functions_stood_for);
  for (std::size_t i = 0; i < plan.args.size(); ++i)
    if (is_library && plan.args[i].value != nullptr) taken_[plan.args[i].value->id] = {&plan, i};
}

void FunctionValues::note(const types::Instance& instance, const Expr& value) {
  const TypeId* type = instance.types.find(value.id);
  if (type == nullptr || types_.store[*type].kind != TypeKind::function) return;
  const auto params = types_.store.params_of(*type);
  if (std::ranges::all_of(params, [&](TypeId param) { return closure_shape(types_.store, param) == ClosureShape::none; })) return;
  Made made{&instance, &value, nullptr, nullptr, 0};
  if (const auto* reference = as<Unary>(&value)) {
    made.named = instance.calls.find(reference->id);
    if (made.named == nullptr) made.named = instance.calls.find(reference->operand->id);
    if (made.named == nullptr || !made.named->def.valid() || bindings_.def(made.named->def).kind != resolve::DefKind::function) return;
  }
  if (const auto taken = taken_.find(value.id); taken != taken_.end()) std::tie(made.taken_by, made.arg) = taken->second;
  made_.push_back(made);
}

bool FunctionValues::find() {
  bool grows = false;
  for (const Made& made : made_) {
    if (made.taken_by != nullptr && !keeps_(*made.taken_by, made.arg)) continue;
    const TypeId type = *made.instance->types.find(made.at->id);
    const auto params = types_.store.params_of(type);
    for (std::size_t i = 0; i < params.size(); ++i) {
      if (closure_shape(types_.store, params[i]) == ClosureShape::none || !keeps(made, i, params.size())) continue;
      if (add(type, i, *made.at)) grows = true;
      const auto* coercions = made.instance->coercions.find(made.at->id);
      if (coercions == nullptr) continue;
      for (const types::Coercion& coercion : *coercions)
        if (types_.store[coercion.to].kind == TypeKind::function && add(coercion.to, i, *made.at)) grows = true;
    }
  }
  return grows;
}

bool FunctionValues::keeps(const Made& made, std::size_t param, std::size_t of) const {
  if (made.named != nullptr) {
    // `&o.method` has its receiver; `&Type.method` takes it first.
    const auto* decl = as<FunctionDecl>(bindings_.def(made.named->def).decl);
    const std::size_t bound = decl != nullptr && decl->params.size() > of ? 1 : 0;
    return keeps_in_param(bindings_, types_, table_, *made.named, param + bound);
  }
  const auto& closure = static_cast<const Lambda&>(*made.at);
  const Node* name = &closure;       // of `it`
  if (param < closure.params.size()) name = closure.params[param].pattern;
  else if (!closure.params.empty() || param > 0) return false;
  while (const auto* typed = as<TypedPattern>(name)) name = typed->inner;
  const resolve::LocalId local = name != nullptr ? bindings_.local_of(name->id) : resolve::LocalId();
  if (!local.valid()) return name != nullptr && name->kind != NodeKind::WildcardPattern && name->kind != NodeKind::Lambda;
  const Escapes search(bindings_, types_, interner_, facts_, *made.instance, keeps_);
  return std::ranges::any_of(closure.body.statements, [&](const Stmt* stmt) { return search.escapes(*stmt, local); });
}

bool FunctionValues::add(TypeId function, std::size_t param, const Node& at) {
  const bool known = std::ranges::any_of(table_.kept_by_values, [&](const KeptByValue& kept) { return kept.function == function && kept.param == param; });
  if (known || param >= types_.store.params_of(function).size()) return false;
  table_.kept_by_values.push_back({function, param, &at});
  return true;
}

}  // namespace ariac::ownership
