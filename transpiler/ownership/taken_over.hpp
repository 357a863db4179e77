// Parameters that a function gives away on every way through its body: `fn push(self, x: Int) -> List = Cons(x, self)`. They
// are taken by value, so that a caller who is done with the value moves it in, and nobody copies more than before.
#pragma once

#include "ownership/owning_places.hpp"

namespace ariac::ownership {

// Marks them in `out`, with `given_away` the names that give their variable's value away. Only values whose copies cost as
// much as they are long, and no methods of traits, which all impls have to answer for alike.
void take_over_params(const types::Instance& instance, const ast::FunctionDecl& function, const Facts& facts, const std::unordered_set<ast::NodeId>& given_away,
                      InstanceUses& out);

// Likewise those parameters of a block that are `handed_back`.
void take_over_params(const types::Instance& instance, const ast::Lambda& block, const Facts& facts, const std::unordered_set<ast::NodeId>& given_away,
                      const std::unordered_set<resolve::LocalId>& handed_back, InstanceUses& out);

}  // namespace ariac::ownership
