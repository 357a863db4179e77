// Patterns where the grammar has them: match arms, `let`, `for`, parameters, `rescue`.
#include <string>

#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

const ast::Pattern* Builder::binding(const ast::Name& name, bool mut) {
  auto* pattern = make<ast::BindingPattern>(name.range);
  pattern->name = name;
  pattern->mut = mut;
  return pattern;
}

const ast::Pattern* Builder::alternatives(std::vector<const ast::Pattern*> patterns, source::SourceRange range) {
  if (patterns.size() == 1) return patterns.front();
  auto* either = make<ast::OrPattern>(range);
  either->alternatives = list(patterns);
  return either;
}

const ast::Pattern* Builder::build_pattern(P::PatternContext* pattern) {
  std::vector<const ast::Pattern*> patterns;
  for (auto* primary : pattern->patternPrimary()) patterns.push_back(build_pattern(primary));
  if (pattern->type()) {
    auto* typed = make<ast::TypedPattern>(source::join(patterns.front()->range, range_of(pattern->type())));
    typed->inner = patterns.front();
    typed->type = build_type(pattern->type());
    patterns.front() = typed;
  }
  return alternatives(std::move(patterns), range_of(pattern));
}

const ast::Pattern* Builder::build_pattern(P::TestedPatternContext* pattern) {
  std::vector<const ast::Pattern*> patterns;
  for (auto* primary : pattern->patternPrimary()) patterns.push_back(build_pattern(primary));
  return alternatives(std::move(patterns), range_of(pattern));
}

const ast::Pattern* Builder::build_pattern(P::PatternPrimaryContext* pattern) {
  const source::SourceRange range = range_of(pattern);
  if (pattern->symbol()) {
    auto* symbol = make<ast::SymbolLiteral>(range);
    symbol->name = name_of(pattern->symbol()->name());
    auto* literal = make<ast::LiteralPattern>(range);
    literal->value = symbol;
    return literal;
  }
  if (pattern->NAME()) {                                  // `mut name`, `name @ pattern`
    auto* bound = make<ast::BindingPattern>(range);
    bound->name = name_of(pattern->NAME());
    bound->mut = pattern->MUT() != nullptr;
    if (pattern->patternPrimary()) bound->inner = build_pattern(pattern->patternPrimary());
    return bound;
  }
  if (pattern->path()) return build_path_pattern(pattern);
  if (pattern->LPAREN()) return build_tuple_pattern(pattern);
  if (pattern->LBRACKET()) return build_array_pattern(pattern);
  return build_literal_pattern(pattern);
}

const ast::Pattern* Builder::build_literal_pattern(P::PatternPrimaryContext* pattern) {
  const ast::Expr* first = pattern->patternLiteral() ? build_pattern_literal(pattern->patternLiteral()) : nullptr;
  if (pattern->rangeEnd()) return build_range_pattern(first, pattern->rangeEnd(), range_of(pattern));
  if (pattern->rangeOp()) {                                // `..9`
    auto* range = make<ast::RangePattern>(range_of(pattern));
    range->inclusive = !pattern->rangeOp()->RANGE_EXCLUSIVE();
    range->to = build_pattern_value(pattern->patternValue());
    return range;
  }
  auto* literal = make<ast::LiteralPattern>(range_of(pattern));
  literal->value = first;
  return literal;
}

const ast::Pattern* Builder::build_range_pattern(const ast::Expr* from, P::RangeEndContext* end, source::SourceRange range) {
  auto* pattern = make<ast::RangePattern>(range);
  pattern->from = from;
  pattern->inclusive = !end->rangeOp() || !end->rangeOp()->RANGE_EXCLUSIVE();
  if (end->patternValue()) pattern->to = build_pattern_value(end->patternValue());
  return pattern;
}

const ast::Pattern* Builder::build_path_pattern(P::PatternPrimaryContext* pattern) {
  const source::SourceRange range = range_of(pattern);
  std::span<const ast::TypeArgument> arguments;
  if (pattern->typeArguments()) arguments = build_type_arguments(pattern->typeArguments());
  const ast::Path path = build_path(pattern->path(), arguments);
  if (pattern->rangeEnd()) {
    auto* from = make<ast::PathExpr>(range_of(pattern->path()));
    from->path = path;
    return build_range_pattern(from, pattern->rangeEnd(), range);
  }
  if (!pattern->patternFields()) return pattern_of_path(path, range);
  auto* constructor = make<ast::ConstructorPattern>(range);
  constructor->path = path;
  constructor->has_fields = true;
  std::vector<ast::PatternField> fields;
  bool told = false;
  for (auto* field : pattern->patternFields()->patternField()) {
    const bool after_rest = constructor->open && !told;
    const ast::PatternField built = build_pattern_field(field, constructor->open);
    told = told || (after_rest && built.pattern && !built.name);
    if (told && after_rest) report_part_after_rest(built.pattern->range);
    if (built.pattern) fields.push_back(built);
  }
  constructor->fields = list(fields);
  return constructor;
}

// `Node(..., right)`: how many parts `...` stands for is not to be guessed.
void Builder::report_part_after_rest(source::SourceRange part) {
  sink_.report(part, diag::PartAfterRest{})
      .primary("which part this is depends on how many there are")
      .help("write `_` for each part before it, or name it: `name: pattern`");
}

ast::PatternField Builder::build_pattern_field(P::PatternFieldContext* field, bool& open) {
  if (field->ELLIPSIS() || field->RANGE()) {
    open = true;
    if (field->name()) sink_.report(range_of(field), diag::RestOfFieldsHasNoName{});
    return {};
  }
  if (!field->COLON()) {
    std::vector<const ast::Pattern*> patterns;
    for (auto* primary : field->patternPrimary()) patterns.push_back(build_pattern(primary));
    return {{}, alternatives(std::move(patterns), range_of(field))};
  }
  const ast::Name name = name_of(field->name());
  return {name, field->pattern() ? build_pattern(field->pattern()) : binding(name)};
}

const ast::Pattern* Builder::build_tuple_pattern(P::PatternPrimaryContext* pattern) {
  std::vector<const ast::Pattern*> elements;
  for (auto* element : pattern->patternElements()->patternElement()) {
    if (element->ELLIPSIS() || element->RANGE()) {
      sink_.report(range_of(element), diag::RestInTuplePattern{}).help("a tuple has a fixed number of elements: name each, or use `_`");
      continue;
    }
    elements.push_back(build_element_pattern(element));
  }
  if (elements.size() == 1) return elements.front();      // `(a)` is `a`
  auto* tuple = make<ast::TuplePattern>(range_of(pattern));
  tuple->elements = list(elements);
  return tuple;
}

const ast::Pattern* Builder::build_array_pattern(P::PatternPrimaryContext* pattern) {
  auto* array = make<ast::ArrayPattern>(range_of(pattern));
  std::vector<const ast::Pattern*> elements;
  for (auto* element : pattern->patternElements()->patternElement()) {
    if (!element->ELLIPSIS() && !element->RANGE()) {
      elements.push_back(build_element_pattern(element));
      continue;
    }
    if (array->rest_at >= 0) sink_.report(range_of(element), diag::TwoRestsInPattern{});
    array->rest_at = static_cast<std::int32_t>(elements.size());
    array->rest_id = ids_.next();
    if (element->name()) array->rest = name_of(element->name());
  }
  array->elements = list(elements);
  return array;
}

const ast::Pattern* Builder::build_element_pattern(P::PatternElementContext* element) {
  if (element->type()) {
    const ast::Name name = name_of(element->name());
    auto* typed = make<ast::TypedPattern>(range_of(element));
    typed->inner = text_of(name) == "_" ? make<ast::WildcardPattern>(name.range) : binding(name);
    typed->type = build_type(element->type());
    return typed;
  }
  std::vector<const ast::Pattern*> patterns;
  for (auto* primary : element->patternPrimary()) patterns.push_back(build_pattern(primary));
  return alternatives(std::move(patterns), range_of(element));
}

const ast::Expr* Builder::build_pattern_value(P::PatternValueContext* value) {
  if (value->patternLiteral()) return build_pattern_literal(value->patternLiteral());
  const ast::Path path = build_path(value->path());
  if (path.size() == 1) {
    auto* name = make<ast::NameExpr>(path.front().name.range);
    name->name = path.front().name;
    return name;
  }
  auto* whole = make<ast::PathExpr>(range_of(value));
  whole->path = path;
  return whole;
}

const ast::Expr* Builder::build_pattern_literal(P::PatternLiteralContext* literal) {
  if (literal->string()) {
    const ast::Expr* string = build_string(literal->string());
    const auto& parts = static_cast<const ast::StringLiteral*>(string)->parts;
    for (const ast::StringPart& part : parts)
      if (part.value) sink_.report(part.range, diag::InterpolationInPattern{}).help("bind a name and compare in a guard: `s if s == \"…\"`");
    return string;
  }
  const ast::Expr* value = build_token_literal(static_cast<antlr4::tree::TerminalNode*>(literal->children.back()));
  if (!literal->MINUS()) return value;
  auto* negative = make<ast::Unary>(range_of(literal));
  negative->op = ast::UnaryOp::negate;
  negative->operand = value;
  return negative;
}

}  // namespace ariac::parse
