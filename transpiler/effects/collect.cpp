// Instances, statements and expressions: which unknown flows into which.
#include "effects/collect.hpp"

#include <utility>

#include "ast/walk.hpp"
#include "effects/lent_parts.hpp"
#include "effects/written_row.hpp"
#include "types/plain_spawn.hpp"

namespace ariac::effects {

namespace {

bool is_expr_or_stmt(ast::NodeKind kind) { return kind <= ast::NodeKind::ErrorStmt; }

}  // namespace

void Collect::instance(InstanceId id) {
  id_ = id;
  function_locals_.clear();
  task_locals_.clear();
  home_ = {.row = unknowns().row};
  const resolve::Def& def = bindings_.def(current().def);
  const UnknownId row = unknowns().row;
  if (def.kind == resolve::DefKind::program) {
    body(bindings_.modules[def.module.index()].tree->items, row);
  } else if (const auto* constant = ast::as<ast::ConstDecl>(def.decl); constant != nullptr && constant->value != nullptr) {
    node(*constant->value, row);
  } else if (const auto* test = ast::as<ast::TestDecl>(def.decl)) {
    body(test->body, row);
  } else if (const auto* function = ast::as<ast::FunctionDecl>(def.decl)) {
    declare_parameters(*function);
    for (std::uint32_t i = 0; i < function->params.size(); ++i) {
      const ast::Expr* fallback = function->params[i].fallback;
      if (const auto block = default_value(fallback))
        program_.handed_functions.push_back({id_, fallback, *block, current().def, {id_}, i});
    }
    for (const ast::Contract* contract : function->contracts) node(*contract, row);
    if (function->has_body) function_body(*function, row);
  }
  if (const auto info = types_.types.find(current().def); info != types_.types.end())
    for (const types::RecordInfo& record : info->second.variants)
      for (const types::FieldInfo& field : record.fields) default_value(field.fallback);
  release_tasks(row);
}

// Of a parameter or field: it happens where a call leaves it out. Gives the row of calling it, if it is a function.
std::optional<UnknownId> Collect::default_value(const ast::Expr* value) {
  if (value == nullptr) return std::nullopt;
  const UnknownId row = default_row(id_, value->id);
  const Home outer = std::exchange(home_, {.owner = value->id, .row = row});
  const auto function = function_row(*value, row);
  if (function) {
    keep(*function, *value);
    equations().flow(*function, row);            // and what it does when it is called
  } else {
    node(*value, row);
  }
  home_ = outer;
  return function;
}

// What a function that gives a Result raises becomes its Err, where it converts.
void Collect::function_body(const ast::FunctionDecl& function, UnknownId into) {
  if (current().err_conversions.empty()) return body(function.body, into);
  Filter returned;
  for (const types::ErrConversion& each : current().err_conversions) {
    if (const DefId head = head_of(each.error); head.valid()) returned.raises.push_back(head);
    if (each.convert) callee(*each.convert, into);
  }
  const UnknownId inside = unknowns().body = program_.equations.unknown();
  body(function.body, inside);
  program_.equations.flow(inside, into, std::move(returned));
}

// What a function-typed parameter does is the caller's affair, unless its type says so.
void Collect::declare_parameters(const ast::FunctionDecl& function) {
  for (std::size_t i = 0; i < function.params.size() && i < current().params.size(); ++i) {
    if (!is_function(current().params[i])) continue;
    const types::RowId written = types_.store[current().params[i]].row;
    EffectSet set = EffectSet::parameter(static_cast<std::uint32_t>(i));
    if (written.valid() && is_closed(*types_.rows[written.index()], bindings_))
      set = written_row(*types_.rows[written.index()], bindings_, interner_);
    function_locals_[bindings_.local_of(function.params[i].id)] = constant(set);
  }
}

UnknownId Collect::constant(const EffectSet& set) {
  const UnknownId unknown = equations().unknown();
  equations().add(unknown, set);
  return unknown;
}

void Collect::body(const ast::Body& body, UnknownId into) {
  for (const ast::Stmt* stmt : body.statements) node(*stmt, into);
}

void Collect::children(const ast::Node& n, UnknownId into) {
  ast::for_each_child(n, [&](const ast::Node& child) {
    if (is_expr_or_stmt(child.kind)) node(child, into);
  });
}

void Collect::record(NodeId at, const EffectSet& set, UnknownId into) {
  auto [entry, fresh] = unknowns().calls.try_emplace(at);
  if (fresh) {
    entry->second = equations().unknown();
    equations().flow(entry->second, into);
  }
  equations().add(entry->second, set);
}

DefId Collect::head_of(TypeId type) const {
  return type.valid() && types_.store[type].kind == types::TypeKind::named ? types_.store[type].def : DefId();
}

void Collect::node(const ast::Node& n, UnknownId into) {
  attempt(n, into);
  const auto* spawned = ast::as<ast::Spawn>(&n);   // may be a method of the program by that name
  if (const Plan* plan = current().calls.find(n.id);
      plan != nullptr && (spawned == nullptr || types::is_plain_call(*plan, *spawned) || !bindings_.def(plan->def).is_library)) {
    const auto* written = ast::as<ast::Call>(&n);
    return call(n, *plan, into, written != nullptr ? written->block : spawned != nullptr ? ast::as<ast::Lambda>(spawned->value) : nullptr);
  }
  switch (n.kind) {
    case ast::NodeKind::DeclStmt: return;
    case ast::NodeKind::Lambda: {
      const auto& closure = static_cast<const ast::Lambda&>(n);
      return keep(lambda(closure, true), closure);
    }
    case ast::NodeKind::NameExpr: return name(static_cast<const ast::NameExpr&>(n), into);
    case ast::NodeKind::Let: return let(static_cast<const ast::Let&>(n), into);
    case ast::NodeKind::Assign: return assign(static_cast<const ast::Assign&>(n), into);
    case ast::NodeKind::Unary: return unary(static_cast<const ast::Unary&>(n), into);
    case ast::NodeKind::Binary:
      if (static_cast<const ast::Binary&>(n).op == ast::BinaryOp::send) record(n.id, EffectSet::of(Effect::async), into);
      break;
    case ast::NodeKind::StringLiteral: shown(static_cast<const ast::StringLiteral&>(n), into); break;
    case ast::NodeKind::Comparison: comparison(static_cast<const ast::Comparison&>(n), into); break;
    case ast::NodeKind::Index: keyed(n.id, type_of(*static_cast<const ast::Index&>(n).object), into); break;
    case ast::NodeKind::MapLiteral: keyed(n.id, type_of(static_cast<const ast::Expr&>(n)), into); break;
    case ast::NodeKind::Select: record(n.id, EffectSet::of(Effect::async), into); break;
    case ast::NodeKind::For: iteration(n.id, *static_cast<const ast::For&>(n).iterable, into); break;
    case ast::NodeKind::Comprehension:
      keyed(n.id, type_of(static_cast<const ast::Expr&>(n)), into);
      for (const ast::ForClause& clause : static_cast<const ast::Comprehension&>(n).clauses)
        iteration(clause.iterable->id, *clause.iterable, into);
      break;
    case ast::NodeKind::Raise: raise(static_cast<const ast::Raise&>(n), into); break;
    case ast::NodeKind::Spawn: spawn(static_cast<const ast::Spawn&>(n), into, false); return;
    case ast::NodeKind::Begin: return begin(static_cast<const ast::Begin&>(n), into);
    case ast::NodeKind::Handle: return handle(static_cast<const ast::Handle&>(n), into);
    default: break;
  }
  children(n, into);
}

void Collect::unary(const ast::Unary& e, UnknownId into) {
  if (e.op == ast::UnaryOp::receive || e.op == ast::UnaryOp::await || e.op == ast::UnaryOp::join)
    record(e.id, EffectSet::of(Effect::async), into);
  if (e.op == ast::UnaryOp::reference && is_function(type_of(e))) {
    if (const auto row = function_row(e, into)) keep(*row, e);
    return;
  }
  children(e, into);
}

// A variable whose value goes on: a function that it holds is kept, and the errors of a task arrive.
void Collect::name(const ast::NameExpr& name, UnknownId into) {
  const resolve::Entity& entity = bindings_.entity(name.id);
  if (entity.kind != resolve::Entity::Kind::local) return;
  if (const auto function = function_locals_.find(entity.local); function != function_locals_.end()) keep(function->second, name);
  if (const auto task = task_locals_.find(entity.local); task != task_locals_.end()) {
    task->second.mentioned = true;
    equations().flow(task->second.errors, into);
  }
}

void Collect::let(const ast::Let& let, UnknownId into) {
  const auto* name = ast::as<ast::BindingPattern>(let.pattern);
  if (name != nullptr && let.value != nullptr) {
    const resolve::LocalId local = bindings_.local_of(name->id);
    if (hold_task(*let.value, local, into)) return;
    if (is_function(type_of(*let.value)))
      if (const auto row = function_row(*let.value, into)) return bind(local, *row);
  }
  children(let, into);
}

// Whether the place belongs to more than the body around it: it is or lies in an object that others may hold as well, or in a
// variable that the closure captured.
bool Collect::is_outside(const ast::Expr* place) const {
  while (place != nullptr) {
    const auto info = types_.types.find(head_of(type_of(*place)));
    if (info != types_.types.end() && info->second.is_shared) return true;
    if (const auto* member = ast::as<ast::Member>(place)) {
      place = member->object;
    } else if (const auto* index = ast::as<ast::Index>(place)) {
      place = index->object;
    } else {
      const resolve::LocalId local = bindings_.entity(place->id).local;
      return closure_.valid() && local.valid() && bindings_.local(local).owner != closure_;
    }
  }
  return false;
}

void Collect::assign(const ast::Assign& assign, UnknownId into) {
  if (is_outside(assign.target)) equations().add(into, EffectSet::of(Effect::state));
  for (const DefId part : assigned_parts(*assign.target, current(), types_, bindings_)) equations().add(into, EffectSet::writing(part));
  if (const auto* target = ast::as<ast::Member>(assign.target); target != nullptr && is_function(type_of(*assign.value))) {
    const types::Selection* selection = current().selections.find(target->id);
    if (selection != nullptr && selection->kind == types::MemberKind::field) {
      node(*target->object, into);
      if (const auto row = function_row(*assign.value, into)) equations().flow_resolved(*row, field(selection->def), unknowns().handed);
      return;
    }
  }
  const resolve::Entity& target = bindings_.entity(assign.target->id);
  if (target.kind == resolve::Entity::Kind::local) {
    if (hold_task(*assign.value, target.local, into)) return;
    if (is_function(type_of(*assign.value)))
      if (const auto row = function_row(*assign.value, into)) return bind(target.local, *row);
  }
  children(assign, into);
}

void Collect::raise(const ast::Raise& raise, UnknownId into) {
  if (current().tries.find(raise.id) != nullptr) return;      // becomes the function's Err
  record(raise.id, EffectSet::raise(head_of(type_of(*raise.value))), into);
}

// `e?`, and an expression that is tried without saying so: `r?.m`, `name?`.
void Collect::attempt(const ast::Node& e, UnknownId into) {
  const types::TryPlan* plan = e.kind != ast::NodeKind::Raise ? current().tries.find(e.id) : nullptr;
  if (plan == nullptr) return;
  if (plan->convert) callee(*plan->convert, into);
  if (plan->kind == types::TryKind::raise_none || plan->kind == types::TryKind::raise_err) record(e.id, EffectSet::raise(head_of(plan->error)), into);
}

void Collect::iteration(NodeId at, const ast::Expr& subject, UnknownId into) {
  if (const types::Iteration* plan = current().iterations.find(at)) {
    if (plan->iter) callee(*plan->iter, into);
    if (plan->next) callee(*plan->next, into);
  }
  const DefId head = head_of(type_of(subject));
  const resolve::WellKnown& known = bindings_.well_known;
  for (DefId channel : {known.channel, known.recv_chan, known.ticker})
    if (head.valid() && head == channel) record(at, EffectSet::of(Effect::async), into);
}

}  // namespace ariac::effects
