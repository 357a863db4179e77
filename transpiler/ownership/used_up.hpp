// Chains of lazy sequences that are used up where they stand: `xs.iter.map { … }.filter { … }.sum`, `for x in xs.iter.map { … }`.
// Their closures end with the expression and may share the variables around them; those of any other chain own what they capture.
#pragma once

#include <unordered_set>

#include "ast/node.hpp"
#include "resolve/bindings.hpp"
#include "types/type_table.hpp"

namespace ariac::ownership {

// Adds the calls whose results `node` uses up. Nodes are visited from the outside in.
void note_used_up(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings, const ast::Node& node,
                  std::unordered_set<ast::NodeId>& used_up);

// Whether the call only makes a lazy sequence, which keeps the closure.
bool is_lazy(const resolve::Bindings& bindings, const types::CallPlan& plan);

}  // namespace ariac::ownership
