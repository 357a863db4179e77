// Patterns that ask an option or a result only whether there is a value.
#pragma once

#include "ast/pattern.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

// `Some(_)`, `nil`, `Err(_)`, matched with a value of the type in the instance.
bool asks_presence(const TypeTable& types, const Instance& instance, const ast::Pattern& pattern, TypeId type);

}  // namespace ariac::types
