// Folder: one expression, which the grammar gives as a flat list of operands and operators, folded by the table of
// precedence.hpp. Only prefix and right-associative operators recurse; long chains are loops.
#pragma once

#include <cstddef>
#include <vector>

#include "parse/builder.hpp"

namespace ariac::parse {

class Folder {
 public:
  Folder(Builder& builder, P::ExprContext* expr) : builder_(builder) { flatten(expr); }
  const ast::Expr* fold() { return climb(0); }

 private:
  struct Piece {
    enum class Kind { prefix, operand, infix, ternary, test } kind;
    std::size_t type = 0;                      // of the operator's token
    source::SourceRange range = {};
    P::OperandContext* operand = nullptr;
    P::ExprContext* middle = nullptr;          // of `c ? middle : …`
    P::TestedPatternContext* pattern = nullptr;
    bool negated = false;                      // `not in`
  };

  void flatten(P::ExprContext* expr);
  void add_operand(P::OperandContext* operand);
  const ast::Expr* climb(int min_level);
  const ast::Expr* unary();
  const ast::Expr* prefix(const Piece& piece, const ast::Expr* operand);
  const ast::Expr* comparisons(const ast::Expr* first);
  const ast::Expr* test(const ast::Expr* value, const ast::Pattern* pattern);
  const ast::Expr* chain(std::vector<const ast::Expr*>& operands, std::vector<ast::ComparisonOp>& ops);
  const ast::Expr* infix(const Piece& piece, const ast::Expr* left, const ast::Expr* right);
  const ast::Expr* binary(ast::BinaryOp op, const Piece& piece, const ast::Expr* left, const ast::Expr* right);

  Builder& builder_;
  std::vector<Piece> pieces_;
  std::size_t next_ = 0;
};

}  // namespace ariac::parse
