// What is called through a trait: the methods of all impls that may be meant.
#include <algorithm>

#include "ast/match.hpp"
#include "effects/collect.hpp"
#include "effects/written_row.hpp"

namespace ariac::effects {

using types::TypeKind;

// A library function calls the methods of its bounds: `println(x)` calls `to_string` of x.
void Collect::bound_methods(const Plan& plan, UnknownId row) {
  const auto signature = types_.signatures.find(plan.def);
  if (signature == types_.signatures.end()) return;
  const auto& params = signature->second.type_params;
  for (std::size_t i = 0; i < params.size() && i < plan.type_args.size(); ++i) {
    const auto bounds = types_.bounds.find(params[i]);
    if (bounds == types_.bounds.end()) continue;
    for (TypeId bound : bounds->second) {
      equations().flow(methods_of(types_.store[bound].def, plan.type_args[i]), row);
      tasks_of_methods(types_.store[bound].def, plan.type_args[i], row);
    }
  }
}

// The library calls the methods of the type's own impls: what they spawn is the caller's.
void Collect::tasks_of_methods(DefId trait, TypeId type, UnknownId row) {
  if (!head_of(type).valid()) return;
  for (const auto& [id, impl] : types_.impls) {
    if (impl.trait != trait || bindings_.def(id).is_library || head_of(impl.self_type) != head_of(type)) continue;
    for (DefId method : impl.methods)
      if (const auto found = types_.instances_of.find(method); found != types_.instances_of.end())
        for (InstanceId instance : found->second) starts_tasks({.at = row, .callee = instance});
  }
}

// What a string holds is shown.
void Collect::shown(const ast::StringLiteral& text, UnknownId into) {
  if (std::ranges::all_of(text.parts, [](const ast::StringPart& part) { return part.value == nullptr; })) return;
  const UnknownId row = equations().unknown();
  for (const ast::StringPart& part : text.parts)
    if (part.value != nullptr) equations().flow(methods_of(bindings_.well_known.display, type_of(*part.value)), row);
  unknowns().calls[text.id] = row;
  equations().flow(row, into);
}

// What the language compares by itself is made of parts that may be compared otherwise.
void Collect::comparison(const ast::Comparison& e, UnknownId into) {
  const auto found = current().comparison_calls.find(e.id);
  if (found == current().comparison_calls.end()) return;
  const UnknownId row = equations().unknown();
  for (std::size_t i = 0; i < e.ops.size() && i < found->second.size(); ++i) {
    if (found->second[i]) {
      callee(*found->second[i], row);
      continue;
    }
    if (e.operands[i]->kind == ast::NodeKind::NilLiteral || e.operands[i + 1]->kind == ast::NodeKind::NilLiteral) continue;
    const bool is_equality = e.ops[i] == ast::ComparisonOp::equal || e.ops[i] == ast::ComparisonOp::not_equal;
    const DefId trait = is_equality ? bindings_.well_known.eq : bindings_.well_known.ord;
    for (const ast::Expr* operand : {e.operands[i], e.operands[i + 1]}) equations().flow(methods_of(trait, type_of(*operand)), row);
  }
  unknowns().calls[e.id] = row;
  equations().flow(row, into);
}

// A map looks for a key: `m[k]`, `{k => v}`.
void Collect::keyed(NodeId at, TypeId map, UnknownId into) {
  if (head_of(map) != bindings_.well_known.map || types_.store[map].args.empty()) return;
  const UnknownId row = equations().unknown();
  for (const DefId trait : {bindings_.well_known.hash, bindings_.well_known.eq}) equations().flow(methods_of(trait, types_.store[map].args.front()), row);
  unknowns().calls[at] = row;
  equations().flow(row, into);
}

// The row of all methods by which the type has the trait. Where no impl is written, what its parts do: they are shown,
// compared or hashed with it.
UnknownId Collect::methods_of(DefId trait, TypeId type) {
  auto [entry, fresh] = trait_rows_.try_emplace({trait, type});
  if (!fresh) return entry->second;
  const UnknownId row = entry->second = equations().unknown();
  if (!type.valid()) return row;
  const types::Type& parts = types_.store[type];
  const bool is_any = parts.kind == TypeKind::param || parts.kind == TypeKind::projection || parts.kind == TypeKind::dyn;
  bool is_written = false;
  for (const auto& [id, impl] : types_.impls) {
    if (impl.trait != trait || !(is_any || (parts.kind == TypeKind::named && head_of(impl.self_type) == parts.def))) continue;
    is_written = is_written || !bindings_.def(id).is_library;
    for (DefId method : impl.methods) include(method, row);
    if (!is_any && bindings_.def(id).is_library) bounds_of(impl, parts, row);
  }
  if (is_any || is_written) return row;
  const auto add = [&](TypeId part) {
    equations().flow(methods_of(trait, part), row);
    if (trait == bindings_.well_known.display) equations().flow(methods_of(bindings_.well_known.debug, part), row);
  };
  for (TypeId part : parts.args) add(part);
  const auto info = types_.types.find(parts.def);
  if (parts.kind != TypeKind::named || info == types_.types.end() || bindings_.def(parts.def).is_library) return row;
  for (const types::RecordInfo& record : info->second.variants)
    for (const types::FieldInfo& field : record.fields) add(field.type);
  return row;
}

// What the library's impl wants of its parameters, it calls: a set that is compared looks for its elements.
void Collect::bounds_of(const types::ImplInfo& impl, const types::Type& type, UnknownId row) {
  const auto& places = types_.store[impl.self_type].args;
  for (std::size_t i = 0; i < places.size() && i < type.args.size(); ++i) {
    const types::Type& place = types_.store[places[i]];
    const auto bounds = place.kind == TypeKind::param ? types_.bounds.find(place.def) : types_.bounds.end();
    if (bounds == types_.bounds.end()) continue;
    for (TypeId bound : bounds->second) equations().flow(methods_of(types_.store[bound].def, type.args[i]), row);
  }
}

void Collect::include(DefId function, UnknownId row) {
  const auto found = types_.instances_of.find(function);
  if (found == types_.instances_of.end()) return;
  for (InstanceId instance : found->second)
    equations().flow(program_.instances[instance.index()].row, row, {.parameters = Parameters::drop});
}

void Collect::trait_call(const Plan& plan, UnknownId row) {
  const auto* decl = ast::as<ast::FunctionDecl>(bindings_.def(plan.def).decl);
  if (decl != nullptr && decl->effects.written) return equations().add(row, written_row(decl->effects, bindings_, interner_));
  for (InstanceId instance : callees_of(plan)) equations().flow(program_.instances[instance.index()].row, row, {.parameters = Parameters::drop});
}

// Any impl may be meant: all of them.
std::vector<InstanceId> Collect::callees_of(const Plan& plan) const {
  if (plan.instance.valid()) return {plan.instance};
  std::vector<InstanceId> callees;
  if (plan.kind != types::CalleeKind::trait_method && plan.kind != types::CalleeKind::dyn_method) return callees;
  const auto take = [&](DefId method) {
    if (const auto found = types_.instances_of.find(method); found != types_.instances_of.end()) callees.insert(callees.end(), found->second.begin(), found->second.end());
  };
  const resolve::Def& method = bindings_.def(plan.def);
  take(plan.def);
  for (const auto& [id, impl] : types_.impls) {
    if (impl.trait != method.parent) continue;
    for (DefId candidate : impl.methods)
      if (bindings_.def(candidate).name == method.name) take(candidate);
  }
  return callees;
}

}  // namespace ariac::effects
