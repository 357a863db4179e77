// select: the grammar reads the head of an arm as a statement; here it becomes a receive, a send, a timeout …
#include <algorithm>

#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

const ast::Expr* Builder::build_select(P::SelectExprContext* context) {
  auto* built = make<ast::Select>(range_of(context));
  if (context->arguments()) built->options = build_arguments(context->arguments());
  std::vector<ast::SelectArm> arms;
  for (auto* arm : context->selectArm()) {
    ast::SelectArm one;
    one.id = ids_.next();
    one.range = range_of(arm);
    build_select_head(arm, one);
    const auto earlier = std::ranges::find(arms, ast::SelectArmKind::default_, &ast::SelectArm::kind);
    if (one.kind == ast::SelectArmKind::default_ && earlier != arms.end())
      sink_.report(range_of(arm->DEFAULT()), diag::SecondDefault{}).primary("nothing is left for it").label(earlier->range, "the first one stands here");
    if (arm->guard()) one.guard = build_expr(arm->guard()->expr());
    one.body = unwrap_block(build_body(arm->statements()));
    arms.push_back(one);
  }
  built->arms = list(arms);
  return built;
}

void Builder::build_select_head(P::SelectArmContext* context, ast::SelectArm& arm) {
  if (context->DEFAULT()) {
    arm.kind = ast::SelectArmKind::default_;
  } else if (context->AFTER()) {
    arm.kind = ast::SelectArmKind::after;
    arm.channel = build_expr(context->expr());
  } else if (context->assignment()->assignOp()) {
    arm.kind = ast::SelectArmKind::receive;                // `pattern = <-ch`
    arm.pattern = pattern_of(build_expr(context->assignment()->expr(0)));
    const ast::Expr* value = build_expr(context->assignment()->expr(1));
    const auto* receive = ast::as<ast::Unary>(value);
    const bool receives = receive && receive->op == ast::UnaryOp::receive;
    if (!receives) sink_.report(value->range, diag::SelectArmReceivesNothing{}).help("an arm that binds is written `name = <-channel => …`");
    arm.channel = receives ? receive->operand : value;
  } else {
    read_select_head(build_assignment(context->assignment()), arm);
  }
}

void Builder::read_select_head(const ast::Stmt* head, ast::SelectArm& arm) {
  const auto* statement = ast::as<ast::ExprStmt>(head);
  const ast::Expr* value = statement ? statement->value : error_expr(head->range);
  arm.kind = ast::SelectArmKind::receive;
  arm.channel = value;
  if (const auto* receive = ast::as<ast::Unary>(value); receive && receive->op == ast::UnaryOp::receive) {
    arm.channel = receive->operand;
  } else if (const auto* send = ast::as<ast::Binary>(value); send && send->op == ast::BinaryOp::send) {
    const bool ambiguous = reads_as_pattern(send->left);
    arm.kind = ambiguous ? ast::SelectArmKind::ambiguous : ast::SelectArmKind::send;
    arm.channel = send->left;
    arm.value = send->right;
    if (ambiguous) arm.pattern = pattern_of(send->left);
  } else if (const auto* call = ast::as<ast::Call>(value)) {
    read_select_call(*call, arm);
  }
}

// `closed(ch)`, `timeout(d)`, `ch.send(v)`; any other call gives the source of a receive.
bool Builder::read_select_call(const ast::Call& call, ast::SelectArm& arm) const {
  if (call.arguments.size() != 1 || call.block) return false;
  const ast::Expr* argument = call.arguments.front().value;
  if (const auto* name = ast::as<ast::NameExpr>(call.callee)) {
    const bool closed = text_of(name->name) == "closed";
    if (!closed && text_of(name->name) != "timeout") return false;
    arm.kind = closed ? ast::SelectArmKind::closed : ast::SelectArmKind::after;
    arm.channel = argument;
    return true;
  }
  const auto* member = ast::as<ast::Member>(call.callee);
  if (!member || text_of(member->name) != "send") return false;
  arm.kind = ast::SelectArmKind::send;
  arm.channel = member->object;
  arm.value = argument;
  return true;
}

}  // namespace ariac::parse
