// Expressions. The comment of each shows the Aria it stands for.
#pragma once

#include <cstdint>
#include <string_view>

#include "ast/node.hpp"

namespace ariac::ast {

// --- Literals -----------------------------------------------------------------------------------------------------

// `42`, `0xFF`, `7u8`
struct IntLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::IntLiteral;
  std::uint64_t value = 0;
  bool too_large = false;        // does not fit 64 bits (reported by the parser)
  std::string_view suffix;       // `i8`, `u64` …
  std::string_view text;         // as written

  auto reflect() const {
    return std::tuple{Field{"value", value}, Field{"too_large", too_large}, Field{"suffix", suffix},
                      Field{"text", text}};
  }
};

// `1.0`, `2.5f32`
struct FloatLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::FloatLiteral;
  double value = 0;
  std::string_view suffix;       // `f32`, `f64`
  std::string_view text;         // as written, without suffix and `_`

  auto reflect() const { return std::tuple{Field{"value", value}, Field{"suffix", suffix}, Field{"text", text}}; }
};

struct BoolLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::BoolLiteral;
  bool value = false;

  auto reflect() const { return std::tuple{Field{"value", value}}; }
};

struct NilLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::NilLiteral;

  auto reflect() const { return std::tuple{}; }
};

// `'A'`
struct CharLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::CharLiteral;
  char32_t value = 0;

  auto reflect() const { return std::tuple{Field{"value", value}}; }
};

// A piece of a string: text with its escapes resolved (UTF-8), or `#{value:spec}`.
struct StringPart {
  std::string_view text;
  const Expr* value = nullptr;
  std::string_view spec;         // without the `:`
  SourceRange range;

  auto reflect() const { return std::tuple{Field{"text", text}, Field{"value", value}, Field{"spec", spec}}; }
};

// `"a #{x:>8} b"`, `'many'`, `r"raw"`, heredocs
struct StringLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::StringLiteral;
  std::span<const StringPart> parts;
  bool heredoc = false;

  auto reflect() const { return std::tuple{Field{"parts", parts}, Field{"heredoc", heredoc}}; }
};

// `:one_for_one`
struct SymbolLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::SymbolLiteral;
  Name name;

  auto reflect() const { return std::tuple{Field{"name", name}}; }
};

// `(a, b)`; `()` is Unit
struct TupleLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::TupleLiteral;
  std::span<const Expr* const> elements;

  auto reflect() const { return std::tuple{Field{"elements", elements}}; }
};

struct Element {
  const Expr* value = nullptr;
  bool spread = false;           // `...xs`

  auto reflect() const { return std::tuple{Field{"value", value}, Field{"spread", spread}}; }
};

// `[1, 2, ...xs]`
struct ArrayLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::ArrayLiteral;
  std::span<const Element> elements;

  auto reflect() const { return std::tuple{Field{"elements", elements}}; }
};

struct MapEntry {
  const Expr* key = nullptr;     // null for a spread; `name:` becomes a string literal
  const Expr* value = nullptr;   // `{name:}` is the name itself
  bool spread = false;

  auto reflect() const { return std::tuple{Field{"key", key}, Field{"value", value}, Field{"spread", spread}}; }
};

// `{"k" => v}`, `{name: v}`, `{}`
struct MapLiteral : Expr {
  static constexpr NodeKind kKind = NodeKind::MapLiteral;
  std::span<const MapEntry> entries;

  auto reflect() const { return std::tuple{Field{"entries", entries}}; }
};

struct ForClause {
  const Pattern* pattern = nullptr;
  const Expr* iterable = nullptr;

  auto reflect() const { return std::tuple{Field{"pattern", pattern}, Field{"iterable", iterable}}; }
};

// `[x * 2 for x in xs if x > 0]`, `{k => v for (k, v) in ps}`
struct Comprehension : Expr {
  static constexpr NodeKind kKind = NodeKind::Comprehension;
  const Expr* key = nullptr;     // of a map
  const Expr* value = nullptr;
  std::span<const ForClause> clauses;
  std::span<const Expr* const> filters;

  auto reflect() const {
    return std::tuple{Field{"key", key}, Field{"value", value}, Field{"clauses", clauses}, Field{"filters", filters}};
  }
};

// --- Names and chains ---------------------------------------------------------------------------------------------

// `x`, `Point`; also `self`
struct NameExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::NameExpr;
  Name name;

  auto reflect() const { return std::tuple{Field{"name", name}}; }
};

// `a::b`, `Shape::Circle`, `Map<K, V>::new`: at least two segments
struct PathExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::PathExpr;
  Path path;

  auto reflect() const { return std::tuple{Field{"path", path}}; }
};

// `Channel<Int>`, `get_local<T>`: `base` is a NameExpr, PathExpr or Member
struct TypeApply : Expr {
  static constexpr NodeKind kKind = NodeKind::TypeApply;
  const Expr* base = nullptr;
  std::span<const TypeArgument> arguments;

  auto reflect() const { return std::tuple{Field{"base", base}, Field{"arguments", arguments}}; }
};

// `a.name`, `a?.name`, `t.0` (the name is then the number's text)
struct Member : Expr {
  static constexpr NodeKind kKind = NodeKind::Member;
  const Expr* object = nullptr;
  Name name;
  bool safe = false;             // `?.`
  bool tuple_field = false;

  auto reflect() const {
    return std::tuple{Field{"object", object}, Field{"name", name}, Field{"safe", safe},
                      Field{"tuple_field", tuple_field}};
  }
};

// `xs[i]`, `s[a..<b]`; also `Name[T]` before resolution
struct Index : Expr {
  static constexpr NodeKind kKind = NodeKind::Index;
  const Expr* object = nullptr;
  std::span<const Expr* const> indices;

  auto reflect() const { return std::tuple{Field{"object", object}, Field{"indices", indices}}; }
};

// An argument: `e`, `name: e`, `name:` (value is then the name itself), `...e`.
struct Argument {
  Name name;
  const Expr* value = nullptr;
  bool spread = false;
  bool shorthand = false;        // `name:`
  SourceRange range;

  auto reflect() const {
    return std::tuple{Field{"name", name}, Field{"value", value}, Field{"spread", spread},
                      Field{"shorthand", shorthand}};
  }
};

// `f(a, b: c) { |x| … }`. A name without parentheses or block is no Call: resolution tells whether it calls.
struct Call : Expr {
  static constexpr NodeKind kKind = NodeKind::Call;
  const Expr* callee = nullptr;  // NameExpr, PathExpr, Member, TypeApply, or any value
  std::span<const Argument> arguments;
  const Lambda* block = nullptr;
  bool parenthesized = true;     // `f { … }` has none
  bool struct_literal = false;   // accepted `Point { x: 1.0, ..p }`
  const Expr* base = nullptr;    // `..p`

  auto reflect() const {
    return std::tuple{Field{"callee", callee}, Field{"arguments", arguments}, Field{"block", block},
                      Field{"parenthesized", parenthesized}, Field{"struct_literal", struct_literal},
                      Field{"base", base}};
  }
};

// --- Operators ----------------------------------------------------------------------------------------------------

enum class UnaryOp : std::uint8_t { negate, plus, not_, complement, receive, await, move, copy, reference, join };

// `-x`, `not x`, `~x`, `<-ch`, `await t`, `move x` (and `consume x`), `copy x`, `&name`, `join t`
struct Unary : Expr {
  static constexpr NodeKind kKind = NodeKind::Unary;
  UnaryOp op = UnaryOp::negate;
  const Expr* operand = nullptr;

  auto reflect() const { return std::tuple{Field{"op", op}, Field{"operand", operand}}; }
};

enum class BinaryOp : std::uint8_t {
  power, multiply, divide, floor_divide, remainder, wrap_multiply, add, subtract, wrap_add, wrap_subtract,
  shift_left, shift_right, bit_and, bit_xor, bit_or, in, not_in, and_, or_, implies, coalesce, pipe, send
};

// `a + b`, `x in xs`, `a and b`, `a ?? b`, `x |> f`, `ch <- v`
struct Binary : Expr {
  static constexpr NodeKind kKind = NodeKind::Binary;
  BinaryOp op = BinaryOp::add;
  const Expr* left = nullptr;
  const Expr* right = nullptr;
  SourceRange op_range;

  auto reflect() const {
    return std::tuple{Field{"op", op}, Field{"left", left}, Field{"right", right}, Field{"op_range", op_range}};
  }
};

enum class ComparisonOp : std::uint8_t { equal, not_equal, less, greater, less_equal, greater_equal, compare };

// `a < b`, `0 <= i < n`, `a <=> b`: n operands, n - 1 operators
struct Comparison : Expr {
  static constexpr NodeKind kKind = NodeKind::Comparison;
  std::span<const Expr* const> operands;
  std::span<const ComparisonOp> ops;

  auto reflect() const { return std::tuple{Field{"operands", operands}, Field{"ops", ops}}; }
};

// `e is Some(_)`
struct IsPattern : Expr {
  static constexpr NodeKind kKind = NodeKind::IsPattern;
  const Expr* value = nullptr;
  const Pattern* pattern = nullptr;

  auto reflect() const { return std::tuple{Field{"value", value}, Field{"pattern", pattern}}; }
};

// `a..b`, `a..<b`, `a..` and `..b` inside an index
struct Range : Expr {
  static constexpr NodeKind kKind = NodeKind::Range;
  const Expr* from = nullptr;
  const Expr* to = nullptr;
  bool inclusive = true;

  auto reflect() const { return std::tuple{Field{"from", from}, Field{"to", to}, Field{"inclusive", inclusive}}; }
};

// `e?`
struct Try : Expr {
  static constexpr NodeKind kKind = NodeKind::Try;
  const Expr* operand = nullptr;

  auto reflect() const { return std::tuple{Field{"operand", operand}}; }
};

// --- Closures -----------------------------------------------------------------------------------------------------

struct LambdaParam {
  const Pattern* pattern = nullptr;
  const TypeExpr* type = nullptr;
  bool mut = false;
  bool rest = false;             // `...rest`

  auto reflect() const {
    return std::tuple{Field{"pattern", pattern}, Field{"type", type}, Field{"mut", mut}, Field{"rest", rest}};
  }
};

enum class LambdaForm : std::uint8_t {
  brace_block,   // `{ |x| … }` after a call
  do_block,      // `do |x| … end`
  value,         // `|x| e`, `(x) => e`, `fn(x) = e`, `fn(x) … end`
  member         // `&:name`: no parameters; the body is `it.name`
};

// A block or a lambda value.
struct Lambda : Expr {
  static constexpr NodeKind kKind = NodeKind::Lambda;
  LambdaForm form = LambdaForm::value;
  std::span<const LambdaParam> params;
  bool has_params = false;       // bars or parentheses were written; otherwise `it` may stand in the body
  const TypeExpr* result = nullptr;
  EffectRow effects;
  Body body;

  auto reflect() const {
    return std::tuple{Field{"form", form}, Field{"params", params}, Field{"has_params", has_params},
                      Field{"result", result}, Field{"effects", effects}, Field{"body", body}};
  }
};

}  // namespace ariac::ast
