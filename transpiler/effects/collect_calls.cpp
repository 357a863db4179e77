// Calls: what the called function does by itself, and what becomes of the arguments.
#include <algorithm>
#include <utility>

#include "ast/walk.hpp"
#include "effects/collect.hpp"
#include "effects/lent_parts.hpp"
#include "effects/written_row.hpp"
#include "types/called_value.hpp"
#include "types/default_values.hpp"
#include "types/spawned_operands.hpp"
#include "types/task_blocks.hpp"

namespace ariac::effects {

using types::CalleeKind;

void Collect::call(const ast::Node& at, const Plan& plan, UnknownId into, const ast::Lambda* block) {
  const std::optional<Spawner> spawner = std::exchange(spawner_, std::nullopt);
  const UnknownId row = equations().unknown();
  unknowns().calls[at.id] = row;
  equations().flow(row, into);
  if (plan.mut_receiver && is_outside(plan.receiver)) equations().add(row, EffectSet::of(Effect::state));
  // The place that is lent is the caller's: what the call itself does to it is no other way to it.
  for (const LentPart& part : lent_parts(plan, current(), types_, bindings_, interner_)) equations().add(into, EffectSet::writing(part.parts.front()));
  if (plan.kind == CalleeKind::value) value_call(at, row);
  else callee(plan, row);
  if (const ast::Expr* spawned = types::mapped_by_tasks(plan, current(), types_.store, bindings_, interner_)) spawned_blocks_.insert(spawned->id);
  if (plan.receiver != nullptr) operand(*plan.receiver, into, spawner, [&](UnknownId to) { node(*plan.receiver, to); });
  arguments(plan, into, row, spawner);
  bool listed = block == nullptr;
  for (const types::ArgSource& arg : plan.args) listed = listed || arg.value == block;
  if (!listed) equations().flow(lambda(*block, false), row);
  if (const auto* written = ast::as<ast::Call>(&at); written != nullptr && written->base != nullptr) node(*written->base, into);
}

void Collect::callee(const Plan& plan, UnknownId row) {
  switch (plan.kind) {
    case CalleeKind::function:
    case CalleeKind::trait_method:
    case CalleeKind::dyn_method:
      if (resolve::find_attribute(bindings_, interner_, plan.def, "writes") != nullptr) equations().add(row, EffectSet::of(Effect::state));
      starts_tasks({.at = row, .callee = plan.instance, .method = plan.def});
      if (plan.instance.valid()) equations().flow(program_.instances[plan.instance.index()].row, row, {.parameters = Parameters::drop});
      else if (plan.kind == CalleeKind::function || bindings_.def(plan.def).is_extern) library_call(plan, row);
      else trait_call(plan, row);
      return;
    case CalleeKind::operation: return equations().add(row, EffectSet::user(bindings_.def(plan.def).parent));
    default: return;
  }
}

void Collect::library_call(const Plan& plan, UnknownId row) {
  const auto* decl = ast::as<ast::FunctionDecl>(bindings_.def(plan.def).decl);
  if (decl == nullptr) return;
  const ast::ExternDecl* block = bindings_.def(plan.def).extern_block;
  const bool trusted = block == nullptr || interner_.text(block->language.symbol) == "Aria";
  if (decl->effects.written) equations().add(row, written_row(decl->effects, bindings_, interner_));
  else if (!trusted) equations().add(row, EffectSet::of(Effect::foreign));
  bound_methods(plan, row);
  // `o.to_string` of an option shows what is in it.
  const DefId around = bindings_.def(plan.def).parent;
  if (around.valid() && bindings_.def(around).kind == resolve::DefKind::trait && plan.self_type.valid()) {
    equations().flow(methods_of(around, plan.self_type), row);
    tasks_of_methods(around, plan.self_type, row);
  }
}

void Collect::value_call(const ast::Node& at, UnknownId row) {
  if (at.kind != ast::NodeKind::Call && at.kind != ast::NodeKind::Binary) return;
  if (const auto known = function_row(types::called_value(static_cast<const ast::Expr&>(at)), row)) equations().flow(*known, row);
}

// The field or part that an argument of a constructor becomes.
const types::FieldInfo* Collect::part(const Plan& plan, std::size_t index) const {
  const bool is_variant = plan.kind == CalleeKind::variant;
  if (!is_variant && plan.kind != CalleeKind::constructor && plan.kind != CalleeKind::with_update) return nullptr;
  const DefId type = is_variant ? bindings_.def(plan.def).parent : plan.def;
  const auto info = types_.types.find(type);
  if (info == types_.types.end()) return nullptr;
  const std::size_t variant = is_variant ? bindings_.def(plan.def).index : 0;
  if (variant >= info->second.variants.size() || index >= info->second.variants[variant].fields.size()) return nullptr;
  return &info->second.variants[variant].fields[index];
}

// `with Async.scope |s|` and its kin: their block is given a scope, to which the spawns in it belong.
bool Collect::opens_scope(const Plan& plan) const {
  for (TypeId param : plan.param_types) {
    if (!is_function(param)) continue;
    for (TypeId given : types_.store.params_of(param)) {
      const DefId head = head_of(given);
      if (head.valid() && head == bindings_.well_known.scope) return true;
    }
  }
  return false;
}

// What is left out is computed by the caller: its tasks are the caller's, too.
void Collect::left_out(const Plan& plan, std::size_t index, UnknownId into) {
  const types::OmittedValue omitted = types::omitted_value(types_, bindings_, plan, index);
  if (omitted.value == nullptr || !omitted.instance.valid()) return;
  equations().flow(default_row(omitted.instance, omitted.value->id), into, {.parameters = Parameters::drop});
  starts_tasks({.at = into, .callee = omitted.instance, .fallback = omitted.value->id});
}

UnknownId Collect::default_row(InstanceId instance, NodeId value) {
  auto [entry, fresh] = program_.instances[instance.index()].defaults.try_emplace(value);
  if (fresh) entry->second = equations().unknown();
  return entry->second;
}

void Collect::operand(const ast::Expr& value, UnknownId into, const std::optional<Spawner>& spawner, const std::function<void(UnknownId)>& visit) {
  if (!spawner || !types::is_computed_by_spawner(current(), value)) return visit(into);
  const Home outer = std::exchange(home_, spawner->home);
  visit(spawner->into);
  home_ = outer;
}

void Collect::arguments(const Plan& plan, UnknownId into, UnknownId row, const std::optional<Spawner>& spawner) {
  for (std::size_t i = 0; i < plan.args.size(); ++i) {
    if (plan.args[i].kind == types::ArgSource::Kind::default_value && plan.kind != CalleeKind::with_update) left_out(plan, i, row);
    for (const ast::Argument* rest : plan.args[i].rest) operand(*rest->value, into, spawner, [&](UnknownId to) { node(*rest->value, to); });
    if (const ast::Expr* value = plan.args[i].value) operand(*value, into, spawner, [&](UnknownId to) { argument(plan, i, *value, to, row); });
  }
}

void Collect::argument(const Plan& plan, std::size_t index, const ast::Expr& value, UnknownId into, UnknownId row) {
  const auto* block = ast::as<ast::Lambda>(&value);
  if (block == nullptr && !is_function(type_of(value))) return node(value, into);
  const auto function = block != nullptr && opens_scope(plan) ? lambda(*block, false, true) : function_row(value, into);
  if (!function) return node(value, into);
  if (index < plan.param_types.size()) hold_to(value, *function, plan.param_types[index]);
  if (plan.def.valid() && bindings_.def(plan.def).is_library && interner_.text(bindings_.def(plan.def).name) == "on_cancel")
    program_.handed_functions.push_back({.instance = id_, .value = &value, .row = *function, .function = plan.def});
  if (const types::FieldInfo* kept_in = part(plan, index)) {
    if (is_function(kept_in->type) && kept_in->def.valid() && plan.kind != CalleeKind::variant)
      return equations().flow_resolved(*function, field(kept_in->def), unknowns().handed);
    return keep(*function, value);
  }
  if (plan.kind == CalleeKind::value || plan.kind == CalleeKind::operation) {
    keep(*function, value);
    return equations().flow(*function, row);
  }
  const auto signature = types_.signatures.find(plan.def);
  const std::size_t shift = signature != types_.signatures.end() && signature->second.has_self ? 1 : 0;
  const std::size_t place = index + shift;
  const bool is_generic = signature != types_.signatures.end() && place < signature->second.params.size() &&
                          signature->second.params[place].valid() && !is_function(signature->second.params[place]);
  if (std::vector<InstanceId> callees = callees_of(plan); !callees.empty())
    program_.handed_functions.push_back({id_, &value, *function, plan.def, std::move(callees), static_cast<std::uint32_t>(place)});
  if (!plan.instance.valid()) return is_generic ? keep(*function, value) : equations().flow(*function, row);
  InstanceUnknowns& callee = program_.instances[plan.instance.index()];
  if (is_generic && block == nullptr) keep(*function, value);
  if (place >= callee.handed.size()) return;
  equations().flow_if_called(*function, row, callee.row, static_cast<std::uint32_t>(place));
  equations().flow_resolved(*function, callee.handed[place], unknowns().handed);
  if (is_generic) keep(*function, value);
}

}  // namespace ariac::effects
