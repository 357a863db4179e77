// The table of language.md 5. The grammar gives flat lists; this folds them.
#pragma once

#include <cstddef>

namespace ariac::parse {

struct Operator {
  int level;          // higher binds tighter; 0: no operator
  bool right = false; // associates to the right
};

Operator infix_operator(size_t token_type);
int prefix_level(size_t token_type);
constexpr int kComparison = 10;

}  // namespace ariac::parse
