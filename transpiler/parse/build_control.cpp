// if, loops, match, handle, begin, with. (select stands in build_select.cpp.)
#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

const ast::Expr* Builder::build_if(P::IfExprContext* context) {
  if (context->INLINE_IF()) return build_inline_if(context);
  auto* choice = make<ast::If>(range_of(context));
  std::vector<ast::IfBranch> branches;
  // Asked once: each question searches all children.
  const std::vector<P::ConditionContext*> conditions = context->condition();
  const std::vector<P::BodyContext*> bodies = context->body();
  const bool unless = context->UNLESS() != nullptr;
  for (std::size_t i = 0; i < conditions.size(); ++i)
    branches.push_back({build_condition(conditions[i], unless && i == 0), build_body(i < bodies.size() ? bodies[i] : nullptr)});
  choice->branches = list(branches);
  choice->has_else = context->ELSE() != nullptr;
  if (choice->has_else) choice->otherwise = build_body(context->statements());
  return choice;
}

// The layout pass gives `unless` the token of an inline `if` too: its text tells.
const ast::Expr* Builder::build_inline_if(P::IfExprContext* context) {
  auto* choice = make<ast::If>(range_of(context));
  choice->form = ast::IfForm::inline_;
  const bool negated = text_of(context->INLINE_IF()) == "unless";
  choice->branches = list(std::vector<ast::IfBranch>{{build_condition(context->condition(0), negated), body_of(build_assignment(context->assignment(0)))}});
  choice->has_else = context->INLINE_ELSE() != nullptr;
  if (choice->has_else) choice->otherwise = body_of(build_assignment(context->assignment(1)));
  return choice;
}

// `xs.par`, `xs.par(chunk: 64)`
bool Builder::is_parallel(const ast::Expr& iterable) const {
  const auto* call = ast::as<ast::Call>(&iterable);
  if (call != nullptr && call->block != nullptr) return false;
  const auto* member = ast::as<ast::Member>(call != nullptr ? call->callee : &iterable);
  return member != nullptr && text_of(member->name) == "par";
}

// `for x in xs.par … end` is `xs.par.each do |x| … end`: its runs share no variables.
const ast::Expr* Builder::build_parallel_loop(P::LoopExprContext* context, const ast::Expr* iterable) {
  const source::SourceRange range = range_of(context);
  auto* block = make<ast::Lambda>(range);
  block->form = ast::LambdaForm::do_block;
  block->has_params = true;
  const ast::Pattern* pattern = build_pattern(context->pattern());
  const auto* typed = ast::as<ast::TypedPattern>(pattern);
  block->params = list(std::vector<ast::LambdaParam>{{typed != nullptr ? typed->inner : pattern, typed != nullptr ? typed->type : nullptr, false, false}});
  block->body = build_body(context->body());
  auto* each = make<ast::Member>(iterable->range);
  each->object = iterable;
  each->name = name_of("each", range_of(context->FOR()));
  auto* call = make<ast::Call>(range);
  call->callee = each;
  call->block = block;
  call->parenthesized = false;
  return call;
}

const ast::Expr* Builder::build_loop(P::LoopExprContext* context) {
  const source::SourceRange range = range_of(context);
  if (context->FOR()) {
    const ast::Expr* iterable = build_expr(context->expr());
    if (is_parallel(*iterable)) return build_parallel_loop(context, iterable);
    auto* loop = make<ast::For>(range);
    loop->pattern = build_pattern(context->pattern());
    loop->iterable = iterable;
    loop->body = build_body(context->body());
    return loop;
  }
  if (context->LOOP()) {
    auto* loop = make<ast::Loop>(range);
    loop->body = build_body(context->body());
    return loop;
  }
  auto* loop = make<ast::While>(range);
  loop->condition = build_condition(context->condition(), context->UNTIL() != nullptr);
  loop->body = build_body(context->body());
  return loop;
}

const ast::Expr* Builder::build_match(P::MatchExprContext* context) {
  auto* built = make<ast::Match>(range_of(context));
  built->subject = build_expr(context->expr());
  std::vector<ast::MatchArm> arms;
  for (auto* arm : context->arm()) {
    ast::MatchArm one;
    one.id = ids_.next();
    one.pattern = build_pattern(arm->pattern());
    if (arm->guard()) one.guard = build_expr(arm->guard()->expr());
    one.body = unwrap_block(build_body(arm->statements()));
    one.range = range_of(arm);
    arms.push_back(one);
  }
  built->arms = list(arms);
  return built;
}

const ast::Expr* Builder::build_handle(P::HandleExprContext* context) {
  auto* built = make<ast::Handle>(range_of(context));
  built->value = build_expr(context->expr());
  std::vector<ast::HandleArm> arms;
  for (auto* arm : context->handleArm()) {
    ast::HandleArm one;
    one.id = ids_.next();
    if (arm->path()) one.operation = build_path(arm->path());
    std::vector<const ast::Pattern*> params;
    for (auto* pattern : arm->pattern()) params.push_back(build_pattern(pattern));
    one.params = list(params);
    one.body = unwrap_block(build_body(arm->statements()));
    one.range = range_of(arm);
    arms.push_back(one);
  }
  built->arms = list(arms);
  return built;
}

const ast::Expr* Builder::build_begin(P::BeginExprContext* context) {
  auto* built = make<ast::Begin>(range_of(context));
  built->has_else = context->ELSE() != nullptr;
  built->has_ensure = context->ENSURE() != nullptr;
  built->body = build_body(context->statements(0));
  std::vector<ast::RescueClause> rescues;
  for (auto* clause : context->rescue()) {
    ast::RescueClause one;
    one.id = ids_.next();
    one.range = range_of(clause);
    if (clause->pattern()) one.pattern = build_pattern(clause->pattern());
    if (clause->guard()) {
      sink_.report(range_of(clause->guard()), diag::RescueGuard{}).help("test it in the clause, and `raise` the error again if it is not meant");
    }
    if (clause->name()) one.binding = name_of(clause->name());
    one.body = clause->statements() ? unwrap_block(build_body(clause->statements())) : build_body(clause->body());
    rescues.push_back(one);
  }
  built->rescues = list(rescues);
  std::size_t next = 1;
  if (built->has_else) built->otherwise = build_body(context->statements(next++));
  if (built->has_ensure) built->ensure = build_body(context->statements(next));
  return built;
}

const ast::Expr* Builder::build_with(P::WithExprContext* context) {
  auto* built = make<ast::With>(range_of(context));
  built->block_id = ids_.next();
  built->head = build_expr(context->expr());
  bool written = false;
  if (context->blockParameters()) built->params = build_block_params(context->blockParameters(), written);
  built->body = context->WITH_LBRACE() ? build_body(context->statements()) : build_body(context->body());
  return built;
}

}  // namespace ariac::parse
