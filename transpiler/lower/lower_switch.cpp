// `match` over integers and characters where every arm but the last is made of literals: a switch.
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

// From three arms on, the last of which takes what is left; `break` in an arm must mean the loop around.
bool BodyLowering::reads_as_switch(const ast::Match& e) const {
  constexpr std::size_t few = 3;
  const TypeId type = final_type(*e.subject);
  if (e.arms.size() < few || (!store().is_integer(type) && type != store().char_)) return false;
  for (std::size_t i = 0; i < e.arms.size(); ++i) {
    const ast::MatchArm& arm = e.arms[i];
    if (arm.guard != nullptr || exits_of(arm.body).breaks) return false;
    const bool last = i + 1 == e.arms.size();
    if (last ? arm.pattern->kind != ast::NodeKind::WildcardPattern : labels_of(*arm.pattern).empty()) return false;
  }
  return true;
}

void BodyLowering::lower_switch(const ast::Match& e, const Destination& to) {
  cpp::Switch made{.value = cpp::method(value(*e.subject), "value"), .cases = {}};
  std::set<std::string> taken;
  for (std::size_t i = 0; i < e.arms.size(); ++i) {
    const ast::MatchArm& arm = e.arms[i];
    cpp::SwitchCase one;
    for (const ast::Expr* label : labels_of(*arm.pattern)) {
      if (taken.insert(label_value(*label)).second) one.labels.push_back(value(*label, Context::known));
    }
    // An arm whose values all stand above is never taken.
    if (one.labels.empty() && i + 1 < e.arms.size()) continue;
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
