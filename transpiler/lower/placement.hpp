// Placement: where C++ must declare a local.
//
// In Aria a bare assignment inside `if`, `match` or a loop declares a variable of the whole function; in C++ it would
// die with its braces. A local whose mentions all stand in the body of its first assignment, or below it, is declared
// there; any other before the statement of the innermost body that holds all mentions. One whose type has Drop ends
// where Aria says: with the function or block that it belongs to.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "lower/lower.hpp"

namespace ariac::lower {

struct Placement {
  // Locals to declare, without a value, before this statement.
  std::unordered_map<const ast::Stmt*, std::vector<resolve::LocalId>> before;
};

using HasDrop = std::function<bool(resolve::LocalId)>;
Placement place_locals(const ast::Body& body, const resolve::Bindings& bindings, const HasDrop& has_drop);
Placement place_locals(const ast::Expr& value, const resolve::Bindings& bindings, const HasDrop& has_drop);

}  // namespace ariac::lower
