// What a call of a value calls: the `f` of `f(x)`, `x |> f`, `x |> f(1)`; all of `g(1)` in `x |> (g(1))`.
#pragma once

#include "ast/match.hpp"

namespace ariac::types {

inline const ast::Expr& called_value(const ast::Expr& at) {
  const auto* pipe = ast::as<ast::Binary>(&at);
  const ast::Expr& call = pipe != nullptr && pipe->op == ast::BinaryOp::pipe ? *pipe->right : at;
  const auto* written = pipe != nullptr && call.grouped ? nullptr : ast::as<ast::Call>(&call);
  return written != nullptr ? *written->callee : call;
}

}  // namespace ariac::types
