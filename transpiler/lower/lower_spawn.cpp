// Tasks: `spawn` in all its forms, and the scopes that functions are for them.
//
//   spawn load(url)              tasks.spawn([url] { return load(url); })
//   s.spawn do … end             s.spawn([…] { … })
//   a function with bare spawns  return aria::function_scope([&](aria::Scope& tasks) { … });
//
// What a task captures it owns. Arguments that are more than a name are evaluated by the spawner, in the capture.
#include <algorithm>
#include <array>

#include "ast/walk.hpp"
#include "effects/suspension.hpp"
#include "lower/body.hpp"
#include "types/plain_spawn.hpp"
#include "types/spawned_operands.hpp"

namespace ariac::lower {

// --- scopes -------------------------------------------------------------------------------------------------------

std::string BodyLowering::declare_scope() {
  scopes_.push_back(scope_name());
  return scopes_.back();
}

// The user's names come first.
std::string BodyLowering::scope_name() {
  for (const char* wanted : {"tasks", "scope", "task_scope"}) {
    bool free = true;
    for (const auto& [local, type] : instance_.locals) free = free && names_.text(input_.bindings.local(local).name) != wanted;
    if (free) return fresh(wanted);
  }
  return fresh("own_tasks");
}

// The scope that a bare spawn belongs to here.
cpp::Expr BodyLowering::current_scope() {
  if (scopes_.empty()) return cpp::call("aria::root_scope");
  scope_used_ = true;
  return cpp::name(scopes_.back());
}

bool BodyLowering::owns_scope(NodeId owner) const {
  if (!effects::needs_scope(input_.effects, id_, owner)) return false;
  return owner.valid() || !(effects::takes_scope(input_.effects, id_) || effects::finds_scope(input_.effects, id_));
}

// Whether an error raised here leaves a scope of the function's own, which it then fails: only outside does it become an Err.
bool BodyLowering::fails_scope() const {
  const bool of_caller = effects::takes_scope(input_.effects, id_) || effects::finds_scope(input_.effects, id_);
  return functions_.size() == 1 && scopes_.size() > (of_caller ? 1U : 0U) && store().is_result(function_result());
}

// `fill` lowers a whole function's body.
void BodyLowering::in_function_scope(const Part& fill, const Destination& to) {
  const std::string tasks = scope_name();
  run_in_lambda({.params = {{cpp::ref_to(cpp::type("aria::Scope")), tasks}},
                 .value = result_,
                 .fill = [&](const Destination& inner) {
                   scopes_.push_back(tasks);
                   fill(inner);
                   scopes_.pop_back();
                 },
                 .wrap = [](cpp::Expr body) { return cpp::call("aria::function_scope", {std::move(body)}); }},
                {.returns = true}, to);
}

// The body of a function or closure, with a scope where it has spawns of its own.
cpp::Block BodyLowering::whole_body(NodeId owner, TypeId result, const Part& fill) {
  const bool no_value = lower_types.is_void(result);
  const Destination to{.kind = no_value ? Destination::Kind::drop : Destination::Kind::give_back, .at_end = no_value};
  const TypeId outer_result = std::exchange(result_, result);
  const auto outer_leaving = std::exchange(leaving_, {});
  const auto outer_breaks = std::exchange(breaks_, {});
  const auto outer_raises = std::exchange(raise_again_, {});
  const auto outer_polls = std::exchange(polls_, {});
  const bool outer_states = std::exchange(states_result_, !owner.valid());
  cpp::Block body = block([&] {
    if (owns_scope(owner)) return in_function_scope(fill, to);
    if (owner.valid() || !effects::finds_scope(input_.effects, id_)) return fill(to);
    emit(cpp::declare(cpp::type("const aria::Scope"), declare_scope(), cpp::call("aria::innermost_scope")));
    fill(to);
    scopes_.pop_back();
  });
  result_ = outer_result;
  leaving_ = outer_leaving;
  breaks_ = outer_breaks;
  raise_again_ = outer_raises;
  polls_ = outer_polls;
  states_result_ = outer_states;
  return body;
}

// --- spawn --------------------------------------------------------------------------------------------------------

// A variable that a task takes along, and its name in the task.
void BodyLowering::take_along(NodeId closure, LocalId id, std::vector<cpp::Capture>& captures) {
  bool moves = false;
  if (const auto* owned = uses_.captures_of(closure)) {
    for (const auto& [captured, use] : *owned) moves = moves || (captured == id && use == ownership::UseKind::move);
  }
  const auto listeners = uses_.listening_captures.find(closure);
  const bool listens = listeners != uses_.listening_captures.end() && std::ranges::find(listeners->second, id) != listeners->second.end();
  const cpp::Expr outer = local(id);
  const auto* name = cpp::as<cpp::Name>(outer);
  for (const cpp::Capture& one : captures) {
    if (name != nullptr && one.name == name->name) return;
  }
  if (listens) {
    const std::string inner = name != nullptr ? name->name : fresh(cpp_identifier(names_.text(input_.bindings.local(id).name)));
    captures.push_back({.name = inner, .init = cpp::method(outer, "listening")});
    if (name == nullptr) locals_[id] = cpp::name(inner);
    return;
  }
  const bool moved = moves && !lower_types.is_small(local_type(id));
  if (name != nullptr) {
    captures.push_back({.name = name->name, .init = moved ? cpp::moved(outer) : nullptr});
    return take_error(id, name->name, captures);
  }
  const std::string inner = fresh(cpp_identifier(names_.text(input_.bindings.local(id).name)));
  captures.push_back({.name = inner, .init = moved ? cpp::moved(outer) : outer});
  locals_[id] = cpp::name(inner);
  take_error(id, inner, captures);
}

// What a spawned expression needs: names are taken along, other operands of the call are computed by the spawner.
std::vector<cpp::Capture> BodyLowering::spawned_captures(const ast::Spawn& e) {
  std::vector<cpp::Capture> out;
  const auto take_below = [&](const ast::Node& node) {
    ast::walk(node, [&](const ast::Node& inner) {
      if (inner.kind != ast::NodeKind::NameExpr) return true;
      const LocalId id = root_local(static_cast<const ast::NameExpr&>(inner));
      for (const LocalId captured : input_.bindings.captures_of(e.id)) {
        if (captured == id) take_along(e.id, id, out);
      }
      return true;
    });
  };
  const types::CallPlan* plan = instance_.calls.find(e.value->id);
  if (!types::takes_operands(plan)) {
    take_below(*e.value);
    return out;
  }
  const auto operand = [&](const ast::Expr* value, const std::string& role) {
    if (value == nullptr || ast::is_literal(*value)) return;
    if (!types::is_computed_by_spawner(instance_, *value)) return take_below(*value);
    cpp::Expr init = only_heard(*value, this->value(*value), true);
    const std::string name = fresh(role);
    out.push_back({.name = name, .init = std::move(init)});
    given_[value->id] = cpp::name(name);
  };
  operand(plan->receiver, plan->receiver != nullptr ? role_name(final_type(*plan->receiver)) : "");
  const auto* decl = plan->def.valid() ? ast::as<ast::FunctionDecl>(input_.bindings.def(plan->def).decl) : nullptr;
  std::size_t at = 0;
  for (std::size_t i = 0; i < plan->args.size(); ++i, ++at) {
    const types::ArgSource& source = plan->args[i];
    if (decl != nullptr && at < decl->params.size() && decl->params[at].is_self) ++at;
    const std::string role = decl != nullptr && at < decl->params.size() ? cpp_identifier(names_.text(decl->params[at].name.symbol)) : "argument";
    operand(source.value, role);
    for (const ast::Argument* rest : source.rest) operand(rest->value, role);
  }
  return out;
}

// A task runs once: it may give away what it took along.
bool BodyLowering::moves_captured(const ast::Spawn& e) const {
  const resolve::Captures& captured = input_.bindings.captures_of(e.value->kind == ast::NodeKind::Lambda ? e.value->id : e.id);
  bool found = false;
  ast::walk(*e.value, [&](const ast::Node& node) {
    if (const auto ended = uses_.moves.find(node.id); ended != uses_.moves.end()) {
      for (const LocalId local : ended->second) found = found || std::ranges::find(captured, local) != captured.end();
    }
    return !found;
  });
  return found;
}

cpp::Expr BodyLowering::spawned_body(const ast::Spawn& e) {
  if (ast::as<ast::Lambda>(e.value) != nullptr) return spawned_lambda(e, {});
  // What the operands need before the task starts stands outside of it and keeps its names; those of the captures end.
  const auto outer_locals = locals_;
  const auto outer_names = taken_;
  std::vector<cpp::Capture> captures = spawned_captures(e);
  std::vector<std::string> in_task;
  for (const cpp::Capture& capture : captures) {
    if (!outer_names.contains(capture.name)) in_task.push_back(capture.name);
  }
  cpp::Expr made = spawned_lambda(e, std::move(captures));
  locals_ = outer_locals;
  for (const std::string& name : in_task) taken_.erase(name);
  return made;
}

cpp::Expr BodyLowering::spawned_lambda(const ast::Spawn& e, std::vector<cpp::Capture> captures) {
  const auto* written = ast::as<ast::Lambda>(e.value);
  const auto outer_locals = locals_;
  const auto outer_scopes = scopes_;
  const NameScope names(*this);
  cpp::Lambda parts{.captures = std::move(captures)};
  TypeId result = written == nullptr ? final_type(*e.value) : store().unit;
  if (written != nullptr) {
    const TypeId type = type_of(*written);
    if (shape(type).kind == types::TypeKind::function) result = store().result_of(type);
    for (const LocalId id : input_.bindings.captures_of(written->id)) take_along(written->id, id, parts.captures);
  }
  scopes_.clear();
  functions_.emplace_back(e.value->id, result);
  const bool outer_converts = std::exchange(converts_, false);
  cpp::Block body = whole_body(e.value->id, result, [&](const Destination& to) {
    if (written != nullptr) return statements(written->body, to);
    into(*e.value, to);
  });
  functions_.pop_back();
  scopes_ = outer_scopes;
  locals_ = outer_locals;
  parts.is_mutable = moves_captured(e);
  if (!lower_types.is_void(result) && needs_result(body)) parts.result = lower_types.value(result);
  converts_ = outer_converts;
  return cpp::lambda(std::move(parts), std::move(body));
}

// `name: "n", stack: b` as `{.name = "n", .stack = b}`
std::vector<cpp::Initializer> BodyLowering::spawn_options(const ast::Spawn& e) {
  constexpr std::array<std::string_view, 4> order{"restart", "name", "stack", "on"};
  std::vector<cpp::Initializer> out;
  for (const std::string_view field : order) {
    for (const ast::Argument& option : e.options) {
      if (names_.text(option.name.symbol) == field) out.push_back({std::string(field), value(*option.value, Context::known)});
    }
  }
  return out;
}

cpp::Expr BodyLowering::spawn(const ast::Spawn& e) {
  const resolve::WellKnown& known = store().well_known();
  const types::CallPlan* plan = e.receiver != nullptr ? instance_.calls.find(e.id) : nullptr;
  if (plan != nullptr && (types::is_plain_call(*plan, e) || !input_.bindings.def(plan->def).is_library)) return planned_call(*plan, e, Context::typed);
  const TypeId receiver = e.receiver != nullptr ? final_type(*e.receiver) : TypeId();
  const ast::Expr* token = e.token;
  for (const ast::Argument& option : e.options) {
    if (names_.text(option.name.symbol) == "token") token = option.value;
  }
  std::vector<cpp::Expr> args;
  if (token != nullptr) args.push_back(value(*token));
  args.push_back(spawned_body(e));
  std::vector<cpp::Initializer> options = spawn_options(e);
  if (!options.empty()) args.push_back(cpp::braced({}, std::move(options)));
  if (e.spawn == ast::SpawnKind::detached) return cpp::call("aria::spawn_detached", std::move(args));
  if (plan != nullptr && names_.is_free(plan->def)) return cpp::call("aria::" + names_.plain(plan->def), std::move(args));
  const bool of_scope = !receiver.valid() || shape(receiver).def == known.scope;
  const bool of_group = receiver.valid() && shape(receiver).kind == types::TypeKind::named && shape(receiver).def == known.task_group;
  std::string method = e.receiver != nullptr ? text(e.method.symbol) : "spawn";
  if (token != nullptr) method = "spawn_with";
  else if (e.spawn == ast::SpawnKind::blocking) method = "spawn_blocking";
  else if (e.spawn == ast::SpawnKind::local) method = "spawn_local";
  else if (of_scope && method == "spawn" && effects::is_job(input_.effects, id_, e)) method = "spawn_job";
  if (of_group) args.insert(args.begin(), current_scope());
  const cpp::Expr owner = e.receiver != nullptr ? value(*e.receiver) : current_scope();
  return cpp::method(owner, method, std::move(args));
}

}  // namespace ariac::lower
