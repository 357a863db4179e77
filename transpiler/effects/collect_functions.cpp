// Function values: what calling a parameter, variable, field or any other function value does.
#include <utility>

#include "ast/match.hpp"
#include "effects/collect.hpp"
#include "effects/task_scopes.hpp"
#include "effects/written_row.hpp"

namespace ariac::effects {

bool Collect::is_function(TypeId type) const { return type.valid() && types_.store[type].kind == types::TypeKind::function; }

TypeId Collect::type_of(const ast::Expr& e) const {
  const TypeId* type = current().types.find(e.id);
  return type != nullptr ? *type : TypeId();
}

std::optional<UnknownId> Collect::function_row(const ast::Expr& value, UnknownId into) {
  if (const auto* closure = ast::as<ast::Lambda>(&value)) return lambda(*closure, closure->form == ast::LambdaForm::value);
  if (const auto* name = ast::as<ast::NameExpr>(&value)) {
    const resolve::Entity& entity = bindings_.entity(name->id);
    if (entity.kind == resolve::Entity::Kind::local)
      if (const auto known = function_locals_.find(entity.local); known != function_locals_.end()) return known->second;
  }
  const TypeId type = type_of(value);
  if (!is_function(type)) return std::nullopt;
  const auto* reference = ast::as<ast::Unary>(&value);
  const Plan* plan = current().calls.find(value.id);
  if (plan == nullptr && reference != nullptr && reference->op == ast::UnaryOp::reference) plan = current().calls.find(reference->operand->id);
  const types::Selection* selection = current().selections.find(value.id);
  const bool names_function = reference != nullptr || (selection != nullptr && selection->kind == types::MemberKind::function_value);
  if (plan != nullptr && names_function) {
    const UnknownId row = equations().unknown();
    callee(*plan, row);
    return row;
  }
  if (reference != nullptr && reference->op == ast::UnaryOp::reference) return function_row(*reference->operand, into);
  if (const auto* member = ast::as<ast::Member>(&value); member != nullptr && selection != nullptr && selection->kind == types::MemberKind::field) {
    node(*member->object, into);
    return field(selection->def);
  }
  node(value, into);
  return kept(type);
}

// The unknown of all kept functions of this type.
UnknownId Collect::kept(TypeId type) {
  const types::Type& parts = types_.store[type];
  if (parts.row.valid() && is_closed(*types_.rows[parts.row.index()], bindings_))
    return constant(written_row(*types_.rows[parts.row.index()], bindings_, interner_));
  std::vector<std::uint32_t> key;
  for (TypeId part : parts.args) key.push_back(part.index());
  auto [entry, fresh] = program_.kept.try_emplace(std::move(key));
  if (fresh) entry->second = equations().unknown();
  return entry->second;
}

// Under its own type and under what it is converted to.
void Collect::keep(UnknownId row, const ast::Expr& value) {
  if (const TypeId type = type_of(value); is_function(type)) equations().flow_resolved(row, kept(type), unknowns().handed);
  if (const auto* coercions = current().coercions.find(value.id))
    for (const types::Coercion& coercion : *coercions)
      if (is_function(coercion.to)) {
        equations().flow_resolved(row, kept(coercion.to), unknowns().handed);
        hold_to(value, row, coercion.to);
      }
}

UnknownId Collect::field(DefId id) {
  auto [entry, fresh] = program_.fields.try_emplace(id);
  if (!fresh) return entry->second;
  entry->second = equations().unknown();
  const auto info = types_.types.find(bindings_.def(id).parent);
  if (info == types_.types.end()) return entry->second;
  for (const types::RecordInfo& record : info->second.variants)
    for (const types::FieldInfo& each : record.fields)
      if (each.def == id && is_function(each.type))
        if (const types::RowId row = types_.store[each.type].row; row.valid() && is_closed(*types_.rows[row.index()], bindings_))
          equations().add(entry->second, written_row(*types_.rows[row.index()], bindings_, interner_));
  return entry->second;
}

void Collect::bind(resolve::LocalId local, UnknownId row) {
  auto [known, fresh] = function_locals_.try_emplace(local);
  if (fresh) known->second = equations().unknown();
  equations().flow(row, known->second);
}

// Where the type of the place promises a row, the function must keep the promise.
void Collect::hold_to(const ast::Expr& value, UnknownId row, TypeId type) {
  if (!is_function(type)) return;
  const types::RowId promised = types_.store[type].row;
  if (!promised.valid() || !is_closed(*types_.rows[promised.index()], bindings_)) return;
  program_.promises.push_back({id_, &value, row, types_.rows[promised.index()]});
}

UnknownId Collect::lambda(const ast::Lambda& lambda, bool owns_spawns, bool in_scope, bool is_spawned) {
  auto [entry, fresh] = unknowns().closures.try_emplace(lambda.id);
  if (!fresh) return entry->second;
  const UnknownId row = equations().unknown();
  entry->second = row;
  const Home outer = home_;
  const NodeId outer_closure = std::exchange(closure_, lambda.id);
  // A lambda value that gives tasks spawns where it was written.
  if (!is_spawned && is_function(type_of(lambda))) owns_spawns = owns_spawns && !holds_task(types_, bindings_, types_.store.result_of(type_of(lambda)));
  owns_spawns = owns_spawns || spawned_blocks_.contains(lambda.id);
  if (owns_spawns) home_ = {.owner = lambda.id, .closure = lambda.id, .row = row};
  if (in_scope) home_.in_scope = true;
  body(lambda.body, row);
  home_ = outer;
  closure_ = outer_closure;
  return row;
}

}  // namespace ariac::effects
