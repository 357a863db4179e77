// Equations: rows that depend on rows, and their least solution.
//
// Every instance, closure, call and `begin` body is one unknown. Its row is a constant part and what flows in from other
// unknowns; a filter takes away what a `rescue` catches. Each unknown grows at most once an atom, so solving is linear
// in the edges.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "effects/effect_set.hpp"
#include "support/strong_id.hpp"

namespace ariac::effects {

using UnknownId = support::StrongId<struct UnknownTag>;

// What becomes of the function-typed parameters that a row calls, on the way to another unknown.
enum class Parameters : std::uint8_t {
  keep,       // the same function
  drop,       // another function, which has flows of its own for what it hands over
  resolve     // kept for later: whatever any call hands over for them, see Edge::handed
};

// What is taken away on the way from one unknown to another.
struct Filter {
  Parameters parameters = Parameters::keep;
  bool all_raises = false;
  bool only_raises = false;
  bool unawaited = false;        // nobody waits for what happens there
  std::vector<DefId> raises{};
  std::vector<DefId> users{};
};

class Equations {
 public:
  UnknownId unknown();
  void add(UnknownId to, const EffectSet& constant) { unknowns_[to.index()].row.add(constant); }
  void flow(UnknownId from, UnknownId to, Filter filter = {});
  // Flows only once the row of `condition` holds this function-typed parameter: the callee calls it, or has a task call it.
  void flow_if_called(UnknownId from, UnknownId to, UnknownId condition, std::uint32_t parameter);
  // Parameters of the function around become what any call hands over for them: `handed`, by parameter.
  void flow_resolved(UnknownId from, UnknownId to, const std::vector<UnknownId>& handed);

  void solve();
  const EffectSet& row(UnknownId id) const { return unknowns_[id.index()].row; }

 private:
  struct Edge {
    UnknownId from;
    UnknownId to;
    Filter filter{};
    UnknownId condition{};
    std::uint32_t parameter = 0;
    std::vector<UnknownId> handed{};         // for Parameters::resolve
  };
  struct Unknown {
    EffectSet row;
    std::vector<std::uint32_t> edges;  // to re-examine when the row grows
  };

  void connect(Edge edge);
  bool push(std::uint32_t index);
  // Adds the flows of the parameters that have newly come along an edge that resolves them.
  void resolve_parameters(std::uint32_t index);

  std::vector<Unknown> unknowns_;
  std::vector<Edge> edges_;
  std::vector<std::set<std::pair<std::uint32_t, bool>>> resolved_;   // by edge: parameters that have their flow, without and with the waiting
  std::vector<UnknownId> pending_;
};

}  // namespace ariac::effects
