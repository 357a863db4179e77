// Tasks, `rescue` and handlers: effects that arise elsewhere than where they are written, or end there.
#include <algorithm>
#include <utility>

#include "ast/match.hpp"
#include "effects/collect.hpp"
#include "types/spawned_operands.hpp"

namespace ariac::effects {

// --- spawns -------------------------------------------------------------------------------------------------------

// A spawn that belongs to the function around; a group only keeps the handle.
bool Collect::is_bare(const ast::Spawn& spawn) const {
  if (home_.in_scope || spawn.spawn == ast::SpawnKind::detached) return false;
  return spawn.receiver == nullptr || head_of(type_of(*spawn.receiver)) == bindings_.well_known.task_group;
}

// A block that is called in place does not wait for what it starts: whom that belongs to does.
void Collect::starts_tasks(TaskSource source) {
  if (home_.in_scope) return;
  source.owner = home_.owner;
  if (closure_ != home_.closure) source.at = home_.row;
  unknowns().task_sources.push_back(source);
}

// Gives the row of the task. What it does happens on behalf of the spawner, who does not wait for it there: the scope that
// it belongs to does (assign_scopes). The errors of a task that somebody holds belong to whoever looks at it.
UnknownId Collect::spawn(const ast::Spawn& spawn, UnknownId into, bool is_held) {
  if (spawn.receiver != nullptr) node(*spawn.receiver, into);
  for (const ast::Argument& option : spawn.options) node(*option.value, into);
  if (spawn.token != nullptr) node(*spawn.token, into);
  UnknownId task;
  if (const auto* block = ast::as<ast::Lambda>(spawn.value)) {
    task = lambda(*block, true, false, true);
  } else {
    // A task of its own: what the call spawns into its caller's scope is waited for there.
    task = equations().unknown();
    unknowns().closures[spawn.value->id] = task;
    if (types::takes_operands(current().calls.find(spawn.value->id))) spawner_ = Spawner{.into = into, .home = home_};
    const Home outer = std::exchange(home_, {.owner = spawn.value->id, .closure = closure_, .row = task});
    node(*spawn.value, task);
    spawner_.reset();
    home_ = outer;
  }
  equations().flow(task, into, {.all_raises = is_held, .unawaited = !home_.in_scope || spawn.spawn == ast::SpawnKind::detached});
  record(spawn.id, EffectSet::of(Effect::spawn), into);
  if (!is_bare(spawn)) return task;
  table_.instances[id_.index()].bare_spawns.push_back(spawn.id);
  starts_tasks({.at = unknowns().calls[spawn.id]});
  return task;
}

// `t = spawn e` of a bare spawn: true when `value` is one.
bool Collect::hold_task(const ast::Expr& value, resolve::LocalId local, UnknownId into) {
  const auto* written = ast::as<ast::Spawn>(&value);
  if (written == nullptr || written->receiver != nullptr || written->spawn == ast::SpawnKind::detached || home_.in_scope) return false;
  const UnknownId task = spawn(*written, into, true);
  auto [known, fresh] = task_locals_.try_emplace(local);
  if (fresh) known->second.errors = equations().unknown();
  equations().flow(task, known->second.errors, {.only_raises = true});
  return true;
}

// Errors that nobody looks at fail the function's scope.
void Collect::release_tasks(UnknownId into) {
  for (const auto& [local, task] : task_locals_)
    if (!task.mentioned) equations().flow(task.errors, into);
}

// --- rescue -------------------------------------------------------------------------------------------------------

namespace {

bool takes_everything(const ast::Pattern* pattern) {
  if (pattern == nullptr || pattern->kind == ast::NodeKind::WildcardPattern) return true;
  if (const auto* name = ast::as<ast::BindingPattern>(pattern)) return name->inner == nullptr || takes_everything(name->inner);
  return false;
}

// `Bad::Odd(n)`: every `Odd`.
bool takes_whole_variant(const ast::Pattern* pattern) {
  const auto* variant = ast::as<ast::ConstructorPattern>(pattern);
  if (variant == nullptr) return true;      // named without its parts
  return std::ranges::all_of(variant->fields, [](const ast::PatternField& field) { return takes_everything(field.pattern); });
}

}  // namespace

Filter Collect::caught_by(const ast::Begin& begin) const {
  Filter caught;
  std::unordered_map<DefId, std::vector<DefId>> variants;
  const auto add = [&](const ast::Pattern* asked, NodeId id) {
    const types::RescuePlan* plan = current().rescues.find(id);
    const DefId type = plan != nullptr ? head_of(plan->error) : DefId();
    if (!type.valid()) {
      caught.all_raises = true;
      return;
    }
    const types::PatternPlan* pattern = asked != nullptr ? current().patterns.find(asked->id) : nullptr;
    if (pattern == nullptr || !pattern->variant.valid()) caught.raises.push_back(type);
    else if (takes_whole_variant(asked)) variants[type].push_back(pattern->variant);
  };
  for (const ast::RescueClause& rescue : begin.rescues) {
    const auto* choice = ast::as<ast::OrPattern>(rescue.pattern);
    if (choice == nullptr) add(rescue.pattern, rescue.id);
    else
      for (const ast::Pattern* alternative : choice->alternatives) add(alternative, alternative->id);
  }
  for (const auto& [type, found] : variants) {
    const auto info = types_.types.find(type);
    if (info == types_.types.end()) continue;
    const bool all = std::ranges::all_of(info->second.variant_defs, [&](DefId each) { return std::ranges::find(found, each) != found.end(); });
    if (all) caught.raises.push_back(type);
  }
  return caught;
}

void Collect::begin(const ast::Begin& begin, UnknownId into) {
  const UnknownId inside = equations().unknown();
  for (const ast::RescueClause& rescue : begin.rescues) body(rescue.body, into);
  body(begin.body, inside);
  equations().flow(inside, into, caught_by(begin));
  body(begin.otherwise, into);
  body(begin.ensure, into);
}

void Collect::handle(const ast::Handle& handle, UnknownId into) {
  const UnknownId inside = equations().unknown();
  Filter handled;
  for (const ast::HandleArm& arm : handle.arms) {
    const resolve::Entity& operation = bindings_.entity(arm.id);
    if (operation.kind == resolve::Entity::Kind::def) handled.users.push_back(bindings_.def(operation.def).parent);
    body(arm.body, into);
  }
  node(*handle.value, inside);
  equations().flow(inside, into, std::move(handled));
}

}  // namespace ariac::effects
