// for_each_child(node, f) calls f(const Node&) for every direct child, in source order of the fields.
// walk(node, f) does so for the node and everything below it; f returns false to leave out what is below.
#pragma once

#include "ast/match.hpp"
#include "support/function_ref.hpp"

namespace ariac::ast {

// `while true`: only a `break` ends the loop.
inline bool is_endless(const Condition& condition) {
  const auto* truth = as<BoolLiteral>(condition.value);
  return condition.pattern == nullptr && truth != nullptr && truth->value != condition.negated;
}

// A value that is written out: a number, a text without parts, `nil`, `:name`, `()`, `-1`.
bool is_literal(const Expr& e);

void for_each_child(const Node& node, support::FunctionRef<void(const Node&)> f);
void for_each_child(const Body& body, support::FunctionRef<void(const Node&)> f);

void walk(const Node& node, support::FunctionRef<bool(const Node&)> f);

}  // namespace ariac::ast
