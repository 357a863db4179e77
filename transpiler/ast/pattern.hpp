// Patterns of `match`, `let`, `for`, parameters, `is`, `rescue` and `select`.
#pragma once

#include "ast/node.hpp"

namespace ariac::ast {

// `_`
struct WildcardPattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::WildcardPattern;

  auto reflect() const { return std::tuple{}; }
};

// `1`, `-2`, `"a"`, `'c'`, `:symbol`, `true`, `nil`; the value is a literal (a negative number is a Unary)
struct LiteralPattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::LiteralPattern;
  const Expr* value = nullptr;

  auto reflect() const { return std::tuple{Field{"value", value}}; }
};

// `1..9`, `..0`, `'a'..<'f'`; bounds are literals or paths of constants
struct RangePattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::RangePattern;
  const Expr* from = nullptr;
  const Expr* to = nullptr;
  bool inclusive = true;

  auto reflect() const { return std::tuple{Field{"from", from}, Field{"to", to}, Field{"inclusive", inclusive}}; }
};

// `name`, `mut name`, `name @ pattern`. A lower-case name alone; an upper-case one is a ConstructorPattern.
struct BindingPattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::BindingPattern;
  Name name;
  bool mut = false;
  const Pattern* inner = nullptr;

  auto reflect() const { return std::tuple{Field{"name", name}, Field{"mut", mut}, Field{"inner", inner}}; }
};

// `(a, b)`
struct TuplePattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::TuplePattern;
  std::span<const Pattern* const> elements;

  auto reflect() const { return std::tuple{Field{"elements", elements}}; }
};

// `[a, b, ...rest]`
struct ArrayPattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::ArrayPattern;
  std::span<const Pattern* const> elements;   // without the rest
  std::int32_t rest_at = -1;                  // how many elements stand before it, or -1
  Name rest;                                  // may be nameless: `...`
  NodeId rest_id;                             // the node the rest's variable is known by

  auto reflect() const {
    return std::tuple{Field{"elements", elements}, Field{"rest_at", rest_at}, Field{"rest", rest},
                      Field{"rest_id", rest_id}};
  }
};

// `name: pattern` (pattern is a BindingPattern of the same name for `name:`) or a positional pattern
struct PatternField {
  Name name;
  const Pattern* pattern = nullptr;

  auto reflect() const { return std::tuple{Field{"name", name}, Field{"pattern", pattern}}; }
};

// `Circle(radius: r)`, `Shape::Rect(w, h)`, `Empty`, `Point(x:, y:)`, a constant's name
struct ConstructorPattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::ConstructorPattern;
  Path path;
  std::span<const PatternField> fields;
  bool has_fields = false;       // parentheses were written
  bool open = false;             // `...` or `..` among the fields: the others do not matter

  auto reflect() const {
    return std::tuple{Field{"path", path}, Field{"fields", fields}, Field{"has_fields", has_fields},
                      Field{"open", open}};
  }
};

// `a | b`
struct OrPattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::OrPattern;
  std::span<const Pattern* const> alternatives;

  auto reflect() const { return std::tuple{Field{"alternatives", alternatives}}; }
};

// `name: Type`
struct TypedPattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::TypedPattern;
  const Pattern* inner = nullptr;
  const TypeExpr* type = nullptr;

  auto reflect() const { return std::tuple{Field{"inner", inner}, Field{"type", type}}; }
};

struct ErrorPattern : Pattern {
  static constexpr NodeKind kKind = NodeKind::ErrorPattern;

  auto reflect() const { return std::tuple{}; }
};

}  // namespace ariac::ast
