// Blocks that leave more than themselves: `return` and `break` in a block given to a function.
//
//   if (const auto answer = aria::returning<aria::Int>([&](const auto& leave) {
//         visit(items, [&](aria::Int x) { if (x > 3) leave(x); });
//       })) {
//     return *answer;
//   }
//   aria::Int stopped = aria::breakable<aria::Int>([&](const auto& leave) { return scan(…); });
#include "ast/walk.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

BodyLowering::BlockExits BodyLowering::block_exits(const types::CallPlan& plan, const ast::Expr& call) const {
  BlockExits exits;
  for (const types::ArgSource& arg : plan.args) {
    const auto* block = ast::as<ast::Lambda>(arg.value);
    if (block == nullptr || block->form == ast::LambdaForm::value) continue;
    std::unordered_set<NodeId> inside;
    const auto visit = [&](const auto& self, const ast::Node& node) -> void {
      inside.insert(node.id);
      if (node.kind == ast::NodeKind::DeclStmt) return;
      if (const auto* lambda = ast::as<ast::Lambda>(&node); lambda != nullptr && lambda->form == ast::LambdaForm::value) return;
      const NodeId* target = instance_.jump_targets.find(node.id);
      if (node.kind == ast::NodeKind::Break && target != nullptr && *target == call.id) exits.breaks = true;
      const types::TryPlan* tried = instance_.tries.find(node.id);
      const bool leaves = node.kind == ast::NodeKind::Return || tried != nullptr;
      const bool raises = tried != nullptr && (tried->kind == types::TryKind::raise_err || tried->kind == types::TryKind::raise_none);
      if (leaves && !raises && !functions_.empty()) exits.returns_from = functions_.back().first;
      ast::for_each_child(node, [&](const ast::Node& child) { self(self, child); });
    };
    visit(visit, *block);
  }
  if (block_exits_.contains(exits.returns_from)) exits.returns_from = {};
  return exits;
}

cpp::Expr BodyLowering::call_with_exits(const types::CallPlan& plan, const ast::Expr& call, Context context, const BlockExits& exits) {
  const auto wrapper = [&](std::string function, TypeId type, const std::string& leave, cpp::Block body, bool gives) {
    std::vector<cpp::Type> args;
    if (!lower_types.is_void(type)) args.push_back(lower_types.value(type));
    cpp::Lambda lambda{.captures = {{.name = "&"}}, .params = {{cpp::const_ref_to(cpp::type("auto")), leave}}};
    if (gives && body.size() > 1) lambda.result = lower_types.value(type);
    return cpp::call(cpp::name(std::move(function), std::move(args)), {cpp::lambda(std::move(lambda), std::move(body))});
  };
  const bool has_value = !lower_types.is_void(plan.result);
  const auto inner = [&]() -> cpp::Expr {
    if (!exits.breaks) return made_call(plan, call, context);
    const std::string leave = fresh("stop");
    block_exits_[call.id] = leave;
    cpp::Block body = block([&] {
      cpp::Expr made = made_call(plan, call, Context::known);
      emit(has_value ? cpp::give_back(returned(std::move(made))) : cpp::run(std::move(made)));
    });
    block_exits_.erase(call.id);
    return wrapper("aria::breakable", plan.result, leave, std::move(body), true);
  };
  if (!exits.returns_from.valid()) return inner();
  const TypeId result = functions_.back().second;
  std::string name;
  const bool plain = lower_types.has_default(plan.result);
  if (has_value) {
    const cpp::Type type = lower_types.value(plan.result);
    emit(cpp::declare(plain ? type : cpp::type("std::optional", {type}), name = fresh(role_name(plan.result))));
  }
  const std::string leave = fresh("leave");
  const auto outer_leaving = leaving_;
  block_exits_[exits.returns_from] = leave;
  cpp::Block body = block([&] {
    cpp::Expr made = inner();
    emit(has_value ? cpp::assign(cpp::name(name), std::move(made)) : std::move(made));
  });
  block_exits_.erase(exits.returns_from);
  const std::string answer = fresh("answer");
  const cpp::Expr made = wrapper("aria::returning", result, leave, std::move(body), false);
  cpp::If act{.condition = {}, .then = {}};
  if (lower_types.is_void(result)) {
    act.condition.expr = made;
    act.then = block([&] { leave_function_with(nullptr); });
  } else {
    act.condition.declared = cpp::Variable{.type = cpp::const_of(cpp::type("auto")), .name = answer, .init = made};
    act.then = block([&] { leave_function_with(cpp::unary("*", cpp::name(answer))); });
  }
  emit(cpp::stmt(std::move(act)));
  if (!has_value) return cpp::braced(cpp::type("aria::Unit"));
  return plain ? cpp::name(name) : cpp::unary("*", cpp::name(name));
}

// `return` or `break` out of a block: true if the jump is one.
bool BodyLowering::leave_block(const ast::Node& jump, const ast::Expr* value) {
  const NodeId* target = instance_.jump_targets.find(jump.id);
  if (target == nullptr) return false;
  const auto found = block_exits_.find(*target);
  if (found == block_exits_.end()) return false;
  const std::string leave = found->second;
  std::vector<cpp::Expr> args;
  if (value != nullptr && lower_types.is_void(final_type(*value))) run(*value);
  else if (value != nullptr) args.push_back(this->value(*value, Context::known));
  emit(cpp::call(leave, std::move(args)));
  return true;
}

}  // namespace ariac::lower
