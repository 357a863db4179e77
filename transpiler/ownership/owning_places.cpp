// One walk over an instance: every place where a value gets another owner.
#include "ownership/owning_places.hpp"

#include <algorithm>

#include "ast/walk.hpp"
#include "ownership/bodies.hpp"
#include "ownership/used_up.hpp"

namespace ariac::ownership {

using namespace ast;
using types::CalleeKind;
using types::CallPlan;

namespace {

class Places {
 public:
  Places(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings, const BodyFacts& facts, const Keeps& keeps, InstanceUses& out)
      : instance_(instance), types_(types), bindings_(bindings), facts_(facts), keeps_(keeps), out_(out) {}

  void visit_body(std::span<const Stmt* const> statements, bool value_is_kept) {
    for (const Stmt* stmt : statements) visit(*stmt);
    if (value_is_kept && !statements.empty())
      if (const auto* last = as<ExprStmt>(statements.back())) own(last->value);
  }

 private:
  // The value of `expr` gets an owner.
  void own(const Expr* expr) {
    if (expr == nullptr) return;
    if (const auto* name = as<NameExpr>(expr)) {
      if (!bindings_.entity(name->id).local.valid()) return;
      out_.uses[name->id] = facts_.last_uses.count(name->id) != 0 ? UseKind::move : UseKind::copy;
    } else if (const auto* member = as<Member>(expr)) {
      const auto* selection = instance_.selections.find(member->id);
      if (selection != nullptr && selection->kind == types::MemberKind::field) out_.uses[member->id] = UseKind::copy;
    } else if (const auto* branch = as<If>(expr)) {
      for (const IfBranch& one : branch->branches) own_last(one.body);
      own_last(branch->otherwise);
    } else if (const auto* choice = as<Match>(expr)) {
      for (const MatchArm& arm : choice->arms) own_last(arm.body);
    }
  }

  void own_last(const Body& body) {
    if (!body.empty())
      if (const auto* last = as<ExprStmt>(body.statements.back())) own(last->value);
  }

  void visit(const Node& node) {
    if (is_own_body(node)) return;
    if (const auto* let = as<Let>(&node)) own(let->value);
    if (const auto* assign = as<Assign>(&node)) own(assign->value);
    if (const auto* result = as<Return>(&node)) own(result->value);
    if (const auto* raise = as<Raise>(&node)) own(raise->value);
    if (const auto* stop = as<Break>(&node)) own(stop->value);
    if (const auto* binary = as<Binary>(&node); binary != nullptr && binary->op == BinaryOp::send) own(binary->right);
    if (const auto* tuple = as<TupleLiteral>(&node))
      for (const Expr* element : tuple->elements) own(element);
    if (const auto* array = as<ArrayLiteral>(&node))
      for (const Element& element : array->elements) own(element.value);
    if (const auto* map = as<MapLiteral>(&node))
      for (const MapEntry& entry : map->entries) {
        own(entry.key);
        own(entry.value);
      }
    note_used_up(instance_, types_, bindings_, node, used_up_);
    if (const CallPlan* plan = instance_.calls.find(node.id)) {
      visit_call(*plan);
      if (!used_up_.contains(node.id) || !is_lazy(bindings_, *plan)) visit_arguments(*plan);
    }
    if (const auto* lambda = as<Lambda>(&node)) visit_closure(*lambda, lambda);
    if (node.kind == NodeKind::Spawn) visit_closure(node, nullptr);
    for_each_child(node, [&](const Node& child) { visit(child); });
  }

  void visit_call(const CallPlan& plan) {
    const bool builds = plan.kind == CalleeKind::constructor || plan.kind == CalleeKind::variant || plan.kind == CalleeKind::with_update;
    const bool stores = plan.kind == CalleeKind::function && plan.mut_receiver && plan.def.valid() && bindings_.def(plan.def).is_extern;
    if (!builds && !stores) return;
    for (const types::ArgSource& argument : plan.args) own(argument.value);
  }

  // Closures that the callee keeps outlive the call.
  void visit_arguments(const CallPlan& plan) {
    for (std::size_t i = 0; i < plan.args.size(); ++i) {
      const auto* lambda = as<Lambda>(plan.args[i].value);
      if (lambda != nullptr && keeps_(plan, i)) kept_closures_.insert(lambda->id);
    }
  }

  void visit_closure(const Node& node, const Lambda* lambda) {
    if (lambda != nullptr && !lambda->body.empty())
      if (const auto* last = as<ExprStmt>(lambda->body.statements.back())) own(last->value);
    if (facts_.owning_closures.count(node.id) == 0 && kept_closures_.count(node.id) == 0) return;
    CaptureUses& uses = out_.captures[node.id];
    for (resolve::LocalId local : bindings_.captures_of(node.id)) uses.emplace_back(local, is_last(node, local) ? UseKind::move : UseKind::copy);
  }

  // `spawn f(tx)` names what it takes; other closures take it where they are made.
  bool is_last(const Node& closure, resolve::LocalId local) const {
    if (const auto last = facts_.last_captures.find(closure.id); last != facts_.last_captures.end())
      return std::ranges::find(last->second, local) != last->second.end();
    const auto* spawn = as<Spawn>(&closure);
    if (spawn == nullptr || spawn->value == nullptr) return false;
    bool found = false;
    walk(*spawn->value, [&](const Node& inner) {
      found = found || (bindings_.entity(inner.id).local == local && facts_.last_uses.count(inner.id) != 0);
      return true;
    });
    return found;
  }

  const types::Instance& instance_;
  const types::TypeTable& types_;
  const resolve::Bindings& bindings_;
  const BodyFacts& facts_;
  const Keeps& keeps_;
  InstanceUses& out_;
  std::unordered_set<NodeId> kept_closures_;
  std::unordered_set<NodeId> used_up_;
};

}  // namespace

void record_uses(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings, const BodyFacts& facts, const Keeps& keeps, InstanceUses& out) {
  Places places(instance, types, bindings, facts, keeps, out);
  const resolve::Def& def = bindings.def(instance.def);
  out.kept_params.resize(instance.params.size(), false);
  if (const auto* function = as<FunctionDecl>(def.decl)) {
    places.visit_body(function->body.statements, true);
    // What the body gives away at its last use is taken by value.
    std::unordered_set<resolve::LocalId> moved;
    for (const auto& [node, use] : out.uses)
      if (use == UseKind::move) moved.insert(bindings.entity(node).local);
    for (std::size_t i = 0; i < function->params.size() && i < out.kept_params.size(); ++i)
      if (moved.contains(bindings.local_of(function->params[i].id))) out.kept_params[i] = true;
  }
  if (const auto* test = as<TestDecl>(def.decl)) places.visit_body(test->body.statements, false);
  if (def.kind != resolve::DefKind::program) return;
  std::vector<const Stmt*> statements;
  for (const Stmt* stmt : bindings.modules[def.module.index()].tree->items.statements)
    if (stmt->kind != NodeKind::DeclStmt) statements.push_back(stmt);
  places.visit_body(statements, false);
}

}  // namespace ariac::ownership
