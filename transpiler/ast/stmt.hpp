// Statements: what stands on a line of a body. Everything that has a value is an ExprStmt.
#pragma once

#include "ast/node.hpp"

namespace ariac::ast {

struct ExprStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::ExprStmt;
  const Expr* value = nullptr;

  auto reflect() const { return std::tuple{Field{"value", value}}; }
};

// `let mut x: T = e`, and the bare declaration with a type `x: T = e` (`bare`)
struct Let : Stmt {
  static constexpr NodeKind kKind = NodeKind::Let;
  const Pattern* pattern = nullptr;
  const TypeExpr* type = nullptr;
  const Expr* value = nullptr;   // may be absent: assigned later
  bool mut = false;
  bool bare = false;

  auto reflect() const {
    return std::tuple{Field{"pattern", pattern}, Field{"type", type}, Field{"value", value}, Field{"mut", mut},
                      Field{"bare", bare}};
  }
};

enum class AssignOp : std::uint8_t {
  assign, add, subtract, multiply, divide, floor_divide, remainder, power, bit_and, bit_or, bit_xor, shift_left,
  shift_right, coalesce
};

// `x = e` (declares `x` when it is not in scope), `(a, b) = e`, `xs[i] += e`, `m[k] ??= e`
struct Assign : Stmt {
  static constexpr NodeKind kKind = NodeKind::Assign;
  const Expr* target = nullptr;  // NameExpr, Member, Index or TupleLiteral of such
  AssignOp op = AssignOp::assign;
  const Expr* value = nullptr;
  SourceRange op_range;

  auto reflect() const {
    return std::tuple{Field{"target", target}, Field{"op", op}, Field{"value", value}, Field{"op_range", op_range}};
  }
};

// `defer e`, `defer do … end`
struct Defer : Stmt {
  static constexpr NodeKind kKind = NodeKind::Defer;
  Body body;

  auto reflect() const { return std::tuple{Field{"body", body}}; }
};

enum class ContractKind : std::uint8_t { requires_, ensures, invariant };

// `requires e : "message"`
struct Contract : Stmt {
  static constexpr NodeKind kKind = NodeKind::Contract;
  ContractKind contract = ContractKind::requires_;
  const Expr* condition = nullptr;
  const Expr* message = nullptr;

  auto reflect() const {
    return std::tuple{Field{"contract", contract}, Field{"condition", condition}, Field{"message", message}};
  }
};

// A declaration inside a body, or at the top level of a file.
struct DeclStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::DeclStmt;
  const Decl* decl = nullptr;

  auto reflect() const { return std::tuple{Field{"decl", decl}}; }
};

struct ErrorStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::ErrorStmt;

  auto reflect() const { return std::tuple{}; }
};

}  // namespace ariac::ast
