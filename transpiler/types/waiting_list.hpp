// WaitingList: which goals of a body wake when variables are bound. Linear in the goals and the bindings, whatever waits
// for what: a goal is looked at when its own variable changes, not when any does.
//
// The solver keeps a record of the variables it bound; what it undoes after speculating leaves no trace there, so
// nothing may be taken while it speculates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

#include "types/solver.hpp"

namespace ariac::types {

class WaitingList {
 public:
  explicit WaitingList(const Solver& solver) : solver_(solver), heard_(solver.bindings()) {}

  void add(std::size_t goal, TypeId open);
  // The least goal whose variable is known by now; it waits no longer.
  std::optional<std::size_t> take();

 private:
  void hear();

  const Solver& solver_;
  std::size_t heard_;                                             // how much of the solver's record
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> waiting_;   // by variable
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> awake_;
};

}  // namespace ariac::types
