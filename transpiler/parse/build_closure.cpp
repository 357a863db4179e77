// Blocks after calls, and lambda values in all their spellings.
#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

const ast::Lambda* Builder::build_block(P::BlockContext* block) {
  auto* lambda = make<ast::Lambda>(range_of(block));
  lambda->form = block->DO() ? ast::LambdaForm::do_block : ast::LambdaForm::brace_block;
  if (block->blockParameters()) lambda->params = build_block_params(block->blockParameters(), lambda->has_params);
  lambda->body = build_body(block->statements());
  return lambda;
}

std::span<const ast::LambdaParam> Builder::build_block_params(P::BlockParametersContext* parameters, bool& written) {
  written = true;
  return parameters->lambdaParameters() ? build_lambda_params(parameters->lambdaParameters()) : std::span<const ast::LambdaParam>{};
}

std::span<const ast::LambdaParam> Builder::build_lambda_params(P::LambdaParametersContext* parameters) {
  std::vector<ast::LambdaParam> built;
  for (auto* parameter : parameters->lambdaParameter())
    built.push_back({build_pattern(parameter->patternPrimary()), parameter->type() ? build_type(parameter->type()) : nullptr, parameter->MUT() != nullptr,
                     parameter->ELLIPSIS() != nullptr});
  return list(built);
}

std::span<const ast::LambdaParam> Builder::build_lambda_params(P::ParametersContext* parameters) {
  std::vector<ast::LambdaParam> built;
  for (auto* parameter : parameters->parameter()) {
    if (parameter->expr()) sink_.report(range_of(parameter), diag::LambdaDefault{});
    built.push_back({binding(name_of(parameter->name())), parameter->type() ? build_type(parameter->type()) : nullptr, parameter->MUT() != nullptr,
                     parameter->ELLIPSIS() != nullptr});
  }
  return list(built);
}

const ast::Expr* Builder::build_lambda(P::LambdaContext* context) {
  auto* lambda = make<ast::Lambda>(range_of(context));
  lambda->has_params = true;
  if (context->lambdaParameters()) lambda->params = build_lambda_params(context->lambdaParameters());
  else if (context->parameters()) lambda->params = build_lambda_params(context->parameters());
  if (context->resultType()) lambda->result = build_result(context->resultType(), lambda->effects);
  if (context->effectRows()) build_effects(context->effectRows(), lambda->effects);
  lambda->body = context->assignment() ? unwrap_block(body_of(build_assignment(context->assignment()))) : build_body(context->statements());
  return lambda;
}

// `&:name` is `{ |x| x.name }`
const ast::Expr* Builder::build_member_lambda(const ast::Name& member, source::SourceRange range) {
  auto* it = make<ast::NameExpr>(range);
  it->name = name_of("it", range);
  auto* access = make<ast::Member>(range);
  access->object = it;
  access->name = member;
  auto* lambda = make<ast::Lambda>(range);
  lambda->form = ast::LambdaForm::member;
  lambda->body = body_of(statement_of(access));
  return lambda;
}

// After `=>`, `defer` and the bars of a lambda value a block without parameters is just the body.
ast::Body Builder::unwrap_block(ast::Body body) const {
  if (body.statements.size() != 1) return body;
  const auto* statement = ast::as<ast::ExprStmt>(body.statements.front());
  const auto* block = statement ? ast::as<ast::Lambda>(statement->value) : nullptr;
  const bool bare = block && !block->has_params && (block->form == ast::LambdaForm::brace_block || block->form == ast::LambdaForm::do_block);
  return bare ? block->body : body;
}

}  // namespace ariac::parse
