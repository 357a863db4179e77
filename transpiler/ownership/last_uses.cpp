// Liveness, backwards.
#include "ownership/last_uses.hpp"

#include "ownership/bodies.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;
using resolve::LocalKind;
using resolve::NodeId;

// Variables of this body, without those that a closure or a `defer` speaks of.
void LastUses::collect_owned(const Node* owner, std::span<const Stmt* const> statements) {
  std::unordered_set<LocalId> kept;
  for (const Stmt* stmt : statements)
    walk(*stmt, [&](const Node& node) {
      if (is_own_body(node)) return false;
      if (const LocalId local = bindings_.local_of(node.id); local.valid()) {
        const LocalKind kind = bindings_.local(local).kind;
        const bool is_variable = kind == LocalKind::let || kind == LocalKind::let_mut || kind == LocalKind::bare || kind == LocalKind::param;
        if (is_variable && bindings_.local(local).owner == owner_) owned_.insert(local);
      }
      // A closure that owns what it captures takes it over, and blocks inside refer to what it took; a block refers to it.
      const bool owns = node.kind == NodeKind::Spawn || out_.owning_closures.count(node.id) != 0;
      if (!owns)
        for (LocalId captured : bindings_.captures_of(node.id)) kept.insert(captured);
      if (node.kind == NodeKind::Defer)
        walk(node, [&](const Node& inner) {
          if (const LocalId local = bindings_.entity(inner.id).local; local.valid()) kept.insert(local);
          return true;
        });
      return node.kind != NodeKind::Lambda || !owns;
    });
  if (const auto* function = as<FunctionDecl>(owner))
    for (const Param& param : function->params)
      if (const LocalId local = bindings_.local_of(param.id); local.valid() && bindings_.local(local).kind == LocalKind::param) owned_.insert(local);
  for (LocalId local : kept) owned_.erase(local);
}

void LastUses::find(const Node* owner, std::span<const Stmt* const> statements) {
  owner_ = owner == nullptr ? NodeId() : owner->id;
  owned_.clear();
  live_.clear();
  mentions_.clear();
  candidates_.clear();
  collect_owned(owner, statements);
  if (!owned_.empty()) visit_all(statements);
}

void LastUses::visit_all(std::span<const Stmt* const> statements) {
  for (auto stmt = statements.rbegin(); stmt != statements.rend(); ++stmt) visit_expression(**stmt);
}

void LastUses::visit_expression(const Node& node) {
  auto outer_mentions = std::move(mentions_);
  auto outer_candidates = std::move(candidates_);
  mentions_.clear();
  candidates_.clear();
  visit(node);
  for (const auto& [at, local, captured] : candidates_) {
    if (mentions_[local] != 1) continue;
    if (captured) out_.last_captures[at].push_back(local);
    else out_.last_uses.insert(at);
  }
  // What is mentioned here counts for the expression around, too.
  for (const auto& [local, count] : mentions_) outer_mentions[local] += count;
  mentions_ = std::move(outer_mentions);
  candidates_ = std::move(outer_candidates);
}

void LastUses::visit_in_reverse(const Node& node) {
  std::vector<const Node*> children;
  for_each_child(node, [&](const Node& child) { children.push_back(&child); });
  for (auto child = children.rbegin(); child != children.rend(); ++child) visit(**child);
}

void LastUses::visit(const Node& node) {
  switch (node.kind) {
    case NodeKind::DeclStmt: return;
    case NodeKind::Lambda: return visit_closure(node);
    case NodeKind::NameExpr: return visit_name(static_cast<const NameExpr&>(node));
    case NodeKind::Assign: return visit_assign(static_cast<const Assign&>(node));
    case NodeKind::If: return visit_if(static_cast<const If&>(node));
    case NodeKind::Match: return visit_match(static_cast<const Match&>(node));
    case NodeKind::Select: return visit_select(static_cast<const Select&>(node));
    case NodeKind::While:
    case NodeKind::For:
    case NodeKind::Loop:
    case NodeKind::Comprehension:
    case NodeKind::Quantifier:
    case NodeKind::Handle: return visit_repeated(node);
    case NodeKind::Begin:
      ++rescued_;
      visit_repeated(node);
      --rescued_;
      return;
    case NodeKind::With: {
      const auto& with = static_cast<const With&>(node);
      if (!runs_once(with)) return visit_repeated(node);
      visit_all(with.body.statements);
      return visit(*with.head);
    }
    case NodeKind::Return: {
      // Nothing after it is reached: only what it mentions is live before it.
      live_.clear();
      return visit_in_reverse(node);
    }
    default: return visit_in_reverse(node);
  }
}

void LastUses::visit_name(const NameExpr& name) {
  const LocalId local = bindings_.entity(name.id).local;
  if (!bindings_.local_of(name.id).valid()) mention(name.id, local, false);
}

void LastUses::mention(NodeId at, LocalId local, bool captured) {
  if (!local.valid() || owned_.count(local) == 0) return;
  ++mentions_[local];
  if (live_.insert(local).second) candidates_.push_back({at, local, captured});
}

// What the body of a closure mentions is not owned here; but capturing is a use.
void LastUses::visit_closure(const Node& closure) {
  if (out_.owning_closures.count(closure.id) == 0) return;
  for (LocalId captured : bindings_.captures_of(closure.id)) mention(closure.id, captured, true);
}

// Scopes and locks of the library run their block once: nothing in it comes twice.
bool LastUses::runs_once(const With& with) const {
  const Node* head = with.head;
  for (;;) {
    if (const auto* call = as<Call>(head)) head = call->callee;
    else if (const auto* member = as<Member>(head)) head = member->object;
    else break;
  }
  const resolve::Entity& entity = bindings_.entity(head->id);
  return entity.kind == resolve::Entity::Kind::def && bindings_.def(entity.def).is_library;
}

// `x = e` ends the old value: it is not live before.
void LastUses::visit_assign(const Assign& assign) {
  const auto* name = as<NameExpr>(assign.target);
  if (name != nullptr && assign.op == AssignOp::assign) {
    const LocalId local = bindings_.entity(name->id).local;
    live_.erase(local);
    // The value is there before the variable gets it, so a use in it may move; not where a rescue would look at the
    // variable that an error left without either.
    if (rescued_ > 0) ++mentions_[local];
  } else {
    visit(*assign.target);
  }
  visit(*assign.value);
}

void LastUses::visit_if(const If& expr) {
  const Live after = live_;
  if (expr.has_else) visit_all(expr.otherwise.statements);
  for (auto branch = expr.branches.rbegin(); branch != expr.branches.rend(); ++branch) {
    Live otherwise = std::move(live_);
    live_ = after;
    visit_all(branch->body.statements);
    live_.insert(otherwise.begin(), otherwise.end());
    if (branch->condition.value != nullptr) visit(*branch->condition.value);
  }
}

void LastUses::visit_match(const Match& expr) {
  const Live after = live_;
  Live before;
  for (auto arm = expr.arms.rbegin(); arm != expr.arms.rend(); ++arm) {
    live_ = after;
    visit_all(arm->body.statements);
    if (arm->guard != nullptr) visit(*arm->guard);
    before.insert(live_.begin(), live_.end());
  }
  live_ = expr.arms.empty() ? after : before;
  if (expr.subject == nullptr) return;
  // Names of patterns may refer into the subject while the arms run.
  keep_mentioned(*expr.subject);
  visit(*expr.subject);
}

void LastUses::visit_select(const Select& expr) {
  const Live after = live_;
  Live before = after;
  for (auto arm = expr.arms.rbegin(); arm != expr.arms.rend(); ++arm) {
    live_ = after;
    visit_all(arm->body.statements);
    before.insert(live_.begin(), live_.end());
  }
  live_ = std::move(before);
  // Of the heads only one commits: nothing in them moves.
  for (const SelectArm& arm : expr.arms)
    for (const Expr* part : {arm.guard, arm.channel, arm.value})
      if (part != nullptr) keep_mentioned(*part);
}

// Bodies that may run again, or be left in the middle: everything that is mentioned in them stays alive, except what
// each run declares anew.
void LastUses::visit_repeated(const Node& node) {
  std::unordered_set<LocalId> own;
  walk(node, [&](const Node& inner) {
    const LocalId local = bindings_.local_of(inner.id);
    // A bare declaration belongs to the whole function: its value outlives the run.
    if (local.valid() && bindings_.local(local).kind != LocalKind::bare) own.insert(local);
    return !is_own_body(inner);
  });
  walk(node, [&](const Node& inner) {
    const LocalId local = bindings_.entity(inner.id).local;
    if (local.valid() && owned_.count(local) != 0 && own.count(local) == 0) live_.insert(local);
    return !is_own_body(inner);
  });
  const Live around = live_;
  std::vector<const Node*> children;
  for_each_child(node, [&](const Node& child) { children.push_back(&child); });
  for (auto child = children.rbegin(); child != children.rend(); ++child) {
    visit_expression(**child);
    // A `return` inside clears what is live; what the loop needs stays.
    live_.insert(around.begin(), around.end());
  }
}

void LastUses::keep_mentioned(const Node& node) {
  walk(node, [&](const Node& inner) {
    const LocalId local = bindings_.entity(inner.id).local;
    if (local.valid()) live_.insert(local);
    return true;
  });
}

}  // namespace ariac::ownership
