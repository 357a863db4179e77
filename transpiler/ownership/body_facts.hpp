// What holds for a body whatever its types are; own() makes the uses of each instance from it.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "resolve/bindings.hpp"

namespace ariac::ownership {

struct BodyFacts {
  // NameExpr nodes after which the variable's value is not needed any more, on any path.
  std::unordered_set<resolve::NodeId> last_uses;
  // Names of patterns whose variable nothing reads from there on: they may be moved out of it.
  std::unordered_set<resolve::LocalId> released;
  // Owning closures, each with the captured variables whose values are not needed after it was made.
  std::unordered_map<resolve::NodeId, std::vector<resolve::LocalId>> last_captures;
  // Lambda values and what spawns run: they own copies of their captures. Other closures refer to the variables.
  std::unordered_set<resolve::NodeId> owning_closures;
};

}  // namespace ariac::ownership
