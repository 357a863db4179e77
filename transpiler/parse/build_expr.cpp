// Expressions: operators are folded by precedence; then literals, collections, and what takes all to its right.
#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"
#include "parse/fold.hpp"

namespace ariac::parse {

const ast::Expr* Builder::build_expr(P::ExprContext* expr) { return Folder(*this, expr).fold(); }

// `true`, `false` and `nil` are names to the grammar.
const ast::Expr* Builder::build_name(P::NameContext* context) {
  const ast::Name name = name_of(context);
  const std::string_view text = text_of(name);
  if (text == "nil") return make<ast::NilLiteral>(name.range);
  if (text == "true" || text == "false") {
    auto* value = make<ast::BoolLiteral>(name.range);
    value->value = text == "true";
    return value;
  }
  auto* expr = make<ast::NameExpr>(name.range);
  expr->name = name;
  return expr;
}

const ast::Expr* Builder::build_primary(P::PrimaryContext* primary) {
  const source::SourceRange range = range_of(primary);
  if (primary->name()) return build_name(primary->name());
  if (primary->literal()) return build_literal(primary->literal());
  if (primary->LPAREN()) return build_tuple(primary);
  if (primary->LBRACKET()) return build_array(primary);
  if (primary->LBRACE()) return build_map(primary);
  if (primary->UNIT_LBRACE()) return make<ast::TupleLiteral>(range);
  if (primary->ifExpr()) return build_if(primary->ifExpr());
  if (primary->loopExpr()) return build_loop(primary->loopExpr());
  if (primary->matchExpr()) return build_match(primary->matchExpr());
  if (primary->selectExpr()) return build_select(primary->selectExpr());
  if (primary->handleExpr()) return build_handle(primary->handleExpr());
  if (primary->beginExpr()) return build_begin(primary->beginExpr());
  if (primary->withExpr()) return build_with(primary->withExpr());
  if (primary->RAISES()) {
    auto* check = make<ast::RaisesCheck>(range);
    check->error = build_type(primary->type());
    check->block = build_block(primary->block());
    return check;
  }
  if (primary->SPAWN_BLOCK()) {
    ast::Spawn* spawn = start_spawn(primary->SPAWN_BLOCK(), primary->spawnOptions(), range);
    spawn->value = build_block(primary->block());
    return spawn;
  }
  if (primary->block()) {
    const ast::Lambda* block = build_block(primary->block());
    if (!block->has_params) return block;
    auto* value = make<ast::Lambda>(range);   // `f = { |x| x + 1 }` follows no call
    value->params = block->params;
    value->has_params = true;
    value->body = block->body;
    return value;
  }
  auto* unsafe = make<ast::Unsafe>(range);
  unsafe->body = build_body(primary->body());
  return unsafe;
}

const ast::Expr* Builder::build_tuple(P::PrimaryContext* primary) {
  if (primary->expr().size() == 1) {
    auto* inside = const_cast<ast::Expr*>(build_expr(primary->expr(0)));      // it is this builder's own
    inside->grouped = true;
    return inside;
  }
  auto* tuple = make<ast::TupleLiteral>(range_of(primary));
  std::vector<const ast::Expr*> elements;
  for (auto* expr : primary->expr()) elements.push_back(build_expr(expr));
  tuple->elements = list(elements);
  return tuple;
}

const ast::Expr* Builder::build_array(P::PrimaryContext* primary) {
  std::vector<ast::Element> elements;
  for (auto* element : primary->element()) elements.push_back({build_expr(element->expr()), element->ELLIPSIS() != nullptr});
  if (primary->comprehension()) return build_comprehension(primary->comprehension(), nullptr, elements.front().value, range_of(primary));
  auto* array = make<ast::ArrayLiteral>(range_of(primary));
  array->elements = list(elements);
  return array;
}

const ast::Expr* Builder::build_map(P::PrimaryContext* primary) {
  std::vector<ast::MapEntry> entries;
  for (auto* entry : primary->entry()) entries.push_back(build_entry(entry));
  if (primary->comprehension()) return build_comprehension(primary->comprehension(), entries.front().key, entries.front().value, range_of(primary));
  auto* map = make<ast::MapLiteral>(range_of(primary));
  map->entries = list(entries);
  return map;
}

ast::MapEntry Builder::build_entry(P::EntryContext* entry) {
  if (entry->ELLIPSIS()) return {nullptr, build_expr(entry->expr(0)), true};
  if (!entry->name()) return {build_expr(entry->expr(0)), build_expr(entry->expr(1)), false};
  const ast::Name name = name_of(entry->name());
  const ast::Expr* key = build_plain_string(text_of(name), name.range, false);
  return {key, entry->expr().empty() ? build_name(entry->name()) : build_expr(entry->expr(0)), false};
}

const ast::Expr* Builder::build_comprehension(P::ComprehensionContext* context, const ast::Expr* key, const ast::Expr* value, source::SourceRange range) {
  auto* comprehension = make<ast::Comprehension>(range);
  comprehension->key = key;
  comprehension->value = value;
  std::vector<ast::ForClause> clauses;
  std::vector<const ast::Expr*> filters;
  const std::size_t sources = context->pattern().size();
  for (std::size_t i = 0; i < sources; ++i) clauses.push_back({build_pattern(context->pattern(i)), build_expr(context->expr(i))});
  for (std::size_t i = sources; i < context->expr().size(); ++i) filters.push_back(build_expr(context->expr(i)));
  comprehension->clauses = list(clauses);
  comprehension->filters = list(filters);
  return comprehension;
}

// --- return, break, continue, raise, spawn, lambdas, quantifiers ---

const ast::Expr* Builder::build_whole_right(P::WholeRightContext* context) {
  const source::SourceRange range = range_of(context);
  if (context->RETURN()) {
    auto* built = make<ast::Return>(range);
    if (!context->expr().empty()) built->value = build_expr(context->expr(0));
    return built;
  }
  if (context->BREAK()) {
    auto* built = make<ast::Break>(range);
    if (!context->expr().empty()) built->value = build_expr(context->expr(0));
    return built;
  }
  if (context->CONTINUE()) return make<ast::Continue>(range);
  if (context->RAISE()) {
    auto* built = make<ast::Raise>(range);
    built->value = build_expr(context->expr(0));
    if (context->FROM()) built->cause = build_expr(context->expr(1));
    return built;
  }
  if (context->SPAWN()) return build_spawn(context);
  if (context->lambda()) return build_lambda(context->lambda());
  return build_quantifier(context);
}

const ast::Expr* Builder::build_quantifier(P::WholeRightContext* context) {
  auto* built = make<ast::Quantifier>(range_of(context));
  built->universal = context->FORALL() != nullptr;
  built->pattern = build_pattern(context->patternPrimary());
  built->iterable = build_expr(context->expr(0));
  built->condition = build_expr(context->expr(1));
  return built;
}

}  // namespace ariac::parse
