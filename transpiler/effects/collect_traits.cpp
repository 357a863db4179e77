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
    for (TypeId bound : bounds->second) equations().flow(methods_of(types_.store[bound].def, plan.type_args[i]), row);
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
