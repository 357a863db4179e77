// Placement: where C++ must declare a local.
//
// In Aria a bare assignment inside `if`, `match` or a loop declares a variable of the whole function; in C++ it would
// die with its braces. A local whose mentions all stand in the body of its first assignment, or below it, is declared
// there; any other before the statement of the innermost body that holds all mentions.
#pragma once

#include <unordered_map>
#include <vector>

#include "lower/lower.hpp"

namespace ariac::lower {

struct Placement {
  // Locals to declare, without a value, before this statement.
  std::unordered_map<const ast::Stmt*, std::vector<resolve::LocalId>> before;
};

Placement place_locals(const ast::Body& body, const resolve::Bindings& bindings);
Placement place_locals(const ast::Expr& value, const resolve::Bindings& bindings);

}  // namespace ariac::lower
