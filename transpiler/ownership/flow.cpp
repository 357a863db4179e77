// Definite assignment and uses after moves, forwards.
#include "ownership/flow.hpp"

#include "diagnostics/catalogue/names.hpp"
#include "diagnostics/catalogue/ownership.hpp"
#include "ownership/bodies.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::Entity;
using resolve::LocalId;
using resolve::LocalKind;

// --- What is tracked ----------------------------------------------------------------------------------------------

void Flow::track(LocalId local) {
  if (local.valid() && index_.emplace(local, tracked_.size()).second) tracked_.push_back(local);
}

// Only variables that can be unassigned or are moved somewhere are worth a place in the sets.
void Flow::track(std::span<const Stmt* const> statements) {
  if (uses_ != nullptr) {
    for (const auto& [node, locals] : uses_->moves)
      for (const LocalId local : locals) track(local);
    return;
  }
  for (const Stmt* stmt : statements)
    walk(*stmt, [&](const Node& node) {
      if (is_own_body(node)) return false;
      if (const auto* name = as<NameExpr>(&node)) track(bindings_.local_of(name->id));
      if (const auto* let = as<Let>(&node); let != nullptr && (let->value == nullptr || let->bare))
        track(bindings_.local_of(let->pattern->id));
      const auto* unary = as<Unary>(&node);
      if (unary != nullptr && unary->op == UnaryOp::move) track(bindings_.entity(unary->operand->id).local);
      return true;
    });
}

void Flow::check(std::span<const Stmt* const> statements) {
  index_.clear();
  tracked_.clear();
  moved_at_.clear();
  deferred_.clear();
  targets_.clear();
  track(statements);
  if (tracked_.empty()) return;
  state_ = State{std::vector<bool>(tracked_.size()), std::vector<bool>(tracked_.size()), false};
  // Parameters and pattern names have their value from the start.
  for (std::size_t i = 0; i < tracked_.size(); ++i) {
    const LocalKind kind = bindings_.local(tracked_[i]).kind;
    state_.assigned[i] = uses_ != nullptr || (kind != LocalKind::bare && kind != LocalKind::let && kind != LocalKind::let_mut);
  }
  visit_all(statements);
}

Flow::State Flow::join(State a, const State& b) {
  if (a.dead) return b;
  if (b.dead) return a;
  for (std::size_t i = 0; i < a.assigned.size(); ++i) {
    a.assigned[i] = a.assigned[i] && b.assigned[i];
    a.moved[i] = a.moved[i] || b.moved[i];
  }
  return a;
}

// --- Statements ---------------------------------------------------------------------------------------------------

void Flow::visit_all(std::span<const Stmt* const> statements) {
  for (const Stmt* stmt : statements) visit(*stmt);
}

void Flow::visit_optional(const Node* node) {
  if (node != nullptr) visit(*node);
}

void Flow::visit(const Node& node) {
  visit_parts(node);
  if (uses_ != nullptr && !state_.dead) end_moved(node);
}

// What the node gives away ends its variables.
void Flow::end_moved(const Node& node) {
  const auto found = uses_->moves.find(node.id);
  if (found == uses_->moves.end()) return;
  for (const LocalId local : found->second) {
    const auto tracked = index_.find(local);
    if (tracked == index_.end()) continue;
    state_.moved[tracked->second] = true;
    moved_at_[local] = node.range;
    if (const auto later = deferred_.find(local); later != deferred_.end())
      sink_.report(later->second, diag::UseAfterMove{.name = std::string(interner_.text(bindings_.local(local).name))})
          .primary("a `defer` runs at the end")
          .label(node.range, "moved away here");
  }
}

// It runs when the function ends: what it speaks of must still be there.
void Flow::visit_defer(const Defer& defer) {
  for_each_child(defer, [&](const Node& child) { visit(child); });
  if (uses_ == nullptr) return;
  walk(defer, [&](const Node& node) {
    if (const LocalId local = bindings_.entity(node.id).local; node.kind == NodeKind::NameExpr && local.valid()) deferred_.emplace(local, node.range);
    return true;
  });
}

void Flow::visit_parts(const Node& node) {
  switch (node.kind) {
    case NodeKind::DeclStmt: return;
    case NodeKind::NameExpr: return visit_name(static_cast<const NameExpr&>(node));
    case NodeKind::Defer: return visit_defer(static_cast<const Defer&>(node));
    case NodeKind::Assign: return visit_assign(static_cast<const Assign&>(node));
    case NodeKind::Let: return visit_let(static_cast<const Let&>(node));
    case NodeKind::If: return visit_if(static_cast<const If&>(node));
    case NodeKind::Match: return visit_match(static_cast<const Match&>(node));
    case NodeKind::Begin: return visit_begin(static_cast<const Begin&>(node));
    case NodeKind::Select: return visit_select(static_cast<const Select&>(node));
    case NodeKind::Handle: return visit_handle(static_cast<const Handle&>(node));
    case NodeKind::Lambda: return visit_lambda(static_cast<const Lambda&>(node));
    case NodeKind::Call: return visit_call(static_cast<const Call&>(node));
    case NodeKind::While: {
      const auto& loop = static_cast<const While&>(node);
      return visit_loop(&loop.condition, nullptr, loop.body);
    }
    case NodeKind::For: {
      const auto& loop = static_cast<const For&>(node);
      visit(*loop.iterable);
      const Condition none;
      return visit_loop(&none, loop.pattern, loop.body);
    }
    case NodeKind::Loop: return visit_loop(nullptr, nullptr, static_cast<const Loop&>(node).body);
    case NodeKind::Comprehension:
    case NodeKind::Quantifier: return visit_aside(node);
    case NodeKind::Unary:
      if (static_cast<const Unary&>(node).op == UnaryOp::move) return visit_move(static_cast<const Unary&>(node));
      break;
    case NodeKind::Binary: {
      const auto& binary = static_cast<const Binary&>(node);
      visit(*binary.left);
      const bool shortcut = binary.op == BinaryOp::and_ || binary.op == BinaryOp::or_ || binary.op == BinaryOp::implies ||
                            binary.op == BinaryOp::coalesce;
      if (!shortcut) return visit(*binary.right);
      const State before = state_;
      visit(*binary.right);
      state_ = join(std::move(state_), before);
      return;
    }
    case NodeKind::Return:
    case NodeKind::Raise:
      for_each_child(node, [&](const Node& child) { visit(child); });
      state_ = nowhere();
      return;
    case NodeKind::Break:
      visit_optional(static_cast<const Break&>(node).value);
      return leave_to_break();
    case NodeKind::Continue: state_ = nowhere(); return;
    default: break;
  }
  for_each_child(node, [&](const Node& child) { visit(child); });
}

void Flow::leave_to_break() {
  if (!targets_.empty() && !targets_.back().is_block) targets_.back().breaks = join(std::move(targets_.back().breaks), state_);
  state_ = nowhere();
}

// --- Variables ----------------------------------------------------------------------------------------------------

void Flow::visit_name(const NameExpr& name) {
  if (state_.dead) return;
  const auto found = index_.find(bindings_.entity(name.id).local);
  if (found == index_.end()) return;
  const std::size_t i = found->second;
  const std::string text(interner_.text(name.name.symbol));
  if (!state_.assigned[i]) {
    sink_.report(name.range, diag::ReadBeforeAssigned{.name = text})
        .label(bindings_.local(found->first).range, "assigned here, but not on every path")
        .help("give it a value before the branch");
    state_.assigned[i] = true;
  }
  if (state_.moved[i]) {
    const SourceRange moved_at = moved_at_[found->first];
    auto report = sink_.report(name.range, diag::UseAfterMove{.name = text});
    if (moved_at == name.range) report.primary("moved here by an earlier run of the loop");
    else report.label(moved_at, "moved away here");
    if (uses_ == nullptr) report.help("copy it there: `copy " + text + "`");
    else report.help("a value of a type with `Drop` has one owner: use it before, or lend it where it is moved");
    state_.moved[i] = false;
  }
}

void Flow::visit_move(const Unary& unary) {
  visit(*unary.operand);
  const LocalId local = bindings_.entity(unary.operand->id).local;
  const auto found = index_.find(local);
  if (unary.operand->kind != NodeKind::NameExpr || found == index_.end() || state_.dead) return;
  state_.moved[found->second] = true;
  moved_at_[local] = unary.operand->range;
}

void Flow::set_assigned(LocalId local) {
  const auto found = index_.find(local);
  if (found == index_.end() || state_.dead) return;
  state_.assigned[found->second] = true;
  state_.moved[found->second] = false;
}

void Flow::visit_target(const Expr& target, bool reads) {
  if (const auto* tuple = as<TupleLiteral>(&target)) {
    for (const Expr* element : tuple->elements) visit_target(*element, reads);
    return;
  }
  const auto* name = as<NameExpr>(&target);
  if (name == nullptr) return visit(target);
  if (reads) visit(target);
  set_assigned(bindings_.entity(name->id).local);
}

void Flow::visit_assign(const Assign& assign) {
  visit(*assign.value);
  visit_target(*assign.target, assign.op != AssignOp::assign);
}

void Flow::visit_let(const Let& let) {
  visit_optional(let.value);
  if (let.value != nullptr) {
    visit_pattern(*let.pattern);
    if (const Entity& older = bindings_.entity(let.pattern->id); let.bare) set_assigned(older.local);
    return;
  }
  const auto found = index_.find(bindings_.local_of(let.pattern->id));
  if (found != index_.end() && !state_.dead) state_.assigned[found->second] = uses_ != nullptr;
}

void Flow::visit_pattern(const Pattern& pattern) {
  walk(pattern, [&](const Node& node) {
    set_assigned(bindings_.local_of(node.id));
    return true;
  });
}

// --- Control ------------------------------------------------------------------------------------------------------

void Flow::visit_if(const If& expr) {
  State after = nowhere();
  for (const IfBranch& branch : expr.branches) {
    visit_optional(branch.condition.value);
    const State otherwise = state_;
    if (branch.condition.pattern != nullptr) visit_pattern(*branch.condition.pattern);
    visit_all(branch.body.statements);
    after = join(std::move(after), state_);
    state_ = otherwise;
  }
  if (expr.has_else) visit_all(expr.otherwise.statements);
  state_ = join(std::move(after), state_);
}

// `condition` is null for an endless loop.
void Flow::visit_loop(const Condition* condition, const Pattern* pattern, const Body& body) {
  targets_.push_back({false, nowhere()});
  State exit = nowhere();
  const bool inside_second_run = second_run_;
  for (int run = 0; run < (inside_second_run ? 1 : 2); ++run) {
    second_run_ = inside_second_run || run == 1;
    if (condition != nullptr) {
      visit_optional(condition->value);
      if (!is_endless(*condition)) exit = join(std::move(exit), state_);
      if (condition->pattern != nullptr) visit_pattern(*condition->pattern);
    }
    if (pattern != nullptr) visit_pattern(*pattern);
    const State before = state_;
    visit_all(body.statements);
    // The next run begins after this one or after a `continue`, which may come before any assignment.
    if (!state_.dead) {
      state_.assigned = before.assigned;
    } else {
      state_ = before;
      state_.dead = before.dead;
      break;
    }
  }
  second_run_ = inside_second_run;
  state_ = join(std::move(exit), targets_.back().breaks);
  targets_.pop_back();
}

void Flow::visit_match(const Match& expr) {
  visit_optional(expr.subject);
  const State before = state_;
  State after = nowhere();
  for (const MatchArm& arm : expr.arms) {
    state_ = before;
    visit_pattern(*arm.pattern);
    visit_optional(arm.guard);
    visit_all(arm.body.statements);
    after = join(std::move(after), state_);
  }
  state_ = expr.arms.empty() ? before : after;
}

void Flow::visit_begin(const Begin& expr) {
  const State before = state_;
  visit_all(expr.body.statements);
  // A clause may begin after any part of the body: nothing of it is certain, but what it moved may be gone.
  State at_error = before;
  if (!state_.dead) at_error.moved = state_.moved;
  if (expr.has_else) visit_all(expr.otherwise.statements);
  State after = state_;
  for (const RescueClause& clause : expr.rescues) {
    state_ = at_error;
    if (clause.pattern != nullptr) visit_pattern(*clause.pattern);
    visit_all(clause.body.statements);
    after = join(std::move(after), state_);
  }
  state_ = after;
  if (!expr.has_ensure) return;
  const bool arrives = !after.dead;
  if (!arrives) state_ = at_error;
  visit_all(expr.ensure.statements);
  if (!arrives) state_ = nowhere();
}

void Flow::visit_select(const Select& expr) {
  for (const Argument& option : expr.options) visit_optional(option.value);
  for (const SelectArm& arm : expr.arms) {
    visit_optional(arm.guard);
    visit_optional(arm.channel);
    visit_optional(arm.value);
  }
  const State before = state_;
  State after = nowhere();
  for (const SelectArm& arm : expr.arms) {
    state_ = before;
    if (arm.pattern != nullptr) visit_pattern(*arm.pattern);
    visit_all(arm.body.statements);
    after = join(std::move(after), state_);
  }
  state_ = expr.arms.empty() ? before : after;
}

void Flow::visit_handle(const Handle& expr) {
  const State before = state_;
  visit_optional(expr.value);
  const State after = state_;
  for (const HandleArm& arm : expr.arms) {
    state_ = before;
    for (const Pattern* param : arm.params) visit_pattern(*param);
    visit_all(arm.body.statements);
  }
  state_ = after;
}

void Flow::visit_aside(const Node& node) {
  const State before = state_;
  for_each_child(node, [&](const Node& child) { visit(child); });
  State after = state_.dead ? before : state_;
  after.assigned = before.assigned;
  state_ = std::move(after);
}

void Flow::visit_lambda(const Lambda& lambda) {
  const State before = state_;
  targets_.push_back({true, nowhere()});
  for (const LambdaParam& param : lambda.params)
    if (param.pattern != nullptr) visit_pattern(*param.pattern);
  visit_all(lambda.body.statements);
  targets_.pop_back();
  // It may run later, often, or never. What it moves is its own where it owns its captures.
  state_ = before;
}

void Flow::visit_call(const Call& call) {
  for_each_child(call, [&](const Node& child) { visit(child); });
  if (never_returns(*call.callee)) state_ = nowhere();
}

bool Flow::never_returns(const Expr& callee) const {
  const Entity& entity = bindings_.entity(callee.id);
  if (entity.kind != Entity::Kind::def) return false;
  const auto* function = as<FunctionDecl>(bindings_.def(entity.def).decl);
  const auto* result = function == nullptr ? nullptr : as<NamedType>(function->result);
  return result != nullptr && result->path.size() == 1 && interner_.text(result->path.front().name.symbol) == "Never";
}

}  // namespace ariac::ownership
