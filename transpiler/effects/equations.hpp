// Equations: rows that depend on rows, and their least solution.
//
// Every instance, closure, call and `begin` body is one unknown. Its row is a constant part and what flows in from other
// unknowns; a filter takes away what a `rescue` catches. Each unknown grows at most once an atom, so solving is linear
// in the edges.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "effects/effect_set.hpp"
#include "support/strong_id.hpp"

namespace ariac::effects {

using UnknownId = support::StrongId<struct UnknownTag>;

// What is taken away on the way from one unknown to another.
struct Filter {
  bool parameters = false;            // of another function: its own function-typed parameters mean nothing here
  bool all_raises = false;
  std::vector<DefId> raises{};
  std::vector<DefId> users{};
};

class Equations {
 public:
  UnknownId unknown();
  void add(UnknownId to, const EffectSet& constant) { unknowns_[to.index()].row.add(constant); }
  void flow(UnknownId from, UnknownId to, Filter filter = {});
  // Flows only once the row of `condition` holds this function-typed parameter: the callee calls it.
  void flow_if_called(UnknownId from, UnknownId to, UnknownId condition, std::uint32_t parameter);

  void solve();
  const EffectSet& row(UnknownId id) const { return unknowns_[id.index()].row; }

 private:
  struct Edge {
    UnknownId from;
    UnknownId to;
    Filter filter{};
    UnknownId condition{};
    std::uint32_t parameter = 0;
  };
  struct Unknown {
    EffectSet row;
    std::vector<std::uint32_t> edges;  // to re-examine when the row grows
  };

  void connect(Edge edge);
  bool push(const Edge& edge);

  std::vector<Unknown> unknowns_;
  std::vector<Edge> edges_;
};

}  // namespace ariac::effects
