#include "effects/collect.hpp"

#include <utility>

#include "ast/walk.hpp"
#include "effects/written_row.hpp"

namespace ariac::effects {

namespace {

using types::CalleeKind;

bool is_expr_or_stmt(ast::NodeKind kind) { return kind <= ast::NodeKind::ErrorStmt; }

}  // namespace

void Collect::instance(InstanceId id) {
  id_ = id;
  function_locals_.clear();
  spawn_owner_ = {};
  in_scope_ = false;
  const resolve::Def& def = bindings_.def(current().def);
  UnknownId row = unknowns().row;
  if (def.kind == resolve::DefKind::program) return body(bindings_.modules[def.module.index()].tree->items, row);
  if (const auto* constant = ast::as<ast::ConstDecl>(def.decl); constant != nullptr && constant->value != nullptr) {
    return node(*constant->value, row);
  }
  if (const auto* test = ast::as<ast::TestDecl>(def.decl)) return body(test->body, row);
  const auto* function = ast::as<ast::FunctionDecl>(def.decl);
  if (function == nullptr) return;
  for (std::size_t i = 0; i < function->params.size() && i < current().params.size(); ++i) {
    const types::Type& type = types_.store[current().params[i]];
    if (type.kind != types::TypeKind::function) continue;
    EffectSet set = EffectSet::parameter(static_cast<std::uint32_t>(i));
    if (type.row.valid() && !types_.rows[type.row.index()]->tail) set = written_row(*types_.rows[type.row.index()], bindings_, interner_);
    function_locals_[bindings_.local_of(function->params[i].id)] = constant(set);
  }
  for (const ast::Contract* contract : function->contracts) node(*contract, row);
  if (function->has_body) body(function->body, row);
}

UnknownId Collect::constant(const EffectSet& set) {
  UnknownId unknown = program_.equations.unknown();
  program_.equations.add(unknown, set);
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
    entry->second = program_.equations.unknown();
    program_.equations.flow(entry->second, into);
  }
  program_.equations.add(entry->second, set);
}

DefId Collect::head_of(types::TypeId type) const {
  return type.valid() && types_.store[type].kind == types::TypeKind::named ? types_.store[type].def : DefId();
}

void Collect::node(const ast::Node& n, UnknownId into) {
  if (const Plan* plan = current().calls.find(n.id); plan != nullptr && n.kind != ast::NodeKind::Spawn) {
    const auto* written = ast::as<ast::Call>(&n);
    return call(n, *plan, into, written != nullptr ? written->block : nullptr);
  }
  switch (n.kind) {
    case ast::NodeKind::DeclStmt: return;
    case ast::NodeKind::Lambda: {
      UnknownId row = lambda(static_cast<const ast::Lambda&>(n), true);
      return program_.equations.flow(row, program_.stored, {.parameters = true});
    }
    case ast::NodeKind::Let: {
      const auto& let = static_cast<const ast::Let&>(n);
      const auto* closure = ast::as<ast::Lambda>(let.value);
      if (closure == nullptr) break;
      UnknownId row = lambda(*closure, true);
      program_.equations.flow(row, program_.stored, {.parameters = true});
      if (const auto* name = ast::as<ast::BindingPattern>(let.pattern)) function_locals_[bindings_.local_of(name->id)] = row;
      return;
    }
    case ast::NodeKind::Assign: {
      const auto& assign = static_cast<const ast::Assign&>(n);
      const auto* closure = ast::as<ast::Lambda>(assign.value);
      const resolve::Entity& target = bindings_.entity(assign.target->id);
      if (closure == nullptr || target.kind != resolve::Entity::Kind::local) break;
      UnknownId row = lambda(*closure, true);
      program_.equations.flow(row, program_.stored, {.parameters = true});
      auto [known, first] = function_locals_.try_emplace(target.local, row);
      if (!first) program_.equations.flow(row, known->second);
      return;
    }
    case ast::NodeKind::Unary: {
      const auto& unary = static_cast<const ast::Unary&>(n);
      if (unary.op == ast::UnaryOp::receive || unary.op == ast::UnaryOp::await || unary.op == ast::UnaryOp::join) {
        record(n.id, EffectSet::of(Effect::async), into);
      }
      break;
    }
    case ast::NodeKind::Binary:
      if (static_cast<const ast::Binary&>(n).op == ast::BinaryOp::send) record(n.id, EffectSet::of(Effect::async), into);
      break;
    case ast::NodeKind::Comparison:
      if (auto found = current().comparison_calls.find(n.id); found != current().comparison_calls.end()) {
        for (const auto& plan : found->second) {
          if (plan) callee(*plan, into);
        }
      }
      break;
    case ast::NodeKind::Select: record(n.id, EffectSet::of(Effect::async), into); break;
    case ast::NodeKind::For: iteration(n.id, *static_cast<const ast::For&>(n).iterable, into); break;
    case ast::NodeKind::Comprehension:
      for (const ast::ForClause& clause : static_cast<const ast::Comprehension&>(n).clauses) {
        iteration(clause.iterable->id, *clause.iterable, into);
      }
      break;
    case ast::NodeKind::Raise: {
      const ast::Expr* value = static_cast<const ast::Raise&>(n).value;
      const types::TypeId* type = current().types.find(value->id);
      record(n.id, EffectSet::raise(type != nullptr ? head_of(*type) : DefId()), into);
      break;
    }
    case ast::NodeKind::Try: attempt(static_cast<const ast::Try&>(n), into); break;
    case ast::NodeKind::Spawn: return spawn(static_cast<const ast::Spawn&>(n), into);
    case ast::NodeKind::Begin: return begin(static_cast<const ast::Begin&>(n), into);
    case ast::NodeKind::Handle: return handle(static_cast<const ast::Handle&>(n), into);
    case ast::NodeKind::With: {
      const auto& with = static_cast<const ast::With&>(n);
      node(*with.head, into);
      bool outer = std::exchange(in_scope_, true);
      body(with.body, into);
      in_scope_ = outer;
      return record(n.id, EffectSet::of(Effect::async), into);
    }
    default: break;
  }
  children(n, into);
}

// --- calls --------------------------------------------------------------------------------------------------------

void Collect::call(const ast::Node& at, const Plan& plan, UnknownId into, const ast::Lambda* block) {
  UnknownId row = program_.equations.unknown();
  unknowns().calls[at.id] = row;
  program_.equations.flow(row, into);
  if (plan.kind == CalleeKind::value) {
    value_call(at, row);
  } else {
    callee(plan, row);
  }
  if (plan.receiver != nullptr) node(*plan.receiver, into);
  arguments(plan, into, row);
  bool listed = block == nullptr;
  for (const types::ArgSource& arg : plan.args) listed = listed || arg.value == block;
  if (!listed) program_.equations.flow(lambda(*block, false), row);
  if (const auto* written = ast::as<ast::Call>(&at); written != nullptr && written->base != nullptr) node(*written->base, into);
}

// What the called function does by itself.
void Collect::callee(const Plan& plan, UnknownId row) {
  switch (plan.kind) {
    case CalleeKind::function:
    case CalleeKind::trait_method:
    case CalleeKind::dyn_method:
      if (plan.instance.valid()) {
        program_.equations.flow(program_.instances[plan.instance.index()].row, row, {.parameters = true});
      } else if (plan.kind == CalleeKind::function || bindings_.def(plan.def).is_extern) {
        library_call(plan, row);
      } else {
        trait_call(plan, row);
      }
      return;
    case CalleeKind::operation: return program_.equations.add(row, EffectSet::user(bindings_.def(plan.def).parent));
    default: return;
  }
}

void Collect::library_call(const Plan& plan, UnknownId row) {
  const auto* decl = ast::as<ast::FunctionDecl>(bindings_.def(plan.def).decl);
  if (decl == nullptr) return;
  const ast::ExternDecl* block = bindings_.def(plan.def).extern_block;
  bool trusted = block == nullptr || interner_.text(block->language.symbol) == "Aria";
  if (decl->effects.written) {
    program_.equations.add(row, written_row(decl->effects, bindings_, interner_));
  } else if (!trusted) {
    program_.equations.add(row, EffectSet::of(Effect::foreign));
  }
}

// Any impl may be meant: all of them.
void Collect::trait_call(const Plan& plan, UnknownId row) {
  const resolve::Def& method = bindings_.def(plan.def);
  auto include = [&](DefId function) {
    auto found = types_.instances_of.find(function);
    if (found == types_.instances_of.end()) return;
    for (InstanceId instance : found->second) {
      program_.equations.flow(program_.instances[instance.index()].row, row, {.parameters = true});
    }
  };
  include(plan.def);
  for (const auto& [id, impl] : types_.impls) {
    if (impl.trait != method.parent) continue;
    for (DefId candidate : impl.methods) {
      if (bindings_.def(candidate).name == method.name) include(candidate);
    }
  }
  if (const auto* decl = ast::as<ast::FunctionDecl>(method.decl); decl != nullptr && decl->effects.written) {
    program_.equations.add(row, written_row(decl->effects, bindings_, interner_));
  }
}

void Collect::value_call(const ast::Node& at, UnknownId row) {
  const auto* written = ast::as<ast::Call>(&at);
  if (written == nullptr) return program_.equations.flow(program_.stored, row);
  if (auto known = function_row(*written->callee, row)) return program_.equations.flow(*known, row);
  program_.equations.flow(program_.stored, row);
}

void Collect::arguments(const Plan& plan, UnknownId into, UnknownId row) {
  auto signature = types_.signatures.find(plan.def);
  std::uint32_t shift = signature != types_.signatures.end() && signature->second.has_self ? 1 : 0;
  for (std::size_t i = 0; i < plan.args.size(); ++i) {
    const types::ArgSource& arg = plan.args[i];
    for (const ast::Argument* rest : arg.rest) node(*rest->value, into);
    if (arg.value == nullptr) continue;
    auto function = function_row(*arg.value, into);
    if (!function) {
      node(*arg.value, into);
    } else if (plan.instance.valid()) {
      program_.equations.flow_if_called(*function, row, program_.instances[plan.instance.index()].row, static_cast<std::uint32_t>(i) + shift);
    } else {
      program_.equations.flow(*function, row);   // a library function calls what it is given
    }
  }
}

std::optional<UnknownId> Collect::function_row(const ast::Expr& value, UnknownId into) {
  if (const auto* closure = ast::as<ast::Lambda>(&value)) return lambda(*closure, closure->form == ast::LambdaForm::value);
  if (const auto* name = ast::as<ast::NameExpr>(&value)) {
    const resolve::Entity& entity = bindings_.entity(name->id);
    if (entity.kind == resolve::Entity::Kind::local) {
      if (auto known = function_locals_.find(entity.local); known != function_locals_.end()) return known->second;
    }
  }
  const types::TypeId* type = current().types.find(value.id);
  if (type == nullptr || types_.store[*type].kind != types::TypeKind::function) return std::nullopt;
  if (const auto* reference = ast::as<ast::Unary>(&value); reference != nullptr && reference->op == ast::UnaryOp::reference) {
    const Plan* plan = current().calls.find(reference->id);
    if (plan == nullptr) plan = current().calls.find(reference->operand->id);
    if (plan != nullptr) {
      UnknownId row = program_.equations.unknown();
      callee(*plan, row);
      return row;
    }
  }
  node(value, into);
  return program_.stored;
}

// --- closures and tasks -------------------------------------------------------------------------------------------

UnknownId Collect::lambda(const ast::Lambda& lambda, bool owns_spawns) {
  auto [entry, fresh] = unknowns().closures.try_emplace(lambda.id);
  if (!fresh) return entry->second;
  UnknownId row = program_.equations.unknown();
  entry->second = row;
  NodeId outer_owner = spawn_owner_;
  bool outer_scope = in_scope_;
  if (owns_spawns) {
    spawn_owner_ = lambda.id;
    in_scope_ = false;
  }
  body(lambda.body, row);
  spawn_owner_ = outer_owner;
  in_scope_ = outer_scope;
  return row;
}

void Collect::spawn(const ast::Spawn& spawn, UnknownId into) {
  if (spawn.receiver != nullptr) node(*spawn.receiver, into);
  for (const ast::Argument& option : spawn.options) node(*option.value, into);
  if (spawn.token != nullptr) node(*spawn.token, into);
  UnknownId task;
  if (const auto* block = ast::as<ast::Lambda>(spawn.value)) {
    task = lambda(*block, true);
  } else {
    task = program_.equations.unknown();
    unknowns().closures[spawn.value->id] = task;
    node(*spawn.value, task);
  }
  program_.equations.flow(task, into);
  EffectSet set = EffectSet::of(Effect::spawn);
  bool bare = spawn.receiver == nullptr && spawn.spawn != ast::SpawnKind::detached && !in_scope_;
  if (bare) {
    table_.instances[id_.index()].bare_spawns[spawn_owner_].push_back(spawn.id);
    set.add(EffectSet::of(Effect::async));   // the function waits for it
  }
  record(spawn.id, set, into);
}

// --- errors and handlers ------------------------------------------------------------------------------------------

void Collect::begin(const ast::Begin& begin, UnknownId into) {
  UnknownId inside = program_.equations.unknown();
  Filter caught;
  for (const ast::RescueClause& rescue : begin.rescues) {
    const types::RescuePlan* plan = current().rescues.find(rescue.id);
    DefId type = plan != nullptr ? head_of(plan->error) : DefId();
    if (type.valid()) {
      caught.raises.push_back(type);
    } else {
      caught.all_raises = true;
    }
    body(rescue.body, into);
  }
  body(begin.body, inside);
  program_.equations.flow(inside, into, std::move(caught));
  body(begin.otherwise, into);
  body(begin.ensure, into);
}

void Collect::handle(const ast::Handle& handle, UnknownId into) {
  UnknownId inside = program_.equations.unknown();
  Filter handled;
  for (const ast::HandleArm& arm : handle.arms) {
    const resolve::Entity& operation = bindings_.entity(arm.id);
    if (operation.kind == resolve::Entity::Kind::def) handled.users.push_back(bindings_.def(operation.def).parent);
    body(arm.body, into);
  }
  node(*handle.value, inside);
  program_.equations.flow(inside, into, std::move(handled));
}

void Collect::attempt(const ast::Try& e, UnknownId into) {
  const types::TryPlan* plan = current().tries.find(e.id);
  if (plan == nullptr) return;
  if (plan->convert) callee(*plan->convert, into);
  if (plan->kind == types::TryKind::raise_none) record(e.id, EffectSet::raise(bindings_.well_known.none_error), into);
  if (plan->kind != types::TryKind::raise_err) return;
  const types::TypeId* operand = current().types.find(e.operand->id);
  bool is_result = operand != nullptr && types_.store.is_result(*operand);
  record(e.id, EffectSet::raise(is_result ? head_of(types_.store[*operand].args[1]) : DefId()), into);
}

void Collect::iteration(NodeId at, const ast::Expr& subject, UnknownId into) {
  if (const types::Iteration* plan = current().iterations.find(at)) {
    if (plan->iter) callee(*plan->iter, into);
    if (plan->next) callee(*plan->next, into);
  }
  const types::TypeId* type = current().types.find(subject.id);
  DefId head = type != nullptr ? head_of(*type) : DefId();
  const resolve::WellKnown& known = bindings_.well_known;
  for (DefId channel : {known.channel, known.recv_chan, known.ticker}) {
    if (head.valid() && head == channel) record(at, EffectSet::of(Effect::async), into);
  }
}

}  // namespace ariac::effects
