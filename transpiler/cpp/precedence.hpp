// How tightly C++ operators bind, and where compilers ask for parentheses that the grammar does not need.
#pragma once

#include <string_view>

#include "cpp/expr.hpp"

namespace ariac::cpp {

enum class Precedence {
  Comma, Assignment, Or, And, BitOr, BitXor, BitAnd, Equality, Relational, Spaceship, Shift, Additive, Multiplicative,
  Prefix, Postfix, Primary
};

Precedence precedence_of_binary(std::string_view op);
Precedence precedence_of(const ExprNode& expr);

enum class Side { Left, Right };

// Whether an operand of `op` is written in parentheses: by precedence and associativity, and where -Wparentheses
// of g++ or clang would ask for them.
bool operand_needs_parens(std::string_view op, const ExprNode& operand, Side side);

}  // namespace ariac::cpp
