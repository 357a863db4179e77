// What holds for a body whatever its types are; own() makes the uses of each instance from it.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <utility>
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
  // By function or test (null: the statements of a module): variables of closures that are only called, and these closures.
  std::unordered_map<const ast::Node*, std::vector<std::pair<resolve::LocalId, resolve::NodeId>>> called_closures;
  // Lambda values and what spawns run: they own copies of their captures. Other closures refer to the variables.
  std::unordered_set<resolve::NodeId> owning_closures;
};

}  // namespace ariac::ownership
