#include "lower/surrounding_params.hpp"

#include <algorithm>
#include <functional>
#include <unordered_set>

namespace ariac::lower {

namespace {

class Uses {
 public:
  Uses(const Input& input, const std::vector<DefId>& params) : input_(input), params_(params) {}

  bool in(types::InstanceId id) {
    if (!seen_.insert(id).second) return false;
    const types::Instance& instance = input_.types[id];
    const auto of_entry = [&](const auto& entry) { return in(entry.second); };
    return in(instance.result) || in(instance.params) || std::ranges::any_of(instance.types, of_entry) || std::ranges::any_of(instance.locals, of_entry) ||
           std::ranges::any_of(instance.selections, of_entry) || std::ranges::any_of(instance.calls, of_entry);
  }

 private:
  bool in(TypeId type) const {
    if (!type.valid() || !input_.types.store[type].has_params) return false;
    const types::Type& parts = input_.types.store[type];
    return (parts.kind == types::TypeKind::param && std::ranges::find(params_, parts.def) != params_.end()) || in(parts.args);
  }
  template <typename Types>
  bool in(const Types& types) const {
    return std::ranges::any_of(types, [&](TypeId type) { return in(type); });
  }
  bool in(const types::Selection& selection) const { return in(selection.self_type) || in(selection.type_args); }
  bool in(const types::CallPlan& plan) {
    return in(plan.self_type) || in(plan.type_args) || in(plan.result) || (is_in_body(plan.def) && plan.instance.valid() && in(plan.instance));
  }
  bool is_in_body(DefId def) const { return def.valid() && input_.bindings.def(input_.bindings.def(def).parent).kind == DefKind::function; }

  const Input& input_;
  const std::vector<DefId>& params_;
  std::unordered_set<types::InstanceId> seen_;
};

}  // namespace

std::vector<DefId> surrounding_params(const Input& input, types::InstanceId function) {
  std::vector<DefId> out;
  if (!function.valid()) return out;
  const DefId self = input.types[function].def;
  DefId around = self.valid() ? input.bindings.def(self).parent : DefId();
  if (!around.valid() || input.bindings.def(around).kind != DefKind::function) return out;
  for (; around.valid() && input.bindings.def(around).kind != DefKind::module; around = input.bindings.def(around).parent) {
    const auto params = input.bindings.type_params(around);
    out.insert(out.begin(), params.begin(), params.end());
    if (input.bindings.def(around).kind == DefKind::trait) out.insert(out.begin(), around);
  }
  if (!Uses(input, out).in(function)) out.clear();
  return out;
}

}  // namespace ariac::lower
