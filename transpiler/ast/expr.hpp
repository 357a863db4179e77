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

// --- Control ------------------------------------------------------------------------------------------------------

// `c`, or `let pattern = c`
struct Condition {
  const Pattern* pattern = nullptr;
  const Expr* value = nullptr;
  bool negated = false;          // of `unless` and `until`

  auto reflect() const {
    return std::tuple{Field{"pattern", pattern}, Field{"value", value}, Field{"negated", negated}};
  }
};

struct IfBranch {
  Condition condition;
  Body body;

  auto reflect() const { return std::tuple{Field{"condition", condition}, Field{"body", body}}; }
};

enum class IfForm : std::uint8_t { block, inline_, ternary, postfix };

// `if c … elsif … else … end`, `if c then a else b`, `c ? a : b`, `stmt if c`, `unless`
struct If : Expr {
  static constexpr NodeKind kKind = NodeKind::If;
  IfForm form = IfForm::block;
  std::span<const IfBranch> branches;
  Body otherwise;
  bool has_else = false;

  auto reflect() const {
    return std::tuple{Field{"form", form}, Field{"branches", branches}, Field{"otherwise", otherwise},
                      Field{"has_else", has_else}};
  }
};

// `while c … end`, `until c … end`
struct While : Expr {
  static constexpr NodeKind kKind = NodeKind::While;
  Condition condition;
  Body body;

  auto reflect() const { return std::tuple{Field{"condition", condition}, Field{"body", body}}; }
};

// `for pattern in e … end`
struct For : Expr {
  static constexpr NodeKind kKind = NodeKind::For;
  const Pattern* pattern = nullptr;
  const Expr* iterable = nullptr;
  Body body;

  auto reflect() const {
    return std::tuple{Field{"pattern", pattern}, Field{"iterable", iterable}, Field{"body", body}};
  }
};

// `loop … end`
struct Loop : Expr {
  static constexpr NodeKind kKind = NodeKind::Loop;
  Body body;

  auto reflect() const { return std::tuple{Field{"body", body}}; }
};

struct MatchArm {
  NodeId id;
  const Pattern* pattern = nullptr;
  const Expr* guard = nullptr;
  Body body;
  SourceRange range;

  auto reflect() const {
    return std::tuple{Field{"id", id}, Field{"pattern", pattern}, Field{"guard", guard}, Field{"body", body}};
  }
};

struct Match : Expr {
  static constexpr NodeKind kKind = NodeKind::Match;
  const Expr* subject = nullptr;
  std::span<const MatchArm> arms;

  auto reflect() const { return std::tuple{Field{"subject", subject}, Field{"arms", arms}}; }
};

// `rescue pattern => name`; without a pattern it takes every error
struct RescueClause {
  NodeId id;
  const Pattern* pattern = nullptr;   // `FileError`, `e: FileError`, `Enum::Variant(p)`, `name`
  Name binding;                       // after `=>`
  Body body;
  SourceRange range;

  auto reflect() const {
    return std::tuple{Field{"id", id}, Field{"pattern", pattern}, Field{"binding", binding}, Field{"body", body}};
  }
};

// `begin … rescue … else … ensure … end`
struct Begin : Expr {
  static constexpr NodeKind kKind = NodeKind::Begin;
  Body body;
  std::span<const RescueClause> rescues;
  Body otherwise;
  bool has_else = false;
  Body ensure;
  bool has_ensure = false;

  auto reflect() const {
    return std::tuple{Field{"body", body}, Field{"rescues", rescues}, Field{"otherwise", otherwise},
                      Field{"has_else", has_else}, Field{"ensure", ensure}, Field{"has_ensure", has_ensure}};
  }
};

// `with head |s| … end`; `concurrent { … }` and `race do … end` are Calls with a block
struct With : Expr {
  static constexpr NodeKind kKind = NodeKind::With;
  const Expr* head = nullptr;
  std::span<const LambdaParam> params;
  Body body;
  NodeId block_id;               // the block that the head's call is given is known by it

  auto reflect() const { return std::tuple{Field{"head", head}, Field{"params", params}, Field{"body", body}}; }
};

// `Log.write(s) => …` or `return(v) => …`
struct HandleArm {
  NodeId id;
  Path operation;                // empty for `return`
  std::span<const Pattern* const> params;
  Body body;
  SourceRange range;

  auto reflect() const {
    return std::tuple{Field{"id", id}, Field{"operation", operation}, Field{"params", params}, Field{"body", body}};
  }
};

struct Handle : Expr {
  static constexpr NodeKind kKind = NodeKind::Handle;
  const Expr* value = nullptr;
  std::span<const HandleArm> arms;

  auto reflect() const { return std::tuple{Field{"value", value}, Field{"arms", arms}}; }
};

enum class SelectArmKind : std::uint8_t {
  receive,       // `p = <-ch`, `<-ch`, and a bare source such as `timer.tick`
  send,          // `ch <- v`, `ch.send(v)`
  ambiguous,     // accepted `p <- ch`: a send when `p` is a name in scope, else a receive
  after,         // `after d`, `timeout(d)`
  closed,        // `closed(ch)`
  default_       // `default`, `else`
};

struct SelectArm {
  NodeId id;
  SelectArmKind kind = SelectArmKind::default_;
  const Pattern* pattern = nullptr;   // of a receive; null when nothing is bound (also set for `ambiguous`)
  const Expr* channel = nullptr;      // source or target; the duration of `after`
  const Expr* value = nullptr;        // what is sent
  const Expr* guard = nullptr;
  Body body;
  SourceRange range;

  auto reflect() const {
    return std::tuple{Field{"id", id}, Field{"kind", kind}, Field{"pattern", pattern}, Field{"channel", channel},
                      Field{"value", value}, Field{"guard", guard}, Field{"body", body}};
  }
};

// `select … end`, `select(biased: true)`
struct Select : Expr {
  static constexpr NodeKind kKind = NodeKind::Select;
  std::span<const Argument> options;
  std::span<const SelectArm> arms;

  auto reflect() const { return std::tuple{Field{"options", options}, Field{"arms", arms}}; }
};

enum class SpawnKind : std::uint8_t { task, blocking, detached, local };

// `spawn(options) e`, `spawn do … end` (value is then a Lambda), `s.spawn e`, `n.start_soon e`
struct Spawn : Expr {
  static constexpr NodeKind kKind = NodeKind::Spawn;
  SpawnKind spawn = SpawnKind::task;
  const Expr* receiver = nullptr;     // `s` of `s.spawn e`
  Name method;                        // `spawn` or `start_soon` when there is a receiver
  std::span<const Argument> options;
  const Expr* token = nullptr;        // accepted `spawn with tok …`
  const Expr* value = nullptr;
  NodeId block_id;                    // the block that an expression in place of one stands for is known by it

  auto reflect() const {
    return std::tuple{Field{"spawn", spawn}, Field{"receiver", receiver}, Field{"method", method},
                      Field{"options", options}, Field{"token", token}, Field{"value", value}};
  }
};

struct Return : Expr {
  static constexpr NodeKind kKind = NodeKind::Return;
  const Expr* value = nullptr;

  auto reflect() const { return std::tuple{Field{"value", value}}; }
};

struct Break : Expr {
  static constexpr NodeKind kKind = NodeKind::Break;
  const Expr* value = nullptr;

  auto reflect() const { return std::tuple{Field{"value", value}}; }
};

struct Continue : Expr {
  static constexpr NodeKind kKind = NodeKind::Continue;

  auto reflect() const { return std::tuple{}; }
};

// `raise e, from: c`
struct Raise : Expr {
  static constexpr NodeKind kKind = NodeKind::Raise;
  const Expr* value = nullptr;
  const Expr* cause = nullptr;

  auto reflect() const { return std::tuple{Field{"value", value}, Field{"cause", cause}}; }
};

struct Unsafe : Expr {
  static constexpr NodeKind kKind = NodeKind::Unsafe;
  Body body;

  auto reflect() const { return std::tuple{Field{"body", body}}; }
};

// `raises E do … end`
struct RaisesCheck : Expr {
  static constexpr NodeKind kKind = NodeKind::RaisesCheck;
  const TypeExpr* error = nullptr;
  const Lambda* block = nullptr;

  auto reflect() const { return std::tuple{Field{"error", error}, Field{"block", block}}; }
};

// `forall x in xs, p`, `exists x in xs, p`
struct Quantifier : Expr {
  static constexpr NodeKind kKind = NodeKind::Quantifier;
  bool universal = true;
  const Pattern* pattern = nullptr;
  const Expr* iterable = nullptr;
  const Expr* condition = nullptr;

  auto reflect() const {
    return std::tuple{Field{"universal", universal}, Field{"pattern", pattern}, Field{"iterable", iterable},
                      Field{"condition", condition}};
  }
};

// Where the parser found no expression and said so.
struct ErrorExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::ErrorExpr;

  auto reflect() const { return std::tuple{}; }
};

}  // namespace ariac::ast
