// Closures that a variable is given once and that the body only calls: nothing needs to know their type, so in C++ they keep their own.
#pragma once

#include <span>

#include "ownership/body_facts.hpp"

namespace ariac::ownership {

// Adds those of one body, with what its closures hold.
void find_called_closures(const resolve::Bindings& bindings, const ast::Node* owner, std::span<const ast::Stmt* const> body, BodyFacts& facts);

}  // namespace ariac::ownership
