// Captures and arguments of every spawn, and its value. A captured closure is as good as what it captured itself; a call in place of a block
// hands over its arguments, which the spawner evaluates.
#include "types/check_tasks.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "ast/walk.hpp"
#include "diagnostics/catalogue/concurrency.hpp"
#include "types/plain_spawn.hpp"
#include "types/task_blocks.hpp"

namespace ariac::types {

namespace {

// What of the value is to blame, and what could be done.
void explain(ProgramInference& program, diagnostics::Report& report, const ProgramInference::Obstacle& found, std::string place) {
  const TypeStore& store = program.store;
  const bool inside = !found.path.empty();
  if (found.holder.valid()) place = program.print(found.holder);
  for (support::Symbol part : found.path) place += "." + std::string(program.text(part));
  const Type& type = store[found.type];
  if (inside) report.note("`" + place + "` is `" + program.print(found.type) + "`, which belongs to one task");
  if (type.kind == TypeKind::param || type.kind == TypeKind::projection) {
    report.help("add the bound `" + program.print(found.type) + ": Transfer`");
  } else if (type.kind == TypeKind::function) {
    const auto* bound = program.bound_value(found.type);
    if (bound != nullptr) report.label(bound->made, "a closure of this type holds a `" + program.print(bound->hidden) + "`, which belongs to one task");
    report.help("call it here and hand over what it gives, or let the closure capture an `Arc`");
  } else if (type.kind == TypeKind::dyn) {
    const auto* bound = program.bound_value(found.type);
    if (bound != nullptr) report.label(bound->made, "here it is a `" + program.print(bound->hidden) + "`, which belongs to one task");
    report.help("let what such values hold be an `Arc` instead of an `Rc`");
  } else if (type.kind == TypeKind::pointer) {
    report.help("a raw pointer stays where it is; a type declared `@unsafe_transfer` may hold one");
  } else if (store.is_named(found.type, store.well_known().weak)) {
    report.help("make it from an `Arc`: `Weak<" + program.print(type.args[0]) + ", Arc<" + program.print(type.args[0]) + ">>`");
  } else if (store.is_named(found.type, store.well_known().rc)) {
    report.help("`Arc<" + program.print(type.args[0]) + ">` may be shared between tasks; or hand over a copy of the value with `.get`");
  } else if (const auto* bound = program.bound_value(found.type)) {
    report.label(bound->made, "it goes on from a `" + program.print(bound->hidden) + "`, which belongs to one task");
    report.help("use it up here and hand over what it gives, as with `.to_array`, or let it hold an `Arc` instead of an `Rc`");
  } else if (type.kind == TypeKind::named && program.bindings.def(type.def).is_extern && !program.bindings.def(type.def).is_library) {
    report.help("foreign values stay in their task unless their type is declared `@unsafe_transfer`");
  }
}

class TaskCheck {
 public:
  TaskCheck(ProgramInference& program, InstanceId id) : program_(program), instance_(program.table.instances[id.index()]) {}

  void body(const ast::Body& body) {
    for (const ast::Stmt* stmt : body.statements) remember(*stmt);
    for (const ast::Stmt* stmt : body.statements) visit(*stmt);
  }

 private:
  // What variables are given; which of them are ends of an spsc channel.
  void remember(const ast::Node& node) {
    ast::walk(node, [&](const ast::Node& n) {
      const ast::Expr* value = nullptr;
      LocalId local;
      if (const auto* let = ast::as<ast::Let>(&n)) {
        if (const auto* name = ast::as<ast::BindingPattern>(let->pattern)) local = program_.bindings.local_of(name->id);
        value = let->value;
        if (makes_spsc(value))
          if (const auto* ends = ast::as<ast::TuplePattern>(let->pattern))
            for (const ast::Pattern* end : ends->elements) spsc_ends_.insert(program_.bindings.local_of(end->id));
      } else if (const auto* assign = ast::as<ast::Assign>(&n)) {
        local = program_.bindings.entity(assign->target->id).local;
        value = assign->value;
        if (makes_spsc(value))
          if (const auto* ends = ast::as<ast::TupleLiteral>(assign->target))
            for (const ast::Expr* end : ends->elements) spsc_ends_.insert(program_.bindings.entity(end->id).local);
      }
      if (value != nullptr && local.valid() && spsc_ends_.count(end_named(*value)) != 0) spsc_ends_.insert(local);
      if (value != nullptr && local.valid()) give(local, *value);
      return true;
    });
  }

  void give(LocalId local, const ast::Expr& value) {
    Given& given = given_[local];
    const auto* reference = ast::as<ast::Unary>(&value);
    const LocalId other = value.kind == ast::NodeKind::NameExpr ? program_.bindings.entity(value.id).local : LocalId();
    if (const auto* closure = ast::as<ast::Lambda>(&value)) given.closures.push_back(closure);
    else if (other.valid()) given.variables.push_back(other);
    else given.from_elsewhere = given.from_elsewhere || reference == nullptr || reference->op != ast::UnaryOp::reference;
  }

  bool makes_spsc(const ast::Expr* value) const {
    const CallPlan* plan = value != nullptr ? instance_.calls.find(value->id) : nullptr;
    if (plan == nullptr || !plan->def.valid() || !program_.bindings.def(plan->def).is_library) return false;
    return program_.text(program_.bindings.def(plan->def).name) == "spsc";
  }

  // Each end of an spsc channel has one owner.
  void check_copy(const ast::Unary& copy) {
    const auto* name = ast::as<ast::NameExpr>(copy.operand);
    if (copy.op == ast::UnaryOp::copy && name != nullptr) report_copy(*name, program_.bindings.entity(name->id).local, copy.range);
  }

  LocalId end_named(const ast::Expr& value) const {
    const auto* name = ast::as<ast::NameExpr>(&value);
    return name != nullptr ? program_.bindings.entity(name->id).local : LocalId();
  }

  // An end that gets another name, or a place in something, is gone from the one that it had.
  void take(const ast::Expr& value) {
    const LocalId local = end_named(value);
    if (spsc_ends_.count(local) != 0 && !taken_.insert(local).second) report_copy(static_cast<const ast::NameExpr&>(value), local, value.range);
  }

  void check_takes(const ast::Node& node) {
    if (const auto* let = ast::as<ast::Let>(&node); let != nullptr && let->value != nullptr) take(*let->value);
    if (const auto* assign = ast::as<ast::Assign>(&node)) take(*assign->value);
    if (const auto* array = ast::as<ast::ArrayLiteral>(&node))
      for (const ast::Element& element : array->elements) take(*element.value);
    const CallPlan* plan = instance_.calls.find(node.id);
    if (plan == nullptr || (plan->kind != CalleeKind::constructor && plan->kind != CalleeKind::variant)) return;
    for (const ArgSource& arg : plan->args)
      if (arg.value != nullptr) take(*arg.value);
  }

  void report_copy(const ast::NameExpr& name, LocalId local, source::SourceRange at) {
    if (!local.valid() || spsc_ends_.count(local) == 0) return;
    program_.sink.report(at, diag::SpscEndCopied{.name = program_.text(name.name.symbol)})
        .primary("this would be a second one")
        .label(program_.bindings.local(local).range, "an `spsc` channel has a single producer and a single consumer")
        .help("several tasks can share the ends of `mpsc` and `mpmc` channels");
  }

  void visit(const ast::Node& node) {
    ast::walk(node, [&](const ast::Node& n) {
      if (n.kind == ast::NodeKind::DeclStmt) return false;
      if (const auto* spawn = ast::as<ast::Spawn>(&n)) check(*spawn);
      if (const auto* copy = ast::as<ast::Unary>(&n)) check_copy(*copy);
      if (!spsc_ends_.empty()) check_takes(n);
      if (const auto* call = ast::as<ast::Call>(&n)) check_parallel(call->id);
      if (const auto* member = ast::as<ast::Member>(&n)) check_parallel(member->id);
      return true;
    });
  }

  void check(const ast::Spawn& spawn) {
    if (spawn.spawn == ast::SpawnKind::local || spawn.value == nullptr) return;
    const CallPlan* plan = instance_.calls.find(spawn.id);
    if (spawn.receiver != nullptr && (plan == nullptr || is_plain_call(*plan, spawn) || !program_.bindings.def(plan->def).is_library)) return;
    if (const auto* block = ast::as<ast::Lambda>(spawn.value)) check_captures(block->id, block->body);
    else check_operands(spawn);
    const TypeId* type = instance_.types.find(spawn.id);
    const TypeId task = type != nullptr ? *type : TypeId();
    if (!task.valid() || program_.store[task].kind != TypeKind::named || program_.store[task].args.empty()) return;
    const TypeId value = program_.store[task].args[0];
    if (const auto found = program_.transfer_obstacle(value)) {
      auto report = program_.sink.report(spawn.value->range, diag::ResultNotTransfer{.type = program_.print(value)});
      report.primary("what it gives would leave the task");
      explain(program_, report, *found, "the value");
    }
  }

  // `spawn f(a, o.b)`: the values of the operands; anything else is one expression over its captures.
  void check_operands(const ast::Spawn& spawn) {
    const CallPlan* plan = instance_.calls.find(spawn.value->id);
    if (plan == nullptr) {
      for (LocalId local : program_.bindings.captures_of(spawn.id)) check_capture(local, *spawn.value);
      return;
    }
    if (plan->kind == CalleeKind::value)
      if (const auto* call = ast::as<ast::Call>(spawn.value)) check_value(*call->callee);
    if (plan->receiver != nullptr) check_value(*plan->receiver);
    for (const ArgSource& arg : plan->args) {
      if (arg.value != nullptr) check_value(*arg.value);
      for (const ast::Argument* rest : arg.rest) check_value(*rest->value);
    }
  }

  void check_value(const ast::Expr& value) {
    if (const auto* closure = ast::as<ast::Lambda>(&value)) return check_captures(closure->id, closure->body);
    if (const auto* name = ast::as<ast::NameExpr>(&value); name != nullptr && program_.bindings.entity(name->id).local.valid()) {
      check_capture(program_.bindings.entity(name->id).local, value);
      return;
    }
    const TypeId* type = instance_.types.find(value.id);
    if (type == nullptr) return;
    const auto found = program_.transfer_obstacle(*type);
    if (!found) return;
    auto report = program_.sink.report(value.range, diag::NotTransfer{.what = "this value", .type = program_.print(found->type)});
    report.primary("it would move to the task");
    explain(program_, report, *found, "it");
  }

  void check_captures(NodeId closure, const ast::Body& body) {
    for (LocalId local : program_.bindings.captures_of(closure))
      for (const ast::Stmt* stmt : body.statements)
        if (check_capture(local, *stmt)) break;
  }

  // True when the variable is mentioned below `where`, and so is done with.
  bool check_capture(LocalId local, const ast::Node& where) {
    const ast::NameExpr* mention = nullptr;
    ast::walk(where, [&](const ast::Node& n) {
      const auto* name = ast::as<ast::NameExpr>(&n);
      if (mention == nullptr && name != nullptr && program_.bindings.entity(name->id).local == local) mention = name;
      return mention == nullptr;
    });
    if (mention == nullptr) return false;
    const std::string name(program_.text(program_.bindings.local(local).name));
    if (spsc_ends_.count(local) != 0 && !taken_.insert(local).second) report_copy(*mention, local, mention->range);
    LocalId holder = local;
    const auto found = obstacle_of(holder, 0);
    if (!found) return true;
    auto report = program_.sink.report(mention->range, diag::NotTransfer{.what = "`" + name + "`", .type = program_.print(found->type)});
    report.primary(holder == local ? "the task would take it along" : "this closure captured `" + std::string(program_.text(program_.bindings.local(holder).name)) + "`");
    report.label(program_.bindings.local(holder).range, "declared here");
    explain(program_, report, *found, std::string(program_.text(program_.bindings.local(holder).name)));
    return true;
  }

  // Why the variable may not go along; of a closure, the captured variable that is to blame replaces it.
  std::optional<ProgramInference::Obstacle> obstacle_of(LocalId& local, int depth) {
    const auto type = instance_.locals.find(local);
    if (type == instance_.locals.end()) return {};
    // What a variable was given here is known better than its type.
    const auto given = given_.find(local);
    const bool is_function = program_.store[type->second].kind == TypeKind::function;
    if (given == given_.end() || given->second.from_elsewhere || !is_function || depth > 8)
      if (auto found = program_.transfer_obstacle(type->second)) return found;
    if (given == given_.end() || depth > 8 || !is_function) return {};
    std::vector<LocalId> parts = given->second.variables;
    for (const ast::Lambda* closure : given->second.closures)
      for (LocalId captured : program_.bindings.captures_of(closure->id)) parts.push_back(captured);
    for (LocalId part : parts) {
      if (part == local) continue;
      LocalId holder = part;
      if (auto found = obstacle_of(holder, depth + 1)) {
        local = holder;
        return found;
      }
    }
    return {};
  }

  // `xs.map { … }.await_all`, and what takes blocks that run as `@tasks`: each runs as many tasks.
  void check_parallel(NodeId id) {
    const CallPlan* plan = instance_.calls.find(id);
    if (plan != nullptr && (runs_blocks_as_tasks(*plan, program_.bindings, program_.interner) || hands_over(*plan, program_.bindings, program_.interner)))
      for (const ArgSource& arg : plan->args)
        if (arg.value != nullptr) check_value(*arg.value);
    if (plan == nullptr) return;
    if (const ast::Expr* mapped = mapped_by_tasks(*plan, instance_, program_.store, program_.bindings, program_.interner)) check_value(*mapped);
  }

  ProgramInference& program_;
  const Instance& instance_;
  // Where the values of a variable come from: closures written here, other variables, functions by name, or anything else.
  struct Given {
    std::vector<const ast::Lambda*> closures{};
    std::vector<LocalId> variables{};
    bool from_elsewhere = false;
  };
  std::unordered_map<LocalId, Given> given_;
  std::unordered_set<LocalId> spsc_ends_;
  std::unordered_set<LocalId> taken_;           // ends that a task has taken along
};

// An error ends up with whoever waits for the task, and several may.
void check_raised(ProgramInference& program, const HandedOn& raised) {
  const auto found = program.transfer_obstacle(raised.value);
  if (!found) return;
  auto report = program.sink.report(raised.at, diag::ErrorNotTransfer{.type = program.print(raised.value)});
  report.primary("whoever waits for the task gets it");
  explain(program, report, *found, program.print(raised.value));
}

void check_constant(ProgramInference& program, DefId id, TypeId type) {
  const resolve::Def& def = program.bindings.def(id);
  if (def.is_library || program.store[type].has_params) return;
  const auto found = program.sharable_obstacle(type);
  if (!found) return;
  const std::string name(program.text(def.name));
  auto report = program.sink.report(def.name_range, diag::ConstantNotSharable{.name = name, .type = program.print(type)});
  report.primary("every task can see it");
  explain(program, report, *found, name);
}

}  // namespace

void check_tasks(ProgramInference& program, std::span<const HandedOn> handed_on) {
  for (const HandedOn& handed : handed_on)
    if (!handed.inside.valid()) check_raised(program, handed);
  std::vector<std::pair<DefId, TypeId>> constants(program.table.constants.begin(), program.table.constants.end());
  std::ranges::sort(constants);
  for (const auto& [id, type] : constants) check_constant(program, id, type);
  for (std::uint32_t i = 0; i < program.table.instances.size(); ++i) {
    const Instance& made = program.table.instances[i];
    if (made.has_errors || !made.def.valid()) continue;
    const resolve::Def& def = program.bindings.def(made.def);
    if (def.is_library) continue;
    TaskCheck check(program, InstanceId(i));
    if (const auto* function = ast::as<ast::FunctionDecl>(def.decl)) check.body(function->body);
    else if (const auto* test = ast::as<ast::TestDecl>(def.decl)) check.body(test->body);
    else if (def.kind == resolve::DefKind::program && program.bindings.modules[def.module.index()].tree != nullptr)
      check.body(program.bindings.modules[def.module.index()].tree->items);
  }
}

}  // namespace ariac::types
