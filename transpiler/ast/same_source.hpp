// Whether two pieces of a program say the same, wherever they stand.
#pragma once

#include "ast/node.hpp"

namespace ariac::ast {

bool same_source(const Node& a, const Node& b);

}  // namespace ariac::ast
