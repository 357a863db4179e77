// Goals move from a variable to the one it was bound to, the shorter list to the longer one.
#include "types/waiting_list.hpp"

#include <utility>

namespace ariac::types {

void WaitingList::add(std::size_t goal, TypeId open) {
  hear();
  waiting_[solver_.store[open].index].push_back(goal);
}

std::optional<std::size_t> WaitingList::take() {
  hear();
  if (awake_.empty()) return std::nullopt;
  const std::size_t goal = awake_.top();
  awake_.pop();
  return goal;
}

void WaitingList::hear() {
  for (; heard_ < solver_.bindings(); ++heard_) {
    const auto found = waiting_.find(solver_.bound_at(heard_));
    if (found == waiting_.end()) continue;
    const TypeId head = solver_.head(solver_.store.variable(found->first));
    std::vector<std::size_t> goals = std::move(found->second);
    waiting_.erase(found);
    if (solver_.store[head].kind != TypeKind::variable) {
      for (const std::size_t goal : goals) awake_.push(goal);
      continue;
    }
    std::vector<std::size_t>& others = waiting_[solver_.store[head].index];
    if (others.size() < goals.size()) std::swap(others, goals);
    others.insert(others.end(), goals.begin(), goals.end());
  }
}

}  // namespace ariac::types
