// Branches, loops, handlers and select: the scopes of their arms, and where `break` and `continue` may stand.
#include "diagnostics/catalogue/names.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "resolve/near_name.hpp"
#include "resolve/resolver.hpp"

namespace ariac::resolve {

using namespace ast;

// Acts on a loop of its frame, or on the block it stands in.
void Resolver::check_jump(const Expr& jump, std::string_view keyword) {
  const Frame& frame = scopes_.frame();
  if (frame.loops > 0 || frame.kind == FrameKind::block) return;
  if (frame.kind == FrameKind::task) {
    sink_->report(jump.range, diag::BreakOutOfTask{.keyword = keyword})
        .help("`return` ends the task; its value tells the loop outside what to do");
    return;
  }
  sink_->report(jump.range, diag::BreakOutside{.keyword = keyword});
}

void Resolver::resolve_condition(const Condition& condition) {
  resolve_optional(condition.value);
  if (condition.pattern != nullptr) resolve_pattern(*condition.pattern, LocalKind::pattern);
}

void Resolver::resolve_if(const If& expr) {
  for (const IfBranch& branch : expr.branches) {
    scopes_.push_scope();
    resolve_condition(branch.condition);
    resolve_body(branch.body);
    scopes_.pop_scope();
  }
  if (expr.has_else) resolve_body(expr.otherwise);
}

void Resolver::resolve_while(const While& expr) {
  scopes_.push_scope();
  resolve_condition(expr.condition);
  ++scopes_.frame().loops;
  resolve_body(expr.body);
  --scopes_.frame().loops;
  scopes_.pop_scope();
}

void Resolver::resolve_for(const For& expr) {
  resolve_expr(*expr.iterable);
  scopes_.push_scope();
  resolve_pattern(*expr.pattern, LocalKind::pattern);
  ++scopes_.frame().loops;
  resolve_body(expr.body);
  --scopes_.frame().loops;
  scopes_.pop_scope();
}

void Resolver::resolve_match(const Match& expr) {
  resolve_optional(expr.subject);
  for (const MatchArm& arm : expr.arms) {
    scopes_.push_scope();
    resolve_pattern(*arm.pattern, LocalKind::pattern);
    resolve_optional(arm.guard);
    resolve_body(arm.body);
    scopes_.pop_scope();
  }
}

void Resolver::resolve_begin(const Begin& expr) {
  resolve_body(expr.body);
  for (const RescueClause& clause : expr.rescues) {
    scopes_.push_scope();
    if (clause.pattern != nullptr) resolve_pattern(*clause.pattern, LocalKind::pattern);
    if (clause.binding) declare_pattern_name(clause.binding, clause.id, LocalKind::pattern);
    resolve_body(clause.body);
    scopes_.pop_scope();
  }
  if (expr.has_else) resolve_body(expr.otherwise);
  if (expr.has_ensure) resolve_body(expr.ensure);
}

void Resolver::resolve_with(const With& expr) {
  resolve_optional(expr.head);
  scopes_.push_scope();
  resolve_lambda_params(expr.params);
  resolve_body(expr.body);
  scopes_.pop_scope();
}

// --- Handlers -----------------------------------------------------------------------------------------------------

void Resolver::resolve_operation(const HandleArm& arm) {
  const Name& first = arm.operation.front().name;
  if (arm.operation.size() > 1 && scopes_.find(first.symbol) == nullptr && !names_.lookup_type(first.symbol, module_))
    return report_unknown_effect(first);
  const PathStart start = follow_path(arm.operation);
  if (start.reported || start.entity.kind != Entity::Kind::def) return;
  const Def& effect = out_.def(start.entity.def);
  const Name& last = arm.operation.back().name;
  if (effect.kind == DefKind::function) return record(arm.id, start.entity);
  if (effect.kind != DefKind::effect) {
    sink_->report(arm.operation.front().name.range, diag::UnknownEffect{.name = text(effect.name)});
    return;
  }
  std::vector<std::string_view> names;
  for (DefId operation : out_.members(start.entity.def)) {
    const Def& def = out_.def(operation);
    if (def.name == last.symbol)
      return record(arm.id, {Entity::Kind::def, LocalId(), operation, static_cast<std::uint16_t>(arm.operation.size())});
    names.push_back(interner_.text(def.name));
  }
  auto report = sink_->report(last.range, diag::UnknownOperation{.effect = text(effect.name), .name = text(last.symbol)});
  if (const auto near = near_name(interner_.text(last.symbol), names)) report.suggest(last.range, *near, "did you mean `" + *near + "`?");
}

void Resolver::resolve_handle(const Handle& expr) {
  resolve_optional(expr.value);
  for (const HandleArm& arm : expr.arms) {
    if (!arm.operation.empty()) resolve_operation(arm);
    scopes_.push_scope();
    for (const Pattern* param : arm.params) resolve_pattern(*param, LocalKind::pattern);
    if (!arm.operation.empty()) ++handler_arms_;
    resolve_body(arm.body);
    if (!arm.operation.empty()) --handler_arms_;
    scopes_.pop_scope();
  }
}

// --- Select -------------------------------------------------------------------------------------------------------

void Resolver::resolve_select(const Select& expr) {
  resolve_arguments(expr.options);
  for (const SelectArm& arm : expr.arms) resolve_select_arm(arm);
}

// `p <- ch` sends when `p` is a variable; otherwise it receives from `ch` into the pattern `p`.
void Resolver::resolve_select_arm(const SelectArm& arm) {
  resolve_optional(arm.guard);
  const auto* binding = arm.kind == SelectArmKind::ambiguous ? as<BindingPattern>(arm.pattern) : nullptr;
  const ScopeEntry* entry = binding == nullptr ? nullptr : scopes_.find(binding->name.symbol);
  const bool sends = entry != nullptr && entry->local.valid();
  if (sends) {
    out_.ambiguous_sends.insert(arm.id);
    record(binding->id, entity_of(*entry, binding->name));
  }
  if (arm.kind != SelectArmKind::ambiguous || sends) resolve_optional(arm.channel);
  resolve_optional(arm.value);
  scopes_.push_scope();
  if (arm.pattern != nullptr && !sends) resolve_pattern(*arm.pattern, LocalKind::pattern);
  resolve_body(arm.body);
  scopes_.pop_scope();
}

}  // namespace ariac::resolve
