// Patterns that the grammar reads as expressions, because only a later token tells: what follows `is`, and what
// stands before `=` or `<-` in the head of a select arm.
#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

namespace {

bool starts_lower(std::string_view name) {
  const char c = name.empty() ? '_' : name.front();
  return !(c >= 'A' && c <= 'Z');
}

bool is_literal_kind(const ast::Expr& value) {
  switch (value.kind) {
    case ast::NodeKind::IntLiteral: case ast::NodeKind::FloatLiteral: case ast::NodeKind::BoolLiteral: case ast::NodeKind::NilLiteral:
    case ast::NodeKind::CharLiteral: case ast::NodeKind::StringLiteral: case ast::NodeKind::SymbolLiteral:
      return true;
    default: return false;
  }
}

}  // namespace

const ast::Pattern* Builder::bad_pattern(source::SourceRange range) {
  sink_.report(range, diag::NotAPattern{}).help("a pattern is a literal, a range, `_`, a name, a tuple, `[a, b]`, `Type(field: pattern)` or alternatives with `|`");
  return make<ast::ErrorPattern>(range);
}

// A path alone: a variable when it is one lower-case name, else a variant or constant.
const ast::Pattern* Builder::pattern_of_path(ast::Path path, source::SourceRange range) {
  const std::string_view name = text_of(path.front().name);
  if (path.size() == 1 && path.front().arguments.empty()) {
    if (name == "_") return make<ast::WildcardPattern>(range);
    if (name == "true" || name == "false" || name == "nil") {
      auto* literal = make<ast::LiteralPattern>(range);
      if (name == "nil") literal->value = make<ast::NilLiteral>(range);
      else {
        auto* value = make<ast::BoolLiteral>(range);
        value->value = name == "true";
        literal->value = value;
      }
      return literal;
    }
    if (starts_lower(name)) return binding(path.front().name);
  }
  auto* constructor = make<ast::ConstructorPattern>(range);
  constructor->path = path;
  return constructor;
}

const ast::Pattern* Builder::pattern_of(const ast::Expr* value) {
  const source::SourceRange range = value->range;
  std::vector<ast::PathSegment> segments;
  if (is_literal_kind(*value)) {
    auto* literal = make<ast::LiteralPattern>(range);
    literal->value = value;
    return literal;
  }
  if (value->kind == ast::NodeKind::ErrorExpr) return make<ast::ErrorPattern>(range);
  if (path_segments(value, segments)) return pattern_of_path(list(segments), range);
  if (const auto* unary = ast::as<ast::Unary>(value)) {
    const bool number = unary->operand->kind == ast::NodeKind::IntLiteral || unary->operand->kind == ast::NodeKind::FloatLiteral;
    if (unary->op != ast::UnaryOp::negate || !number) return bad_pattern(range);
    auto* literal = make<ast::LiteralPattern>(range);
    literal->value = value;
    return literal;
  }
  if (const auto* bounds = ast::as<ast::Range>(value)) {
    auto* pattern = make<ast::RangePattern>(range);
    pattern->from = bounds->from;
    pattern->to = bounds->to;
    pattern->inclusive = bounds->inclusive;
    return pattern;
  }
  if (const auto* binary = ast::as<ast::Binary>(value); binary && binary->op == ast::BinaryOp::bit_or) {
    std::vector<const ast::Pattern*> patterns{pattern_of(binary->right)};
    const ast::Expr* left = binary->left;
    for (const auto* next = ast::as<ast::Binary>(left); next && next->op == ast::BinaryOp::bit_or; next = ast::as<ast::Binary>(left)) {
      patterns.insert(patterns.begin(), pattern_of(next->right));
      left = next->left;
    }
    patterns.insert(patterns.begin(), pattern_of(left));
    return alternatives(std::move(patterns), range);
  }
  if (const auto* tuple = ast::as<ast::TupleLiteral>(value)) {
    std::vector<const ast::Pattern*> elements;
    for (const ast::Expr* element : tuple->elements) elements.push_back(pattern_of(element));
    auto* pattern = make<ast::TuplePattern>(range);
    pattern->elements = list(elements);
    return pattern;
  }
  if (const auto* array = ast::as<ast::ArrayLiteral>(value)) return pattern_of_array(*array);
  if (const auto* call = ast::as<ast::Call>(value)) return pattern_of_call(*call);
  return bad_pattern(range);
}

const ast::Pattern* Builder::pattern_of_array(const ast::ArrayLiteral& array) {
  auto* pattern = make<ast::ArrayPattern>(array.range);
  std::vector<const ast::Pattern*> elements;
  for (const ast::Element& element : array.elements) {
    if (!element.spread) {
      elements.push_back(pattern_of(element.value));
      continue;
    }
    const auto* name = ast::as<ast::NameExpr>(element.value);
    if (!name) return bad_pattern(element.value->range);
    if (pattern->rest_at >= 0) sink_.report(element.value->range, diag::TwoRestsInPattern{});
    pattern->rest_at = static_cast<std::int32_t>(elements.size());
    pattern->rest = name->name;
    pattern->rest_id = ids_.next();
  }
  pattern->elements = list(elements);
  return pattern;
}

const ast::Pattern* Builder::pattern_of_call(const ast::Call& call) {
  std::vector<ast::PathSegment> segments;
  if (call.block || call.base || !path_segments(call.callee, segments)) return bad_pattern(call.range);
  auto* pattern = make<ast::ConstructorPattern>(call.range);
  pattern->path = list(segments);
  pattern->has_fields = true;
  std::vector<ast::PatternField> fields;
  for (const ast::Argument& argument : call.arguments) {
    if (argument.spread) pattern->open = true;
    else if (argument.shorthand) fields.push_back({argument.name, binding(argument.name)});
    else fields.push_back({argument.name, pattern_of(argument.value)});
    if (pattern->open && !argument.spread && !argument.name) report_part_after_rest(argument.range);
  }
  pattern->fields = list(fields);
  return pattern;
}

// Could the left side of `p <- ch` be a pattern that binds?
bool Builder::reads_as_pattern(const ast::Expr* value) const {
  std::vector<ast::PathSegment> segments;
  if (value->kind == ast::NodeKind::NameExpr || value->kind == ast::NodeKind::TupleLiteral || value->kind == ast::NodeKind::ArrayLiteral) return true;
  const auto* call = ast::as<ast::Call>(value);
  if (!call || call->block || !path_segments(call->callee, segments)) return false;
  return !starts_lower(text_of(segments.back().name));
}

}  // namespace ariac::parse
