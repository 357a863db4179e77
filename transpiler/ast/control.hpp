// Expressions that decide what runs: branches, loops, matches, errors, tasks, handlers. The comment of each shows the
// Aria it stands for.
#pragma once

#include "ast/expr.hpp"

namespace ariac::ast {

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
