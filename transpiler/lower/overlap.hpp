// Whether an assignment reads what it writes: `tree = tree.left`, `tree.left = tree`.
#pragma once

#include <functional>
#include <string>

#include "cpp/expr.hpp"

namespace ariac::lower {

// `value` is read in place and may hold `place`, or lie in it. `may_refer` says of a variable whether others may see
// parts of what is assigned to through it.
bool may_overlap(const cpp::Expr& place, const cpp::Expr& value, const std::function<bool(const std::string&)>& may_refer);

}  // namespace ariac::lower
