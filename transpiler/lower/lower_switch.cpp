// `match` over integers and characters where every arm but the last is made of literals, and over enums where no arm looks
// into a variant: a switch.
#include <algorithm>
#include <set>
#include <string>

#include "lower/body.hpp"

namespace ariac::lower {

namespace {

bool is_label(const ast::Expr& e) {
  const auto* minus = ast::as<ast::Unary>(&e);
  const ast::Expr& literal = minus != nullptr && minus->op == ast::UnaryOp::negate ? *minus->operand : e;
  return literal.kind == ast::NodeKind::IntLiteral || literal.kind == ast::NodeKind::CharLiteral;
}

// The same for `16` and `0x10`.
std::string label_value(const ast::Expr& e) {
  if (const auto* scalar = ast::as<ast::CharLiteral>(&e)) return std::to_string(static_cast<std::uint32_t>(scalar->value));
  if (const auto* minus = ast::as<ast::Unary>(&e)) return "-" + label_value(*minus->operand);
  return std::to_string(static_cast<const ast::IntLiteral&>(e).value);
}

// The literals of `1 | 2 | 3`; none for other patterns.
std::vector<const ast::Expr*> labels_of(const ast::Pattern& pattern) {
  if (const auto* literal = ast::as<ast::LiteralPattern>(&pattern)) {
    if (is_label(*literal->value)) return {literal->value};
    return {};
  }
  const auto* any = ast::as<ast::OrPattern>(&pattern);
  std::vector<const ast::Expr*> out;
  for (std::size_t i = 0; any != nullptr && i < any->alternatives.size(); ++i) {
    const std::vector<const ast::Expr*> more = labels_of(*any->alternatives[i]);
    if (more.empty()) return {};
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

bool leaves(const cpp::Block& block) {
  if (block.empty()) return false;
  return cpp::as<cpp::Return>(block.back()) != nullptr || cpp::as<cpp::Continue>(block.back()) != nullptr;
}

}  // namespace

// The variants that a pattern takes whole, none of which it looks into; none for other patterns.
std::vector<DefId> BodyLowering::whole_variants(const ast::Pattern& pattern) const {
  std::vector<DefId> out;
  if (const auto* any = ast::as<ast::OrPattern>(&pattern)) {
    for (const ast::Pattern* alternative : any->alternatives) {
      const std::vector<DefId> more = whole_variants(*alternative);
      if (more.empty()) return {};
      out.insert(out.end(), more.begin(), more.end());
    }
    return out;
  }
  const types::PatternPlan* plan = instance_.patterns.find(pattern.id);
  const auto* constructor = ast::as<ast::ConstructorPattern>(&pattern);
  if (constructor == nullptr || plan == nullptr || !plan->variant.valid()) return {};
  const bool whole = std::ranges::all_of(constructor->fields, [](const ast::PatternField& field) { return field.pattern != nullptr && field.pattern->kind == ast::NodeKind::WildcardPattern; });
  return whole ? std::vector{plan->variant} : out;
}

// From three arms on, where each is made of labels, but the last may take what is left; `break` in an arm must mean the
// loop around.
bool BodyLowering::reads_as_switch(const ast::Match& e) const {
  constexpr std::size_t few = 3;
  const TypeId type = final_type(*e.subject);
  const bool numbers = store().is_integer(type) || type == store().char_;
  const types::Type& parts = shape(type);
  const bool variants = parts.kind == types::TypeKind::named && input_.bindings.def(parts.def).kind == DefKind::enum_ && !input_.bindings.def(parts.def).is_library;
  if (e.arms.size() < few || (!numbers && !variants)) return false;
  for (std::size_t i = 0; i < e.arms.size(); ++i) {
    const ast::MatchArm& arm = e.arms[i];
    if (arm.guard != nullptr || exits_of(arm.body).breaks) return false;
    const bool rest = i + 1 == e.arms.size() && arm.pattern->kind == ast::NodeKind::WildcardPattern;
    if (!rest && (numbers ? labels_of(*arm.pattern).empty() : whole_variants(*arm.pattern).empty())) return false;
  }
  return variants || e.arms.back().pattern->kind == ast::NodeKind::WildcardPattern;
}

// `Colour::tag::Red`
cpp::Expr BodyLowering::tag_of(TypeId type, DefId variant) const {
  return cpp::scoped(cpp::nested_type(lower_types.value(type), "tag"), names_.plain(variant));
}

void BodyLowering::lower_switch(const ast::Match& e, const Destination& to) {
  const TypeId type = final_type(*e.subject);
  const bool variants = shape(type).kind == types::TypeKind::named && input_.bindings.def(shape(type).def).kind == DefKind::enum_;
  const cpp::Expr subject = value(*e.subject);
  cpp::Switch made{.value = variants ? cpp::call("aria::tag", {subject}) : cpp::method(subject, "value"), .cases = {}};
  std::set<std::string> taken;
  for (std::size_t i = 0; i < e.arms.size(); ++i) {
    const ast::MatchArm& arm = e.arms[i];
    const bool last = i + 1 == e.arms.size();
    cpp::SwitchCase one{.labels = {}, .body = {}, .takes_rest = last};
    for (const ast::Expr* label : labels_of(*arm.pattern)) {
      if (taken.insert(label_value(*label)).second) one.labels.push_back(value(*label, Context::known));
    }
    for (const DefId variant : whole_variants(*arm.pattern)) {
      if (taken.insert(names_.plain(variant)).second) one.labels.push_back(tag_of(type, variant));
    }
    // An arm whose values all stand above is never taken.
    if (one.labels.empty() && !last) continue;
    one.body = block([&] {
      add_remarks(take_above(arm.range, &arm));
      statements(arm.body, to);
    });
    if (!leaves(one.body)) one.body.push_back(cpp::stmt(cpp::Break{}));
    made.cases.push_back(std::move(one));
  }
  emit(cpp::stmt(std::move(made)));
}

}  // namespace ariac::lower
