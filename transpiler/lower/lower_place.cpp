// Places that are changed: `xs[i]`, `node.next.items[f()]`.
//
// What a place computes, its indices and the object it begins at, is evaluated where it is written and once. The place
// itself is found when it is changed, and never copied.
#include <algorithm>
#include <ranges>

#include "ast/walk.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

// Whether C++ could evaluate the later of two operands first, and somebody would notice.
bool BodyLowering::overtaken(const ast::Expr& earlier, const ast::Expr& later) const {
  if (acts(later) && (acts(earlier) || sees(earlier, later))) return true;
  return ends_what_is_seen(later, earlier) || (acts(earlier) && sees(later, earlier));
}

// By what a call evaluates after it: an argument that is written further on, or a default.
bool BodyLowering::overtaken_in(const types::CallPlan& plan, const ast::Expr& part) const {
  if (a_default_acts(plan) && may_notice(part)) return true;
  const auto later = [&](const ast::Expr* value) { return value != nullptr && value->range.begin > part.range.begin && overtaken(part, *value); };
  return std::ranges::any_of(plan.args, [&](const types::ArgSource& source) {
    return later(source.value) || std::ranges::any_of(source.rest, [&](const ast::Argument* item) { return later(item->value); });
  });
}

// Whether evaluating it twice is the same as once, and no more to read than a name.
bool BodyLowering::is_repeatable(const ast::Expr& part) const {
  bool found = false;
  ast::walk(part, [&](const ast::Node& node) {
    const types::CallPlan* plan = instance_.calls.find(node.id);
    const bool is_operator = node.kind == ast::NodeKind::Binary || node.kind == ast::NodeKind::Unary;
    found = found || node.kind == ast::NodeKind::Call || (plan != nullptr && (!is_operator || (plan->def.valid() && !input_.bindings.def(plan->def).is_library)));
    return !found;
  });
  return !found && !is_control_flow(part);
}

// Names the parts of a place that `needs_name` chooses, and those that must not come after them; `fill` makes the place, of
// these names.
void BodyLowering::in_place(const ast::Expr& place, const PartTest& needs_name, const std::function<void()>& fill) {
  struct Part {
    const ast::Expr* e;
    std::string role;
  };
  std::vector<Part> parts;                       // the last first
  std::vector<NodeId> elements;
  const ast::Expr* step = &place;
  while (true) {
    const types::CallPlan* plan = instance_.calls.find(step->id);
    const bool is_call = plan != nullptr && (step->kind == ast::NodeKind::Member || (plan->def.valid() && !input_.bindings.def(plan->def).is_library));
    const auto* member = ast::as<ast::Member>(step);
    const auto* index = ast::as<ast::Index>(step);
    if (is_call || (member == nullptr && index == nullptr)) break;
    if (index != nullptr) {
      const bool in_map = shape(final_type(*index->object)).def == store().well_known().map;
      parts.push_back({.e = index->indices[0], .role = in_map ? "key" : "index"});
      elements.push_back(index->id);
    }
    step = member != nullptr ? member->object : index->object;
  }
  if (step->kind != ast::NodeKind::NameExpr) parts.push_back({.e = step, .role = role_name(final_type(*step))});
  std::vector<Part> named;
  for (Part& part : parts) {
    if (ast::is_literal(*part.e) || given_.contains(part.e->id)) continue;
    const bool before_named = std::ranges::any_of(named, [&](const Part& later) { return overtaken(*part.e, *later.e); });
    if (before_named || needs_name(*part.e)) named.push_back(std::move(part));
  }
  for (const Part& part : named | std::views::reverse) {
    const cpp::Expr made = value(*part.e, Context::known);
    const std::string name = fresh(part.role);
    emit(cpp::declare(cpp::const_of(lower_types.value(final_type(*part.e))), name, made));
    given_.insert_or_assign(part.e->id, cpp::name(name));
  }
  places_.insert(elements.begin(), elements.end());
  fill();
  for (const NodeId element : elements) places_.erase(element);
  for (const Part& part : named) given_.erase(part.e->id);
}

}  // namespace ariac::lower
