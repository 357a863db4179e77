#include "effects/equations.hpp"

#include <algorithm>
#include <utility>

namespace ariac::effects {

UnknownId Equations::unknown() {
  unknowns_.emplace_back();
  return UnknownId(static_cast<std::uint32_t>(unknowns_.size() - 1));
}

void Equations::connect(Edge edge) {
  auto index = static_cast<std::uint32_t>(edges_.size());
  unknowns_[edge.from.index()].edges.push_back(index);
  if (edge.condition.valid()) unknowns_[edge.condition.index()].edges.push_back(index);
  edges_.push_back(std::move(edge));
}

void Equations::flow(UnknownId from, UnknownId to, Filter filter) { connect({.from = from, .to = to, .filter = std::move(filter)}); }

void Equations::flow_if_called(UnknownId from, UnknownId to, UnknownId condition, std::uint32_t parameter) {
  connect({.from = from, .to = to, .filter = {}, .condition = condition, .parameter = parameter});
}

bool Equations::push(const Edge& edge) {
  if (edge.condition.valid()) {
    const auto& called = unknowns_[edge.condition.index()].row.parameters();
    if (!std::binary_search(called.begin(), called.end(), edge.parameter)) return false;
  }
  EffectSet flowing = unknowns_[edge.from.index()].row;
  if (edge.filter.parameters) flowing.remove_parameters();
  if (edge.filter.all_raises) flowing.remove_raises();
  for (DefId type : edge.filter.raises) flowing.remove_raise(type);
  for (DefId effect : edge.filter.users) flowing.remove_user(effect);
  return unknowns_[edge.to.index()].row.add(flowing);
}

void Equations::solve() {
  std::vector<UnknownId> pending;
  std::vector<bool> queued(unknowns_.size(), true);
  for (std::uint32_t i = 0; i < unknowns_.size(); ++i) pending.emplace_back(i);
  while (!pending.empty()) {
    UnknownId next = pending.back();
    pending.pop_back();
    queued[next.index()] = false;
    for (std::uint32_t index : unknowns_[next.index()].edges) {
      UnknownId to = edges_[index].to;
      if (push(edges_[index]) && !queued[to.index()]) {
        queued[to.index()] = true;
        pending.push_back(to);
      }
    }
  }
}

}  // namespace ariac::effects
