// Liveness, backwards.
#include "ownership/last_uses.hpp"

#include <utility>

#include "ownership/bodies.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;
using resolve::LocalKind;
using resolve::NodeId;

namespace {

// Loops inside of loops are gone through again for each run of those around; deeper ones are taken as a whole.
constexpr std::size_t deepest_loop = 4;

}  // namespace

// Variables of this body, without those that a closure, a `defer` or a contract speaks of.
// What a spawned call is given is computed here, with the variables that it declares.
void LastUses::collect_owned(const Node* owner, std::span<const Stmt* const> statements) {
  std::unordered_set<LocalId> kept;
  std::unordered_set<NodeId> owners{owner_};
  // What runs later keeps what is around it; its own variables live as those of any block do.
  const auto keep_all = [&](const Node& node) {
    std::unordered_set<LocalId> own;
    walk(node, [&](const Node& inner) {
      if (const LocalId local = bindings_.local_of(inner.id); local.valid()) own.insert(local);
      return true;
    });
    walk(node, [&](const Node& inner) {
      if (const LocalId local = bindings_.entity(inner.id).local; local.valid() && own.count(local) == 0) kept.insert(local);
      return true;
    });
  };
  for (const Stmt* stmt : statements)
    walk(*stmt, [&](const Node& node) {
      if (is_own_body(node)) return false;
      if (node.kind == NodeKind::Spawn) owners.insert(node.id);
      if (const LocalId local = bindings_.local_of(node.id); local.valid()) {
        const LocalKind kind = bindings_.local(local).kind;
        const bool is_variable = kind == LocalKind::let || kind == LocalKind::let_mut || kind == LocalKind::bare || kind == LocalKind::param || kind == LocalKind::pattern;
        if (is_variable && owners.contains(bindings_.local(local).owner)) owned_.insert(local);
      }
      // A closure that owns what it captures takes it over, and blocks inside refer to what it took; a block refers to it.
      const bool owns = node.kind == NodeKind::Spawn || out_.owning_closures.count(node.id) != 0;
      if (!owns)
        for (LocalId captured : bindings_.captures_of(node.id)) kept.insert(captured);
      if (node.kind == NodeKind::Defer) keep_all(node);
      return node.kind != NodeKind::Lambda || !owns;
    });
  if (const auto* function = as<FunctionDecl>(owner)) {
    for (const Param& param : function->params) {
      const LocalId local = bindings_.local_of(param.id);
      const bool owns = local.valid() && (bindings_.local(local).kind == LocalKind::param || bindings_.local(local).kind == LocalKind::self_param);
      if (owns) owned_.insert(local);
    }
    for (const Contract* contract : function->contracts)
      if (contract->contract == ContractKind::ensures) keep_all(*contract);
  }
  if (const auto* lambda = as<Lambda>(owner))
    for (const LambdaParam& param : lambda->params) {
      const LocalId local = bindings_.local_of(param.pattern->id);
      if (local.valid() && bindings_.local(local).kind == LocalKind::param && bindings_.local(local).owner == owner_) owned_.insert(local);
    }
  for (LocalId local : kept) owned_.erase(local);
}

void LastUses::note_rescued(std::span<const Stmt* const> statements) {
  rescued_.clear();
  for (const Stmt* stmt : statements)
    walk(*stmt, [&](const Node& node) {
      if (is_own_body(node)) return false;
      if (node.kind != NodeKind::Begin && node.kind != NodeKind::With && node.kind != NodeKind::Handle) return true;
      walk(node, [&](const Node& inner) {
        if (const LocalId local = bindings_.entity(inner.id).local; local.valid()) rescued_.insert(local);
        return true;
      });
      return false;
    });
}

// What a block refers to and may take over as long as it puts something else there.
void LastUses::collect_captured(const Lambda& block) {
  for (const LocalId local : bindings_.captures_of(block.id)) {
    const LocalKind kind = bindings_.local(local).kind;
    if ((kind == LocalKind::let_mut || kind == LocalKind::bare) && rescued_.count(local) == 0) around_.insert(local);
  }
  owned_ = around_;
}

void LastUses::find(const Node* owner, std::span<const Stmt* const> statements) {
  owner_ = owner == nullptr ? NodeId() : owner->id;
  owned_.clear();
  around_.clear();
  kept_.clear();
  loops_.clear();
  mentions_.clear();
  candidates_.clear();
  const auto* lambda = as<Lambda>(owner);
  if (lambda == nullptr) note_rescued(statements);
  else if (out_.owning_closures.count(lambda->id) == 0) collect_captured(*lambda);
  collect_owned(owner, statements);
  if (owned_.empty()) return;
  go_on_with({});
  visit_all(statements);
  for (const Candidate& candidate : candidates_) record(candidate);
}

void LastUses::record(const Candidate& candidate) {
  if (candidate.pattern != nullptr)
    return walk(*candidate.pattern, [&](const Node& node) {
      if (const LocalId part = bindings_.local_of(node.id); part.valid()) out_.released.insert(part);
      return true;
    });
  if (candidate.captured) out_.last_captures[candidate.at].push_back(candidate.local);
  else out_.last_uses.insert(candidate.at);
}

void LastUses::visit_all(std::span<const Stmt* const> statements) {
  for (auto stmt = statements.rbegin(); stmt != statements.rend(); ++stmt) visit_expression(**stmt);
}

void LastUses::visit_expression(const Node& node) {
  auto outer_mentions = std::exchange(mentions_, {});
  auto outer_candidates = std::exchange(candidates_, {});
  visit(node);
  std::erase_if(candidates_, [&](const Candidate& each) { return mentions_[each.local] != each.mentions; });
  // What is mentioned here counts for the expression around, too.
  for (const auto& [local, count] : mentions_) outer_mentions[local] += count;
  for (Candidate& each : candidates_) {
    each.mentions = outer_mentions[each.local];
    outer_candidates.push_back(each);
  }
  mentions_ = std::move(outer_mentions);
  candidates_ = std::move(outer_candidates);
}

// The parts of what has been visited since come one after the other: none stands beside another.
void LastUses::are_in_order(std::size_t first_candidate) {
  for (std::size_t i = first_candidate; i < candidates_.size(); ++i) candidates_[i].mentions = mentions_[candidates_[i].local];
}

void LastUses::visit_in_reverse(const Node& node) {
  std::vector<const Node*> children;
  for_each_child(node, [&](const Node& child) { children.push_back(&child); });
  for (auto child = children.rbegin(); child != children.rend(); ++child) visit(**child);
}

void LastUses::visit(const Node& node) {
  const std::size_t first = candidates_.size();
  switch (node.kind) {
    case NodeKind::DeclStmt: return;
    case NodeKind::Lambda: return visit_closure(node);
    case NodeKind::NameExpr: return visit_name(static_cast<const NameExpr&>(node));
    case NodeKind::Assign: return visit_assign(static_cast<const Assign&>(node));
    case NodeKind::Let: return visit_let(static_cast<const Let&>(node));
    case NodeKind::If: visit_if(static_cast<const If&>(node)); break;
    case NodeKind::Match: visit_match(static_cast<const Match&>(node)); break;
    case NodeKind::Select: visit_select(static_cast<const Select&>(node)); break;
    case NodeKind::While: visit_while(static_cast<const While&>(node)); break;
    case NodeKind::For: visit_for(static_cast<const For&>(node)); break;
    case NodeKind::Loop: visit_loop(node, [&] { visit_all(static_cast<const Loop&>(node).body.statements); }); break;
    case NodeKind::Comprehension: visit_comprehension(static_cast<const Comprehension&>(node)); break;
    case NodeKind::Quantifier: visit_quantifier(static_cast<const Quantifier&>(node)); break;
    case NodeKind::Handle: visit_repeated(node); break;
    case NodeKind::Begin: visit_begin(static_cast<const Begin&>(node)); break;
    case NodeKind::With: visit_with(static_cast<const With&>(node)); break;
    case NodeKind::Return:
      // Nothing after it is reached.
      go_on_with({});
      return visit_in_reverse(node);
    case NodeKind::Break:
      go_on_with(loops_.empty() ? Live() : loops_.back().behind);
      return visit_in_reverse(node);
    case NodeKind::Continue:
      return go_on_with(loops_.empty() ? Live() : loops_.back().at_start);
    default: return visit_in_reverse(node);
  }
  are_in_order(first);
}

void LastUses::go_on_with(const Live& live) {
  live_ = live;
  live_.insert(kept_.begin(), kept_.end());
  live_.insert(around_.begin(), around_.end());
}

void LastUses::visit_name(const NameExpr& name) {
  const LocalId local = bindings_.entity(name.id).local;
  if (!bindings_.local_of(name.id).valid()) mention(name.id, local, false);
}

void LastUses::mention(NodeId at, LocalId local, bool captured) {
  if (!local.valid() || owned_.count(local) == 0) return;
  ++mentions_[local];
  if (live_.insert(local).second) candidates_.push_back({.at = at, .local = local, .captured = captured, .mentions = mentions_[local]});
}

// The variable gets a new value here, or is declared: the old one is not live before.
void LastUses::end_value(LocalId local) {
  if (local.valid() && kept_.count(local) == 0) live_.erase(local);
}

// What the body of a closure mentions is not owned here; but capturing is a use.
void LastUses::visit_closure(const Node& closure) {
  if (out_.owning_closures.count(closure.id) == 0) return;
  for (LocalId captured : bindings_.captures_of(closure.id)) mention(closure.id, captured, true);
}

// The value is there before the variable gets it, so a use in it may move.
void LastUses::visit_assign(const Assign& assign) {
  if (assign.op == AssignOp::assign) end_target(*assign.target);
  else visit(*assign.target);
  visit(*assign.value);
}

void LastUses::end_target(const Expr& target) {
  if (target.kind == NodeKind::NameExpr) {
    end_value(bindings_.entity(target.id).local);
    end_value(bindings_.local_of(target.id));
  } else if (const auto* tuple = as<TupleLiteral>(&target)) {
    for (const Expr* element : tuple->elements) end_target(*element);
  } else {
    visit(target);
  }
}

void LastUses::visit_let(const Let& let) {
  end_value(bindings_.entity(let.pattern->id).local);
  end_names(*let.pattern);
  if (let.value != nullptr) visit(*let.value);
}

// Nothing behind the pattern reads the variable that it looks into.
void LastUses::release(const Pattern& pattern, const Expr* subject) {
  const LocalId local = looked_into(subject);
  if (local.valid() && live_.count(local) == 0 && !has_alias(pattern)) candidates_.push_back({.at = pattern.id, .local = local, .pattern = &pattern, .mentions = mentions_[local]});
}

void LastUses::end_names(const Pattern& pattern) {
  walk(pattern, [&](const Node& node) {
    end_value(bindings_.local_of(node.id));
    return true;
  });
}

// The variable that is looked into, or of which a part is.
LocalId LastUses::looked_into(const Expr* subject) const {
  while (const auto* member = as<Member>(subject)) subject = member->object;
  if (subject == nullptr || subject->kind != NodeKind::NameExpr) return {};
  const LocalId local = bindings_.entity(subject->id).local;
  return local.valid() && owned_.count(local) != 0 ? local : LocalId();
}

void LastUses::visit_if(const If& expr) {
  const Live after = live_;
  if (expr.has_else) visit_all(expr.otherwise.statements);
  for (auto branch = expr.branches.rbegin(); branch != expr.branches.rend(); ++branch) {
    Live otherwise = std::move(live_);
    live_ = after;
    visit_all(branch->body.statements);
    if (branch->condition.pattern != nullptr) {
      release(*branch->condition.pattern, branch->condition.value);
      end_names(*branch->condition.pattern);
    }
    live_.insert(otherwise.begin(), otherwise.end());
    if (branch->condition.value != nullptr) visit_expression(*branch->condition.value);
  }
}

void LastUses::visit_match(const Match& expr) {
  const Live after = live_;
  Live before;
  for (auto arm = expr.arms.rbegin(); arm != expr.arms.rend(); ++arm) {
    live_ = after;
    visit_all(arm->body.statements);
    release(*arm->pattern, expr.subject);
    // Where a guard does not hold, the next arm looks at the same value.
    if (arm->guard != nullptr) {
      keep_mentioned(*arm->guard);
      visit_expression(*arm->guard);
    }
    end_names(*arm->pattern);
    before.insert(live_.begin(), live_.end());
  }
  live_ = expr.arms.empty() ? after : before;
  if (expr.subject == nullptr) return;
  // Names of patterns may refer into the subject while the arms run.
  keep_mentioned(*expr.subject);
  visit_expression(*expr.subject);
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

// A clause, and what stands behind, may follow after any part of the body.
void LastUses::visit_begin(const Begin& expr) {
  const Live outer = kept_;
  if (expr.has_ensure) visit_all(expr.ensure.statements);
  const bool guards = expr.has_ensure || !expr.rescues.empty();
  if (guards) kept_.insert(live_.begin(), live_.end());
  const Live after = live_;
  Live in_clauses;
  for (const RescueClause& clause : expr.rescues) {
    live_ = after;
    visit_all(clause.body.statements);
    if (clause.pattern != nullptr) end_names(*clause.pattern);
    end_value(bindings_.local_of(clause.id));
    in_clauses.insert(live_.begin(), live_.end());
  }
  live_ = after;
  if (expr.has_else) visit_all(expr.otherwise.statements);
  kept_.insert(in_clauses.begin(), in_clauses.end());
  live_.insert(in_clauses.begin(), in_clauses.end());
  visit_all(expr.body.statements);
  kept_ = outer;
}

// Likewise where a scope ends early.
void LastUses::visit_with(const With& with) {
  if (!runs_once(with, bindings_)) return visit_repeated(with);
  const Live outer = kept_;
  kept_.insert(live_.begin(), live_.end());
  visit_all(with.body.statements);
  kept_ = outer;
  visit_expression(*with.head);
}

// `run` goes from the end of one run to its start. Done again until nothing more turns out to be live there.
template <typename Run>
void LastUses::visit_loop(const Node& loop, Run run) {
  if (loops_.size() >= deepest_loop) {
    loops_.push_back({mentioned_from_outside(loop), live_});
    visit_repeated(loop);
    return loops_.pop_back();
  }
  loops_.push_back({live_, live_});
  const auto mentions = mentions_;
  const std::size_t first = candidates_.size();
  for (;;) {
    go_on_with(loops_.back().at_start);
    run();
    Live& at_start = loops_.back().at_start;
    const std::size_t known = at_start.size();
    at_start.insert(live_.begin(), live_.end());
    if (at_start.size() == known) break;
    mentions_ = mentions;
    candidates_.resize(first);
  }
  live_ = std::move(loops_.back().at_start);
  loops_.pop_back();
}

void LastUses::visit_while(const While& loop) {
  visit_loop(loop, [&] {
    visit_all(loop.body.statements);
    if (loop.condition.pattern != nullptr) {
      release(*loop.condition.pattern, loop.condition.value);
      end_names(*loop.condition.pattern);
    }
    live_.insert(loops_.back().behind.begin(), loops_.back().behind.end());
    visit_expression(*loop.condition.value);
  });
}

void LastUses::visit_for(const For& loop) {
  visit_loop_over(loop, *loop.pattern, *loop.iterable, [&] { visit_all(loop.body.statements); });
}

// What it goes over stays while it runs; a block gives a value of its own.
template <typename Run>
void LastUses::visit_loop_over(const Node& loop, const Pattern& pattern, const Expr& iterable, Run run) {
  const Live outer = kept_;
  walk(iterable, [&](const Node& inner) {
    if (const LocalId local = bindings_.entity(inner.id).local; local.valid()) kept_.insert(local);
    return inner.kind != NodeKind::Begin;
  });
  visit_loop(loop, [&] {
    run();
    end_names(pattern);
  });
  kept_ = outer;
  visit_expression(iterable);
}

// Each clause is a loop around what stands behind it.
void LastUses::visit_comprehension(const Comprehension& made) { visit_clauses(made, made.clauses); }

void LastUses::visit_clauses(const Comprehension& made, std::span<const ForClause> clauses) {
  if (!clauses.empty()) return visit_loop_over(made, *clauses.front().pattern, *clauses.front().iterable, [&] { visit_clauses(made, clauses.subspan(1)); });
  visit_expression(*made.value);
  if (made.key != nullptr) visit_expression(*made.key);
  // Where a filter does not hold, the next run begins.
  for (auto filter = made.filters.rbegin(); filter != made.filters.rend(); ++filter) {
    live_.insert(loops_.back().at_start.begin(), loops_.back().at_start.end());
    visit_expression(**filter);
  }
}

void LastUses::visit_quantifier(const Quantifier& asked) {
  visit_loop_over(asked, *asked.pattern, *asked.iterable, [&] {
    live_.insert(loops_.back().behind.begin(), loops_.back().behind.end());
    visit_expression(*asked.condition);
  });
}

// Bodies that may run again, or be left in the middle: everything that is mentioned in them stays alive, except what
// each run declares anew.
void LastUses::visit_repeated(const Node& node) {
  const Live outer = kept_;
  kept_.merge(mentioned_from_outside(node));
  live_.insert(kept_.begin(), kept_.end());
  std::vector<const Node*> children;
  for_each_child(node, [&](const Node& child) { children.push_back(&child); });
  for (auto child = children.rbegin(); child != children.rend(); ++child) visit_expression(**child);
  kept_ = outer;
}

LastUses::Live LastUses::mentioned_from_outside(const Node& node) const {
  Live own;
  walk(node, [&](const Node& inner) {
    const LocalId local = bindings_.local_of(inner.id);
    // A bare declaration belongs to the whole function: its value outlives the run.
    if (local.valid() && bindings_.local(local).kind != LocalKind::bare) own.insert(local);
    return !is_own_body(inner);
  });
  Live found;
  walk(node, [&](const Node& inner) {
    const LocalId local = bindings_.entity(inner.id).local;
    if (local.valid() && owned_.count(local) != 0 && own.count(local) == 0) found.insert(local);
    return !is_own_body(inner);
  });
  return found;
}

void LastUses::keep_mentioned(const Node& node) {
  walk(node, [&](const Node& inner) {
    const LocalId local = bindings_.entity(inner.id).local;
    if (local.valid()) live_.insert(local);
    return true;
  });
}

}  // namespace ariac::ownership
