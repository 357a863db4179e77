// Bodies and statements.
#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

namespace {

ast::AssignOp assign_op(std::size_t type) {
  switch (type) {
    case P::PLUS_ASSIGN: return ast::AssignOp::add;
    case P::MINUS_ASSIGN: return ast::AssignOp::subtract;
    case P::STAR_ASSIGN: return ast::AssignOp::multiply;
    case P::SLASH_ASSIGN: return ast::AssignOp::divide;
    case P::FLOOR_ASSIGN: return ast::AssignOp::floor_divide;
    case P::PERCENT_ASSIGN: return ast::AssignOp::remainder;
    case P::POWER_ASSIGN: return ast::AssignOp::power;
    case P::AMP_ASSIGN: return ast::AssignOp::bit_and;
    case P::BAR_ASSIGN: return ast::AssignOp::bit_or;
    case P::CARET_ASSIGN: return ast::AssignOp::bit_xor;
    case P::SHL_ASSIGN: return ast::AssignOp::shift_left;
    case P::SHR_ASSIGN: return ast::AssignOp::shift_right;
    case P::COALESCE_ASSIGN: return ast::AssignOp::coalesce;
    default: return ast::AssignOp::assign;
  }
}

}  // namespace

ast::Body Builder::build_body(const std::vector<P::StatementContext*>& statements) {
  std::vector<const ast::Stmt*> built;
  built.reserve(statements.size());
  ast::Body body;
  for (auto* statement : statements) {
    built.push_back(build_statement(statement));
    body.range = source::join(body.range, built.back()->range);
  }
  body.statements = list(built);
  return body;
}

ast::Body Builder::build_body(P::BodyContext* body) { return body ? build_body(body->statement()) : ast::Body{}; }

ast::Body Builder::build_body(P::StatementsContext* statements) { return statements ? build_body(statements->statement()) : ast::Body{}; }

ast::Body Builder::body_of(const ast::Stmt* statement) { return {list(std::vector<const ast::Stmt*>{statement}), statement->range}; }

const ast::Stmt* Builder::statement_of(const ast::Expr* value) {
  auto* statement = make<ast::ExprStmt>(value->range);
  statement->value = value;
  return statement;
}

const ast::Stmt* Builder::build_statement(P::StatementContext* statement) {
  const source::SourceRange range = range_of(statement);
  if (statement->exception) {
    tree_.has_errors = true;
    return make<ast::ErrorStmt>(range);
  }
  if (statement->simpleStatement()) return build_simple(statement->simpleStatement());
  const ast::DeclHead head = build_head(statement->attribute(), statement->visibility(), range);
  const ast::Decl* decl = build_declaration(statement->declaration(), head, range);
  auto* wrapped = make<ast::DeclStmt>(decl->range);
  wrapped->decl = decl;
  return wrapped;
}

// `stmt if c if d`: each modifier holds all that stands before it.
const ast::Stmt* Builder::build_simple(P::SimpleStatementContext* statement) {
  const ast::Stmt* built = build_plain(statement->plainStatement());
  for (auto* modifier : statement->modifier()) {
    auto* choice = make<ast::If>(source::join(built->range, range_of(modifier)));
    choice->form = ast::IfForm::postfix;
    choice->branches = list(std::vector<ast::IfBranch>{{build_condition(modifier->condition(), modifier->POST_UNLESS() != nullptr), body_of(built)}});
    built = statement_of(choice);
  }
  return built;
}

const ast::Stmt* Builder::build_plain(P::PlainStatementContext* statement) {
  const source::SourceRange range = range_of(statement);
  if (statement->contract()) return build_contract(statement->contract());
  if (statement->DEFER()) {
    auto* defer = make<ast::Defer>(range);
    defer->body = unwrap_block(body_of(build_assignment(statement->assignment())));
    return defer;
  }
  if (statement->assignment()) return build_assignment(statement->assignment());
  auto* let = make<ast::Let>(range);
  let->bare = !statement->LET();
  let->mut = statement->MUT() != nullptr;
  let->pattern = let->bare ? binding(name_of(statement->name())) : build_pattern(statement->patternPrimary());
  if (statement->type()) let->type = build_type(statement->type());
  if (statement->expr()) let->value = build_expr(statement->expr());
  return let;
}

const ast::Stmt* Builder::build_assignment(P::AssignmentContext* assignment) {
  const ast::Expr* first = build_expr(assignment->expr(0));
  if (!assignment->assignOp()) return statement_of(first);
  check_target(*first);
  auto* assign = make<ast::Assign>(range_of(assignment));
  assign->target = first;
  assign->op = assign_op(assignment->assignOp()->getStart()->getType());
  assign->op_range = range_of(assignment->assignOp());
  assign->value = build_expr(assignment->expr(1));
  if (first->kind == ast::NodeKind::TupleLiteral && assign->op != ast::AssignOp::assign) sink_.report(assign->op_range, diag::TupleTakesPlainAssignment{});
  return assign;
}

// Only places can be assigned.
void Builder::check_target(const ast::Expr& target) {
  switch (target.kind) {
    case ast::NodeKind::NameExpr: case ast::NodeKind::Index: case ast::NodeKind::ErrorExpr: return;
    case ast::NodeKind::Member:
      if (!static_cast<const ast::Member&>(target).safe) return;
      break;
    case ast::NodeKind::TupleLiteral: {
      const auto& elements = static_cast<const ast::TupleLiteral&>(target).elements;
      if (elements.empty()) break;
      for (const ast::Expr* element : elements) check_target(*element);
      return;
    }
    default: break;
  }
  sink_.report(target.range, diag::NotAPlace{}).help("the left side of `=` is a name, a field, an index, or a tuple of those; to compare, write `==`");
}

const ast::Contract* Builder::build_contract(P::ContractContext* contract) {
  auto* built = make<ast::Contract>(range_of(contract));
  built->contract = contract->REQUIRES() ? ast::ContractKind::requires_ : contract->ENSURES() ? ast::ContractKind::ensures : ast::ContractKind::invariant;
  built->condition = build_expr(contract->expr(0));
  if (contract->expr().size() > 1) built->message = build_expr(contract->expr(1));
  return built;
}

ast::Condition Builder::build_condition(P::ConditionContext* condition, bool negated) {
  ast::Condition built;
  built.negated = negated;
  if (condition->patternPrimary()) built.pattern = build_pattern(condition->patternPrimary());
  built.value = build_expr(condition->expr());
  const auto* joined = ast::as<ast::Binary>(built.value);
  if (built.pattern != nullptr && joined != nullptr && (joined->op == ast::BinaryOp::and_ || joined->op == ast::BinaryOp::or_)) {
    sink_.report(joined->range, diag::AndInLetCondition{.word = joined->op == ast::BinaryOp::and_ ? "and" : "or"})
        .help("nest a second `if`, or use `match` with a guard: `Some(x) if x > 0 => …`");
    built.value = joined->left;
  }
  return built;
}

}  // namespace ariac::parse
