// `m[k] = (m.get(k) ?? 0) + e`: an entry of a map that is made or changed. Written like that it is one place, found once.
#pragma once

#include <functional>
#include <optional>

#include "ast/expr.hpp"
#include "resolve/bindings.hpp"
#include "support/interner.hpp"

namespace ariac::lower {

struct EntryUpdate {
  const ast::Expr* fallback;   // what an absent entry counts as
  ast::BinaryOp op;
  const ast::Expr* right;
};

// What `target = value` updates in this way, for a target whose object and key are plain locals: the same two locals
// are asked for the old value, and neither the fallback nor the right side does more than read a literal or another local.
std::optional<EntryUpdate> entry_update(const ast::Index& target, const ast::Expr& value, const support::Interner& interner,
                                        const std::function<resolve::LocalId(const ast::Expr&)>& local_of);

}  // namespace ariac::lower
