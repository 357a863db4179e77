// dump: a tree as text, one field a line, for tests and `aria emit --emit=ast`.
#pragma once

#include <string>

#include "ast/tree.hpp"
#include "support/interner.hpp"

namespace ariac::ast {

std::string dump(const Tree& tree, const support::Interner& interner);

}  // namespace ariac::ast
