// Instances: made on demand; typed functions have one, untyped functions one for each set of argument types.
#include <algorithm>

#include "ast/match.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/running.hpp"

namespace ariac::types {

using resolve::DefKind;

namespace {
constexpr int kDeepestInstances = 64;
}

bool ProgramInference::in_progress(InstanceId id) const {
  auto found = running_->states.find(id);
  return found != running_->states.end() && found->second == Running::State::running;
}

InstanceId ProgramInference::instance(DefId id, TypeId self_type, std::vector<TypeId> type_args, std::vector<TypeId> params,
                                      source::SourceRange call, InstanceId caller) {
  const resolve::Def& def = bindings.def(id);
  auto& existing = table.instances_of[id];
  Instance made;
  made.def = id;
  made.self_type = self_type;
  made.first_call = call;
  made.caller = caller;
  std::vector<std::uint32_t> key;
  if (def.kind == DefKind::function) {
    const auto* decl = ast::as<ast::FunctionDecl>(def.decl);
    if (decl == nullptr || !decl->has_body) return {};
    const Signature sig = signature(id);
    if (!sig.untyped) {
      if (!existing.empty()) return existing.front();
      made.self_type = self_type_of(def.parent);
      made.params = sig.params;
      made.result = sig.result;
      for (DefId param : sig.type_params) made.type_args.push_back(store.param(param));
      made.is_template = !sig.type_params.empty();
    } else {
      key.push_back(id.index());
      for (TypeId arg : type_args) key.push_back(arg.index());
      for (TypeId param : params) key.push_back(param.index());
      if (auto found = running_->keys.find(key); found != running_->keys.end()) return found->second;
      for (const InstanceId other : existing)
        if (const Instance& there = table.instances[other.index()]; !there.check_only && there.type_args == type_args && there.params == params) return other;
      int depth = 0;
      for (InstanceId above = caller; above.valid(); above = table.instances[above.index()].caller)
        if (table.instances[above.index()].def == id && ++depth >= kDeepestInstances) {
          sink.report(call, diag::InstancesTooDeep{.name = text(def.name)}).label(def.name_range, "declared here");
          return {};
        }
      made.implicit = true;
      if (sig.result.valid()) made.result = normalise(store.substitute(sig.result, sig.type_params, type_args));
      auto open = [&](TypeId type) { return type.valid() && store[type].has_params; };
      made.is_template = std::ranges::any_of(type_args, open) || std::ranges::any_of(params, open);
      made.type_args = std::move(type_args);
      made.params = std::move(params);
    }
  } else {
    if (!existing.empty()) return existing.front();
    if (def.kind == DefKind::struct_ || def.kind == DefKind::enum_) {
      made.self_type = own_type(id);
      for (DefId param : bindings.type_params(id)) made.type_args.push_back(store.param(param));
      made.is_template = !made.type_args.empty();
      made.result = store.unit;
    }
  }
  const InstanceId result(static_cast<std::uint32_t>(table.instances.size()));
  table.instances.push_back(std::move(made));
  table.instances_of[id].push_back(result);
  if (!key.empty()) running_->keys.emplace(std::move(key), result);
  running_->states[result] = Running::State::pending;
  running_->queue.push_back(result);
  return result;
}

void ProgramInference::infer_defaults(DefId function) {
  const Signature sig = signature(function);
  if (sig.untyped) return;
  Instance made;
  made.def = function;
  made.self_type = self_type_of(bindings.def(function).parent);
  made.params = sig.params;
  made.result = sig.result;
  for (DefId param : sig.type_params) made.type_args.push_back(store.param(param));
  made.is_template = true;
  made.check_only = true;
  const InstanceId id(static_cast<std::uint32_t>(table.instances.size()));
  table.instances.push_back(std::move(made));
  table.instances_of[function].push_back(id);
  running_->states[id] = Running::State::pending;
  infer_instance(id);
}

void ProgramInference::infer_instance(InstanceId id) {
  if (running_->states[id] != Running::State::pending) return;
  running_->states[id] = Running::State::running;
  const std::size_t depth = running_->frames.size();
  const std::size_t suspended_before = running_->suspended.size();
  const std::size_t mark = solver.mark();
  const DefId scope = std::exchange(index_->scope, table.instances[id.index()].def);
  auto body = std::make_unique<BodyInference>(*this, id);
  running_->frames.push_back({id, depth});
  running_->lowest[id] = depth;
  body->run();
  const Running::Frame frame = running_->frames.back();
  running_->frames.pop_back();
  index_->scope = scope;
  running_->suspended.push_back(std::move(body));
  if (frame.lowest < depth) {
    running_->lowest[id] = frame.lowest;
    running_->frames.back().lowest = std::min(running_->frames.back().lowest, frame.lowest);
    return;
  }
  std::vector<std::unique_ptr<BodyInference>> group;
  for (std::size_t i = suspended_before; i < running_->suspended.size(); ++i) group.push_back(std::move(running_->suspended[i]));
  running_->suspended.resize(suspended_before);
  // Goals of the group may still need other bodies.
  running_->frames.push_back({id, depth});
  std::vector<BodyInference*> bodies;
  for (const auto& each : group) bodies.push_back(each.get());
  finish_group(bodies, mark);
  running_->frames.pop_back();
  for (const auto& each : group) {
    running_->states[each->id] = Running::State::done;
    running_->lowest.erase(each->id);
  }
  solver.release(mark);
}

// When the lowest body of a group has ended: what is still open gets its default, or is reported.
void ProgramInference::finish_group(std::span<BodyInference* const> bodies, std::size_t mark) {
  auto in_scope = [&](BodyInference* body, auto&& action) {
    const DefId scope = std::exchange(index_->scope, body->instance().def);
    action();
    index_->scope = scope;
  };
  auto settle_goals = [&] {
    for (bool progress = true; progress;) {
      progress = false;
      for (BodyInference* body : bodies) in_scope(body, [&] { progress |= body->run_goals(); });
    }
  };
  settle_goals();
  for (BodyInference* body : bodies) in_scope(body, [&] { body->settle_by_bounds(); });
  solver.default_literals(mark);
  settle_goals();
  solver.default_literals(mark);
  settle_goals();
  auto assume_one = [&] {
    bool assumed = false;
    for (BodyInference* body : bodies)
      if (!assumed) in_scope(body, [&] { assumed = body->assume_one(); });
    return assumed;
  };
  while (assume_one()) {
    settle_goals();
    solver.default_literals(mark);
    settle_goals();
  }
  while (solver.default_never(mark)) {
    settle_goals();
    solver.default_literals(mark);
    settle_goals();
  }
  for (BodyInference* body : bodies) in_scope(body, [&] { body->check_obligations(); });
  for (BodyInference* body : bodies) in_scope(body, [&] { body->report_goals(); });
  for (BodyInference* body : bodies) in_scope(body, [&] { body->seal(); });
}

void ProgramInference::run_queue() {
  while (running_->next < running_->queue.size()) infer_instance(running_->queue[running_->next++]);
}

TypeId BodyInference::result_of(InstanceId callee) {
  if (!callee.valid()) return store.poison;
  auto& callees = instance().callees;
  if (std::ranges::find(callees, callee) == callees.end()) callees.push_back(callee);
  Instance& other = program.table.instances[callee.index()];
  if (!other.result.valid()) program.infer_instance(callee);
  if (program.in_progress(callee)) {
    ProgramInference::Running& running = *program.running_;
    if (!running.frames.empty() && program.solver.has_open(other.result))
      running.frames.back().lowest = std::min(running.frames.back().lowest, running.lowest[callee]);
  }
  const TypeId result = other.result.valid() ? other.result : store.poison;
  // What went wrong there is reported there; what stays open here because of it is no mistake of its own.
  if (store[head(result)].kind == TypeKind::poison) instance().has_errors = true;
  return result;
}

std::vector<TypeId> ProgramInference::probe(DefId function, TypeId self_type, std::vector<TypeId> type_args, std::vector<TypeId> params) {
  if (running_->probing > 3) return {};
  const resolve::Def& def = bindings.def(function);
  const auto* decl = ast::as<ast::FunctionDecl>(def.decl);
  if (decl == nullptr || !decl->has_body) return {};
  const InstanceId id(static_cast<std::uint32_t>(table.instances.size()));
  Instance trial;
  trial.def = function;
  trial.implicit = true;
  trial.check_only = true;
  trial.self_type = self_type;
  trial.type_args = std::move(type_args);
  trial.params = std::move(params);
  table.instances.push_back(std::move(trial));
  running_->states[id] = Running::State::running;
  const std::size_t depth = running_->frames.size();
  const DefId scope = std::exchange(index_->scope, function);
  BodyInference body(*this, id);
  body.silent_ = std::make_unique<diagnostics::Sink>();
  ++running_->probing;
  running_->frames.push_back({id, depth});
  running_->lowest[id] = depth;
  body.run();
  body.run_goals();
  running_->frames.pop_back();
  running_->lowest.erase(id);
  --running_->probing;
  index_->scope = scope;
  running_->states[id] = Running::State::done;
  std::vector<TypeId> found = table.instances[id.index()].params;
  for (TypeId& type : found)
    if (type.valid()) type = solver.zonk(type);
  table.instances[id.index()] = Instance{};
  return found;
}

}  // namespace ariac::types
