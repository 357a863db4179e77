// Who sends last, backwards.
#include "ownership/channel_life.hpp"

#include <algorithm>
#include <utility>

#include "ast/walk.hpp"
#include "ownership/bodies.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;

namespace {

// Loops inside of loops are gone through again for each run of those around; deeper ones are taken as a whole.
constexpr std::size_t deepest_loop = 4;

bool leaves_at_once(const Stmt& stmt) {
  const auto* alone = as<ExprStmt>(&stmt);
  if (alone == nullptr) return false;
  const auto* result = as<Return>(alone->value);
  const auto* stop = as<Break>(alone->value);
  return alone->value->kind == NodeKind::Continue || (result != nullptr && result->value == nullptr) || (stop != nullptr && stop->value == nullptr);
}

}  // namespace

void ChannelLife::end_in(const Body& code, Origin origin) {
  shared_ = origin == Origin::captured || is_shared(code);
  body(code, {});
}

// It sends when everything else of its block is over.
bool ChannelLife::defers_a_send(const Body& code) const {
  return std::ranges::any_of(code.statements, [&](const Stmt* stmt) { return stmt->kind == NodeKind::Defer && sends_.sends(instance_, *stmt, local_); });
}

// A task or block mentions it, a call gets it, or it was somebody else's before.
bool ChannelLife::is_shared(const Body& code) const {
  bool found = false;
  for (const Stmt* stmt : code.statements)
    walk(*stmt, [&](const Node& inner) {
      found = found || ((inner.kind == NodeKind::Lambda || inner.kind == NodeKind::Spawn) && sends_.mentions(inner, local_)) || comes_from_elsewhere(inner);
      if (const types::CallPlan* plan = instance_.calls.find(inner.id))
        found = found || std::ranges::any_of(plan->args, [&](const types::ArgSource& arg) { return sends_.names(arg.value, local_); });
      return !found;
    });
  return found;
}

// Whether the variable is given a channel that is not made there.
bool ChannelLife::comes_from_elsewhere(const Node& node) const {
  const auto* let = as<Let>(&node);
  const auto* assign = as<Assign>(&node);
  const Stmt* stmt = let != nullptr ? static_cast<const Stmt*>(let) : assign;
  if (stmt == nullptr || !replaces(*stmt)) return false;
  const Expr* value = let != nullptr ? let->value : assign->value;
  const types::CallPlan* plan = value != nullptr ? instance_.calls.find(value->id) : nullptr;
  return value != nullptr && (plan == nullptr || plan->receiver != nullptr || !plan->def.valid() || !bindings_.def(plan->def).is_library);
}

// Whether the variable gives its channel away there: then nothing of it is left to end.
bool ChannelLife::gives_away(const Node& given) const {
  bool found = false;
  walk(given, [&](const Node& inner) {
    found = found || (inner.kind == NodeKind::NameExpr && bindings_.entity(inner.id).local == local_ && out_.use(inner.id) == UseKind::move);
    if (const CaptureUses* captured = out_.captures_of(inner.id)) found = found || std::ranges::find(*captured, std::pair(local_, UseKind::move)) != captured->end();
    return !found;
  });
  return found;
}

// The variable gets its first or another channel.
bool ChannelLife::replaces(const Stmt& stmt) const {
  if (const auto* let = as<Let>(&stmt)) {
    bool declares = let->bare && bindings_.entity(let->pattern->id).local == local_;
    walk(*let->pattern, [&](const Node& inner) {
      declares = declares || bindings_.local_of(inner.id) == local_;
      return !declares;
    });
    return declares;
  }
  const auto* assign = as<Assign>(&stmt);
  if (assign == nullptr || assign->op != AssignOp::assign) return false;
  if (const auto* tuple = as<TupleLiteral>(assign->target)) return std::ranges::any_of(tuple->elements, [&](const Expr* element) { return sends_.names(element, local_); });
  return sends_.names(assign->target, local_);
}

void ChannelLife::end_after(const Stmt& stmt) {
  auto& ends = out_.sending_ends[&stmt];
  if (std::ranges::find(ends, local_) == ends.end()) ends.push_back(local_);
}

void ChannelLife::end_before(std::span<const Body* const> silent, Later before) {
  if (!recording_ || kept_ || !before.sends || !before.used || !shared_) return;
  for (const Body* code : silent) {
    if (code->empty() || leaves_at_once(*code->statements.front())) continue;
    auto& ends = out_.sending_ends_before[code->statements.front()];
    if (std::ranges::find(ends, local_) == ends.end()) ends.push_back(local_);
  }
}

// One of several ways; one that does not send is noted.
ChannelLife::Later ChannelLife::branch(const Body& code, Later later, std::vector<const Body*>& silent) {
  const Later before = body(code, later);
  if (!before.sends) silent.push_back(&code);
  return before;
}

ChannelLife::Later ChannelLife::body(const Body& code, Later later) {
  const bool defers = defers_a_send(code);
  const bool outer = std::exchange(kept_, kept_ || defers);
  for (auto stmt = code.statements.rbegin(); stmt != code.statements.rend(); ++stmt) {
    const Later behind = later;
    later = statement(**stmt, behind);
    if (!recording_ || behind.sends || kept_) continue;
    const bool is_last = replaces(**stmt) || sends_.sends(instance_, **stmt, local_);
    const bool is_visible = replaces(**stmt) || later.used;
    const bool awaited = behind.used || (shared_ && is_visible && stmt != code.statements.rbegin() && !gives_away(**stmt));
    if (is_last && awaited) end_after(**stmt);
  }
  kept_ = outer;
  later.sends = later.sends || defers;
  return later;
}

ChannelLife::Later ChannelLife::statement(const Stmt& stmt, Later later) {
  if (is_own_body(stmt)) return later;
  if (!replaces(stmt)) return node(stmt, later);
  const auto* let = as<Let>(&stmt);
  const Expr* value = let != nullptr ? let->value : as<Assign>(&stmt)->value;
  return value != nullptr ? node(*value, {}) : Later{};
}

// A part whose own statements are not looked at.
ChannelLife::Later ChannelLife::leaf(const Node& part, Later later) {
  bool declares = false;
  walk(part, [&](const Node& inner) {
    declares = declares || bindings_.local_of(inner.id) == local_;
    return !declares;
  });
  return later | Later{sends_.sends(instance_, part, local_), !declares && sends_.mentions(part, local_)};
}

ChannelLife::Later ChannelLife::node(const Node& part, Later later) {
  switch (part.kind) {
    case NodeKind::ExprStmt: return node(*static_cast<const ExprStmt&>(part).value, later);
    case NodeKind::If: return if_else(static_cast<const If&>(part), later);
    case NodeKind::Match: return match(static_cast<const Match&>(part), later);
    case NodeKind::Select: return select(static_cast<const Select&>(part), later);
    case NodeKind::Begin: return begin(static_cast<const Begin&>(part), later);
    case NodeKind::With: return with(static_cast<const With&>(part), later);
    case NodeKind::While: {
      const auto& repeated = static_cast<const While&>(part);
      return loop(part, later, [&](Later at_start) {
        at_start = body(repeated.body, at_start);
        at_start.sends = at_start.sends || later.sends;
        return leaf(*repeated.condition.value, at_start);
      });
    }
    case NodeKind::For: {
      const auto& repeated = static_cast<const For&>(part);
      later = loop(part, later, [&](Later at_start) {
        at_start = body(repeated.body, at_start);
        at_start.sends = at_start.sends || later.sends;
        return at_start;
      });
      if (sends_.names(repeated.iterable, local_)) return {later.sends, true};
      return node(*repeated.iterable, later);
    }
    case NodeKind::Loop: return loop(part, later, [&](Later at_start) { return body(static_cast<const Loop&>(part).body, at_start); });
    case NodeKind::Break: return loops_.empty() ? leaf(part, later) : leaf(part, loops_.back().behind);
    case NodeKind::Continue: return loops_.empty() ? later : loops_.back().at_start;
    case NodeKind::Return: return leaf(part, {});
    case NodeKind::Lambda:
    case NodeKind::Spawn:
    case NodeKind::Comprehension:
    case NodeKind::Quantifier:
    case NodeKind::Handle:
    case NodeKind::NameExpr: return leaf(part, later);
    default: break;
  }
  const Node* only = only_part(part);
  return only != nullptr ? node(*only, later) : leaf(part, later);
}

// The part of an expression that all that speaks of the variable is inside of; null where the expression itself uses it.
const Node* ChannelLife::only_part(const Node& whole) const {
  const types::CallPlan* plan = instance_.calls.find(whole.id);
  if (plan != nullptr && sends_.names(plan->receiver, local_)) return nullptr;
  const Node* only = nullptr;
  int parts = 0;
  for_each_child(whole, [&](const Node& child) {
    if (!sends_.mentions(child, local_)) return;
    only = &child;
    ++parts;
  });
  return parts == 1 && only->kind != NodeKind::NameExpr ? only : nullptr;
}

// Scopes and locks of the library run their block once.
ChannelLife::Later ChannelLife::with(const With& expr, Later later) {
  Later before;
  if (runs_once(expr, bindings_)) {
    before = later | body(expr.body, {.sends = later.sends});
  } else {
    before = loop(expr, later, [&](Later at_start) {
      at_start = body(expr.body, at_start);
      at_start.sends = at_start.sends || later.sends;
      return at_start;
    });
  }
  return node(*expr.head, before);
}

ChannelLife::Later ChannelLife::if_else(const If& expr, Later later) {
  const Later nested{.sends = later.sends};
  std::vector<const Body*> silent;
  Later before = later | branch(expr.otherwise, nested, silent);
  for (auto one = expr.branches.rbegin(); one != expr.branches.rend(); ++one) {
    before = before | branch(one->body, nested, silent);
    if (one->condition.value != nullptr) before = node(*one->condition.value, before);
  }
  end_before(silent, before);
  return before;
}

ChannelLife::Later ChannelLife::match(const Match& expr, Later later) {
  std::vector<const Body*> silent;
  Later before{.used = later.used};
  for (const MatchArm& arm : expr.arms) {
    before = before | branch(arm.body, {.sends = later.sends}, silent);
    if (arm.guard != nullptr) before = leaf(*arm.guard, before);
  }
  if (expr.arms.empty()) before = later;
  end_before(silent, before);
  return expr.subject != nullptr ? node(*expr.subject, before) : before;
}

ChannelLife::Later ChannelLife::select(const Select& expr, Later later) {
  std::vector<const Body*> silent;
  Later before = leaf(expr, {.used = later.used});
  for (const SelectArm& arm : expr.arms) before = before | branch(arm.body, {.sends = later.sends}, silent);
  end_before(silent, before);
  return before;
}

ChannelLife::Later ChannelLife::begin(const Begin& expr, Later later) {
  const Later nested{.sends = later.sends};
  const Later after = expr.has_ensure ? body(expr.ensure, nested) : nested;
  Later in_clauses = after;
  for (const RescueClause& clause : expr.rescues) in_clauses = in_clauses | body(clause.body, after);
  const Later otherwise = expr.has_else ? body(expr.otherwise, after) : after;
  const bool outer = std::exchange(kept_, kept_ || in_clauses.sends);
  const Later before = body(expr.body, otherwise) | in_clauses;
  kept_ = outer;
  return {before.sends, before.used || later.used};
}

// `run` goes from the end of one run to its start.
template <typename Run>
ChannelLife::Later ChannelLife::loop(const Node& around, Later later, Run run) {
  if (loops_.size() >= deepest_loop) return leaf(around, later);
  loops_.push_back({{}, later});
  const bool outer = std::exchange(recording_, false);
  for (;;) {
    const Later known = loops_.back().at_start;
    loops_.back().at_start = known | run(known);
    if (loops_.back().at_start == known) break;
  }
  recording_ = outer;
  const Later before = run(loops_.back().at_start);
  loops_.pop_back();
  return {before.sends, before.used || later.used};
}

}  // namespace ariac::ownership
