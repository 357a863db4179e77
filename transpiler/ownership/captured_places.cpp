#include "ownership/captured_places.hpp"

#include <algorithm>

#include "ast/walk.hpp"
#include "diagnostics/catalogue/concurrency.hpp"
#include "diagnostics/catalogue/ownership.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "ownership/bodies.hpp"
#include "ownership/function_values.hpp"
#include "types/print_type.hpp"
#include "types/task_blocks.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;
using types::CallPlan;
using types::TypeId;
using types::TypeKind;

namespace {

class CapturedPlaces {
 public:
  CapturedPlaces(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings,
                 const support::Interner& interner, const BodyFacts& facts, const UseTable& table, const InstanceUses& uses, diagnostics::Sink& sink)
      : instance_(instance), types_(types), bindings_(bindings), interner_(interner), facts_(facts), table_(table), uses_(uses), sink_(sink) {}

  void visit(const Node& node) {
    if (is_own_body(node)) return;
    check_jump(node);
    const bool is_task_block = node.kind == NodeKind::Spawn && static_cast<const Spawn&>(node).value != nullptr;
    if (is_task_block) return visit_spawn(static_cast<const Spawn&>(node));
    if (const auto* call = as<Call>(&node)) mark_blocks(*call);
    if (const auto* member = as<Member>(&node)) mark_blocks(*member);
    if (const auto* with = as<With>(&node)) check_with(*with);
    const bool owns = node.kind == NodeKind::Lambda && facts_.owning_closures.count(node.id) != 0;
    if (node.kind == NodeKind::Lambda) {
      const bool parallel = parallel_.count(node.id) != 0;
      const bool kept = !owns && uses_.escapes(node.id);
      closures_.push_back({&node, parallel ? Kind::task : owns || kept ? Kind::owning : Kind::block, parallel || kept});
    }
    check(node);
    const bool loops = node.kind == NodeKind::For || node.kind == NodeKind::While || node.kind == NodeKind::Loop;
    if (loops && !closures_.empty()) ++closures_.back().loops;
    for_each_child(node, [&](const Node& child) { visit(child); });
    if (loops && !closures_.empty()) --closures_.back().loops;
    if (node.kind == NodeKind::Lambda) closures_.pop_back();
  }

 private:
  enum class Kind : std::uint8_t { block, owning, task };
  struct Closure {
    const Node* node;
    Kind kind;
    bool unchecked = false;      // runs as many tasks, or is kept by the call: nobody else has checked it
    std::size_t loops = 0;       // how many of its loops are open
  };

  void visit_spawn(const Spawn& spawn) {
    if (spawn.receiver != nullptr) visit(*spawn.receiver);
    for (const Argument& option : spawn.options)
      if (option.value != nullptr) visit(*option.value);
    if (spawn.token != nullptr) visit(*spawn.token);
    const auto* block = as<Lambda>(spawn.value);
    closures_.push_back({block != nullptr ? static_cast<const Node*>(block) : &spawn, Kind::task, false});
    if (block != nullptr) for_each_child(*block, [&](const Node& child) { visit(child); });
    else visit(*spawn.value);
    closures_.pop_back();
  }

  // A block that runs for several items at once has nowhere to leave to: not its function, and not the call. Nor has one
  // that is kept: both may be over when it runs.
  void check_jump(const Node& node) {
    if (node.kind != NodeKind::Return && node.kind != NodeKind::Break && node.kind != NodeKind::Try) return;
    if (leaves_here(node)) report_misfit(node);
  }

  // Whether nothing keeps the jump from doing what it says.
  bool leaves_here(const Node& node) {
    const bool tries = node.kind == NodeKind::Try && (types_.store.is_result(instance_.result) || types_.store.is_option(instance_.result));
    for (std::size_t i = closures_.size(); i-- > 0;) {
      const Closure& closure = closures_[i];
      if (node.kind == NodeKind::Break && closure.loops > 0) return true;
      const auto* block = as<Lambda>(closure.node);
      if (block == nullptr || block->form == LambdaForm::value) return true;
      if (closure.kind == Kind::task && !closure.unchecked) return true;      // a spawned block: the jump ends that task
      if (items_.count(block->id) != 0 && (node.kind != NodeKind::Try || tries)) {
        sink_.report(node.range, diag::BreakOutOfTask{.keyword = tries ? "?" : node.kind == NodeKind::Break ? "break" : "return"})
            .primary("this runs for several items at once")
            .help(tries ? "give the `Result` or `T?` itself, and look at all of them afterwards; `raise` ends all runs"
                        : "`continue` ends the run for this item; `any`, `all` and `filter` choose, and a plain `for` can be left");
        return false;
      }
      if (kept_.count(block->id) != 0 && (node.kind != NodeKind::Try || leaves(node, *block))) {
        report_kept(node);
        return false;
      }
      if (node.kind == NodeKind::Break) return true;
    }
    return true;
  }

  void report_misfit(const Node& node) {
    const types::MisfitReturn* misfit = instance_.misfit_returns.find(node.id);
    if (misfit == nullptr) return;
    const auto print = [&](TypeId type) { return types::print_type(types_.store, bindings_, interner_, type); };
    const auto* value = static_cast<const Return&>(node).value;
    sink_.report(value != nullptr ? value->range : node.range, diag::TypeMismatch{.expected = print(misfit->expected), .found = print(misfit->found)})
        .primary("this is `" + print(misfit->found) + "`")
        .help("`return` leaves the function around the block; `continue v` ends the run of the block with `v`");
  }


  // Whether a `?` ends more than it says: the function around, or, where that has no Result, whoever calls the block.
  bool leaves(const Node& tried, const Lambda& block) const {
    const types::TryPlan* plan = instance_.tries.find(tried.id);
    const bool raises = plan != nullptr && (plan->kind == types::TryKind::raise_err || plan->kind == types::TryKind::raise_none);
    const TypeId* type = instance_.types.find(block.id);
    if (!raises || type == nullptr || types_.store[*type].kind != TypeKind::function) return plan != nullptr && !raises;
    const TypeId gives = types_.store.result_of(*type);
    return types_.store.is_result(gives) || types_.store.is_option(gives);
  }

  void report_kept(const Node& node) {
    const bool tries = node.kind == NodeKind::Try;
    sink_.report(node.range, diag::LeavesKeptBlock{.keyword = tries ? "?" : node.kind == NodeKind::Break ? "break" : "return"})
        .primary("it runs whenever the function that was given it, or what that keeps, calls it")
        .help(node.kind == NodeKind::Break ? "`continue` ends this run of the block"
                                           : "give a lambda, which ends by itself: `(|n| { … })` or `(fn(n) … end)` in place of the block");
  }

  // `xs.map { … }.await_all`, `xs.par.map { … }`: their blocks are tasks.
  template <typename Written>
  void mark_blocks(const Written& written) {
    const CallPlan* plan = instance_.calls.find(written.id);
    if (plan != nullptr && plan->kind == types::CalleeKind::value) return mark_kept(*plan);
    if (plan == nullptr || !plan->def.valid()) return;
    if (!bindings_.def(plan->def).is_library) return mark_kept(*plan);
    if (const Expr* mapped = types::mapped_by_tasks(*plan, instance_, types_.store, bindings_, interner_)) parallel_.insert(mapped->id);
    if (types::runs_blocks_as_tasks(*plan, bindings_, interner_))
      for (const types::ArgSource& argument : plan->args)
        if (const auto* block = as<Lambda>(argument.value)) {
          parallel_.insert(block->id);
          items_.insert(block->id);
        }
  }

  void mark_kept(const CallPlan& plan) {
    for (std::size_t i = 0; i < plan.args.size(); ++i) {
      const auto* block = as<Lambda>(plan.args[i].value);
      if (block == nullptr || !uses_.escapes(block->id)) continue;
      kept_.insert(block->id);
      if (plan.kind == types::CalleeKind::value) keepers_[block->id] = kept_by_value(types_, table_, plan, i);
    }
  }

  // The body of a `with` is a part of the function around it: it refers to the variables, and cannot be kept.
  void check_with(const With& with) {
    const CallPlan* plan = instance_.calls.find(with.id);
    if (plan == nullptr || !(uses_.escapes(with.block_id) || types::runs_blocks_as_tasks(*plan, bindings_, interner_))) return;
    const std::string name(plan->def.valid() ? interner_.text(bindings_.def(plan->def).name) : "this function");
    sink_.report(with.head->range, diag::WithKeepsBlock{.function = name})
        .primary("it stores, returns or spawns the block, or runs it in tasks")
        .help("write the call with its block, without `with`: what the block captures is then copied");
  }

  void check(const Node& node) {
    if (closures_.empty()) return;
    if (const auto* assign = as<Assign>(&node)) check_target(*assign->target);
    const CallPlan* plan = instance_.calls.find(node.id);
    if (plan == nullptr) return;
    if (plan->mut_receiver && plan->receiver != nullptr) check_place(*plan->receiver, true);
    for (std::size_t i = 0; i < plan->args.size() && i < 32; ++i)
      if (((plan->mut_params >> i) & 1U) != 0 && plan->args[i].value != nullptr) check_place(*plan->args[i].value, true);
  }

  void check_target(const Expr& target) {
    if (const auto* tuple = as<TupleLiteral>(&target)) {
      for (const Expr* element : tuple->elements) check_target(*element);
      return;
    }
    const auto* name = as<NameExpr>(&target);
    if (name != nullptr && bindings_.local_of(name->id).valid()) return;      // a declaration
    check_place(target, name == nullptr);
  }

  // `inside`: a part of the variable's value changes, not the variable.
  void check_place(const Expr& place, bool inside) {
    const NameExpr* name = root_of(place);
    if (name == nullptr) return;
    const LocalId local = bindings_.entity(name->id).local;
    if (!local.valid()) return;
    for (auto closure = closures_.rbegin(); closure != closures_.rend(); ++closure) {
      const resolve::Captures& captured = bindings_.captures_of(closure->node->id);
      if (std::ranges::find(captured, local) == captured.end()) return;
      if (closure->kind == Kind::block) continue;
      // Assignments has reported what is written as an assignment of the variable.
      if (!inside && !closure->unchecked) return;
      return closure->kind == Kind::task ? report_task(*name, local, closure->unchecked) : report_closure(*name, local, closure->node->id);
    }
  }

  // The variable whose value holds the place; null where a reference lies between, or where there is no variable.
  const NameExpr* root_of(const Expr& place) const {
    const Expr* at = &place;
    while (true) {
      if (is_reference(*at)) return nullptr;
      if (const auto* name = as<NameExpr>(at)) return name;
      if (const auto* member = as<Member>(at)) {
        const types::Selection* selection = instance_.selections.find(member->id);
        const bool is_part = selection != nullptr && (selection->kind == types::MemberKind::field || selection->kind == types::MemberKind::tuple_field);
        if (!is_part || selection->dereferences > 0) return nullptr;
        at = member->object;
      } else if (const auto* index = as<Index>(at)) {
        at = index->object;
      } else {
        return nullptr;
      }
    }
  }

  bool is_reference(const Expr& e) const {
    const TypeId* type = instance_.types.find(e.id);
    if (type == nullptr || types_.store[*type].kind != TypeKind::named) return false;
    const types::Type& parts = types_.store[*type];
    const resolve::WellKnown& known = bindings_.well_known;
    if (parts.def == known.rc || parts.def == known.arc) return true;
    const auto info = types_.types.find(parts.def);
    return info != types_.types.end() && info->second.is_shared;
  }

  void report_task(const NameExpr& name, LocalId local, bool parallel) {
    const std::string text(interner_.text(name.name.symbol));
    auto report = sink_.report(name.range, diag::TaskAssignsCapture{.name = text});
    report.primary(parallel ? "this block runs in several tasks at once" : "the task has its own copy");
    report.label(bindings_.local(local).range, "it belongs to the task that spawns");
    report.help(parallel ? "let the block give a value and combine the values: `sum`, `reduce`; or use an `Atomic`"
                         : "use an `Atomic` (`.fetch_add`, `.store`), a `Mutex` (`.lock`), a channel, or the task's result");
  }

  void report_closure(const NameExpr& name, LocalId local, NodeId closure) {
    auto report = sink_.report(name.range, diag::ClosureAssignsCapture{.name = std::string(interner_.text(name.name.symbol))});
    report.label(bindings_.local(local).range, "captured by value when the closure is made");
    if (const auto keeper = keepers_.find(closure); keeper != keepers_.end() && keeper->second != nullptr)
      report.label(keeper->second->at->range, "the value that is called may be this, which keeps the closure");
    report.help("share it: an `Atomic`, a `@shared class`, or within one task an `Rc`");
  }

  const types::Instance& instance_;
  const types::TypeTable& types_;
  const resolve::Bindings& bindings_;
  const support::Interner& interner_;
  const BodyFacts& facts_;
  const UseTable& table_;
  const InstanceUses& uses_;
  diagnostics::Sink& sink_;
  std::vector<Closure> closures_;            // those open around the node, innermost last
  std::unordered_set<resolve::NodeId> parallel_;
  std::unordered_set<resolve::NodeId> items_;       // those of functions that run them for several items
  std::unordered_set<resolve::NodeId> kept_;        // those that a function of the program keeps
  std::unordered_map<resolve::NodeId, const KeptByValue*> keepers_;      // why, where it is a function value
};

}  // namespace

void check_captured_places(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings,
                           const support::Interner& interner, const BodyFacts& facts, const UseTable& table, const InstanceUses& uses, diagnostics::Sink& sink) {
  const resolve::Def& def = bindings.def(instance.def);
  if (def.is_library) return;
  CapturedPlaces places(instance, types, bindings, interner, facts, table, uses, sink);
  std::span<const Stmt* const> statements;
  if (const auto* function = as<FunctionDecl>(def.decl)) statements = function->body.statements;
  if (const auto* test = as<TestDecl>(def.decl)) statements = test->body.statements;
  if (def.kind == resolve::DefKind::program) statements = bindings.modules[def.module.index()].tree->items.statements;
  for (const Stmt* stmt : statements) places.visit(*stmt);
}

}  // namespace ariac::ownership
