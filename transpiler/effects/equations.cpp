// The work list: a row that grows wakes the edges that leave it.
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

void Equations::flow_resolved(UnknownId from, UnknownId to, const std::vector<UnknownId>& handed) {
  Edge edge{.from = from, .to = to};
  edge.filter.parameters = Parameters::resolve;
  edge.handed = handed;
  connect(std::move(edge));
}

void Equations::resolve_parameters(std::uint32_t index) {
  if (resolved_.size() <= index) resolved_.resize(edges_.size());
  const EffectSet found = row(edges_[index].from);
  for (const bool unawaited : {true, false}) {
    for (std::uint32_t parameter : unawaited ? found.parameters() : found.awaited_parameters()) {
      std::set<std::pair<std::uint32_t, bool>>& done = resolved_[index];
      if (parameter >= edges_[index].handed.size() || !done.emplace(parameter, unawaited).second) continue;
      const UnknownId from = edges_[index].handed[parameter];
      const UnknownId to = edges_[index].to;
      connect({.from = from, .to = to, .filter = {.parameters = Parameters::drop, .unawaited = unawaited}});
      pending_.push_back(from);
    }
  }
}

bool Equations::push(std::uint32_t index) {
  if (edges_[index].filter.parameters == Parameters::resolve) resolve_parameters(index);
  const Edge& edge = edges_[index];
  EffectSet flowing = unknowns_[edge.from.index()].row;
  if (edge.condition.valid()) {
    const EffectSet& callee = unknowns_[edge.condition.index()].row;
    if (!std::ranges::binary_search(callee.parameters(), edge.parameter)) return false;
    if (!std::ranges::binary_search(callee.awaited_parameters(), edge.parameter)) flowing.remove_waiting();
  }
  if (edge.filter.parameters != Parameters::keep) flowing.remove_parameters();
  if (edge.filter.only_raises) flowing.keep_raises();
  if (edge.filter.all_raises) flowing.remove_raises();
  if (edge.filter.unawaited) flowing.remove_waiting();
  for (DefId type : edge.filter.raises) flowing.remove_raise(type);
  for (DefId effect : edge.filter.users) flowing.remove_user(effect);
  return unknowns_[edge.to.index()].row.add(flowing);
}

void Equations::solve() {
  for (std::uint32_t i = 0; i < unknowns_.size(); ++i) pending_.emplace_back(i);
  while (!pending_.empty()) {
    const UnknownId next = pending_.back();
    pending_.pop_back();
    // Edges may be added meanwhile; those that start here are found by the index.
    for (std::size_t i = 0; i < unknowns_[next.index()].edges.size(); ++i) {
      const std::uint32_t index = unknowns_[next.index()].edges[i];
      const UnknownId to = edges_[index].to;
      if (push(index)) pending_.push_back(to);
    }
  }
}

}  // namespace ariac::effects
