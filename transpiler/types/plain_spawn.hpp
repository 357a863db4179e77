// `o.spawn(f(x))` parses as a spawn. Where `o` is no scope, group or supervisor of the library it is a call like any other:
// what was written in the parentheses is its argument.
#pragma once

#include <algorithm>

#include "ast/control.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

inline bool is_plain_call(const CallPlan& plan, const ast::Spawn& e) {
  return std::ranges::any_of(plan.args, [&](const ArgSource& arg) { return arg.value == e.value && arg.value->kind != ast::NodeKind::Lambda; });
}

}  // namespace ariac::types
