// The order of operands: Aria evaluates from left to right, C++ leaves the order of arguments and operands open.
//
// An operand is kept in a local when a later one acts (writes, prints, raises, takes statements) and the two could see
// each other. Operands that only compute stay where they are.
#include <algorithm>

#include "ast/walk.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

namespace {

// What is made anew, and of nothing that could change.
bool is_constant(const ast::Expr& e) { return e.kind == ast::NodeKind::Lambda || ast::is_literal(e); }

// What C++ passes by reference and reads later; anything else is a value by itself.
bool is_lvalue(const cpp::Expr& made) {
  const auto* unary = cpp::as<cpp::Unary>(made);
  return cpp::as<cpp::Name>(made) != nullptr || cpp::as<cpp::Member>(made) != nullptr || cpp::as<cpp::Subscript>(made) != nullptr ||
         (unary != nullptr && unary->op == "*");
}

}  // namespace

// Whether a function of the program is handed an object, which it may change, although it is pure for all others.
bool BodyLowering::reaches_objects(const types::CallPlan& plan) const {
  if (!plan.def.valid() || input_.bindings.def(plan.def).kind != DefKind::function || input_.bindings.def(plan.def).is_library) return false;
  const auto object = [&](const auto& self, TypeId type) -> bool {
    const types::Type& parts = shape(type);
    return lower_types.is_shared(type) || is_handle(type) || (parts.kind != types::TypeKind::function && std::ranges::any_of(parts.args, [&](TypeId part) { return self(self, part); }));
  };
  if (plan.receiver != nullptr && object(object, final_type(*plan.receiver))) return true;
  return std::ranges::any_of(plan.param_types, [&](TypeId param) { return object(object, param); });
}

// Whether evaluating it changes something that others could see.
bool BodyLowering::acts(const ast::Expr& e) const {
  bool found = false;
  ast::walk(e, [&](const ast::Node& node) {
    if (node.kind == ast::NodeKind::Lambda) return false;
    if (const auto effects = effects_.calls.find(node.id); effects != effects_.calls.end() && !effects->second.is_empty()) found = true;
    if (const types::CallPlan* plan = instance_.calls.find(node.id); plan != nullptr && !found) {
      const bool writes = plan->def.valid() && names_.attribute(plan->def, "writes") != nullptr;
      found = writes || plan->mut_receiver || plan->mut_params != 0 || reaches_objects(*plan);
    }
    if (node.kind == ast::NodeKind::Assign || node.kind == ast::NodeKind::Spawn || node.kind == ast::NodeKind::Raise) found = true;
    return !found;
  });
  return found;
}

// Copies of a handle share what it stands for: a channel, a task, a cell.
bool BodyLowering::is_handle(TypeId type) const {
  return shape(type).kind == types::TypeKind::named && names_.attribute(shape(type).def, "shared") != nullptr;
}

// Whether its value, or whether it panics, could depend on what `other` does.
bool BodyLowering::sees(const ast::Expr& e, const ast::Expr& other) const {
  if (is_constant(e)) return false;
  bool writes_captured = false;
  ast::walk(other, [&](const ast::Node& node) {
    if (const auto effects = effects_.calls.find(node.id); effects != effects_.calls.end()) {
      writes_captured = writes_captured || effects->second.has(effects::Effect::state) || !effects->second.parameters().empty();
    }
    return true;
  });
  bool found = false;
  ast::walk(e, [&](const ast::Node& node) {
    if (node.kind == ast::NodeKind::NameExpr) {
      const LocalId local = root_local(static_cast<const ast::Expr&>(node));
      found = found || writes(other, local) || (local.valid() && writes_captured && is_assigned(local));
    }
    if (node.kind == ast::NodeKind::Index) found = true;
    if (node.kind == ast::NodeKind::Member) found = found || is_shared_state(static_cast<const ast::Expr&>(node));
    const types::CallPlan* plan = instance_.calls.find(node.id);
    if (plan != nullptr && plan->kind == types::CalleeKind::value) found = true;
    if (plan != nullptr && plan->def.valid()) {
      const resolve::Def& def = input_.bindings.def(plan->def);
      const bool asks_handle = plan->receiver != nullptr && is_handle(final_type(*plan->receiver));
      found = found || asks_handle || (def.kind == DefKind::function && !def.is_library);
    }
    return !found;
  });
  return found;
}

// Whether the later operand gives away a value that the earlier one looks at.
bool BodyLowering::ends_what_is_seen(const ast::Expr& later, const ast::Expr& earlier) const {
  if (uses_.moves.empty()) return false;
  std::unordered_set<LocalId> ended;
  ast::walk(later, [&](const ast::Node& node) {
    if (const auto moves = uses_.moves.find(node.id); moves != uses_.moves.end()) ended.insert(moves->second.begin(), moves->second.end());
    return true;
  });
  bool found = false;
  ast::walk(earlier, [&](const ast::Node& node) {
    if (node.kind == ast::NodeKind::NameExpr) found = found || ended.contains(root_local(static_cast<const ast::Expr&>(node)));
    return !found;
  });
  return found;
}

std::vector<cpp::Expr> BodyLowering::in_order(std::span<const Operand> operands, Sequenced sequenced) {
  const std::size_t count = operands.size();
  std::vector<cpp::Expr> made(count);
  std::vector<cpp::Block> before(count);
  for (std::size_t i = 0; i < count; ++i) before[i] = aside([&] { made[i] = operands[i].make(); });
  for (std::size_t i = 0; i < count; ++i) {
    for (cpp::Stmt& stmt : before[i]) emit(std::move(stmt));
    if (operands[i].is_place || operands[i].source == nullptr || !made[i]) continue;
    bool keep = operands[i].comes_first;
    const bool computes = !is_constant(*operands[i].source);
    for (std::size_t k = i + 1; k < count && computes && !keep; ++k) {
      if (operands[k].source == nullptr) continue;
      const bool statements = !before[k].empty();
      const bool unordered = sequenced == Sequenced::no;
      const bool read_late = unordered || (sequenced == Sequenced::by_reference && is_lvalue(made[i]));
      const bool later_acts = statements || (read_late && acts(*operands[k].source));
      if (later_acts && (((unordered || statements) && acts(*operands[i].source)) || sees(*operands[i].source, *operands[k].source))) keep = true;
      if (unordered && ends_what_is_seen(*operands[k].source, *operands[i].source)) keep = true;
      if (unordered && acts(*operands[i].source) && sees(*operands[k].source, *operands[i].source)) keep = true;
    }
    if (keep) made[i] = kept(std::move(made[i]), *operands[i].source);
  }
  return made;
}

// The value under a name of its own.
cpp::Expr BodyLowering::kept(cpp::Expr value, const ast::Expr& source) {
  const TypeId type = final_type(source);
  const std::string name = fresh(role_name(type));
  const bool small = lower_types.is_small(type);
  const cpp::Type written = lower_types.value(type);
  emit(cpp::declare(small ? cpp::const_of(written) : written, name, std::move(value)));
  if (drop_shows(type)) looked_into_.push_back(name);   // it ends with the statement
  return small ? cpp::name(name) : cpp::moved(cpp::name(name));
}

}  // namespace ariac::lower
