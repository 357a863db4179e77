// `describe(2)` of `fn describe(v, unit = "")`: the type of what a call leaves to a default is the callee's to find out,
// and the callee may be inferred long after the call. When all are, the calls learn the types, and instances that turned
// out to be one and the same become one.
#include <algorithm>
#include <deque>
#include <map>
#include <tuple>
#include <utility>

#include "types/program_inference.hpp"

namespace ariac::types {

namespace {

using Likeness = std::tuple<DefId, std::vector<TypeId>, std::vector<TypeId>>;

// The first instance of each function for its types, by the number of any.
std::vector<InstanceId> first_alike(std::deque<Instance>& instances) {
  std::map<Likeness, InstanceId> known;
  std::vector<InstanceId> first;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    Instance& each = instances[i];
    const InstanceId id(static_cast<std::uint32_t>(i));
    if (!each.implicit || each.check_only) {
      first.push_back(id);
      continue;
    }
    const InstanceId same = known.try_emplace({each.def, each.type_args, each.params}, id).first->second;
    each.check_only = same != id;
    first.push_back(same);
  }
  return first;
}

}  // namespace

void ProgramInference::settle_open_defaults() {
  const std::vector<InstanceId> first = first_alike(table.instances);
  for (auto& [def, instances] : table.instances_of)
    std::erase_if(instances, [&](InstanceId id) { return first[id.index()] != id; });
  for (Instance& caller : table.instances) {
    for (auto& [node, plan] : caller.calls) {
      if (!plan.instance.valid()) continue;
      if (const InstanceId same = first[plan.instance.index()]; same != plan.instance) plan.defaults = std::exchange(plan.instance, same);
      const std::vector<TypeId>& params = table.instances[plan.instance.index()].params;
      const std::size_t self = params.size() - std::min(params.size(), plan.param_types.size());
      for (std::size_t i = 0; i + self < params.size(); ++i)
        if (!plan.param_types[i].valid()) plan.param_types[i] = params[i + self];
    }
    for (InstanceId& callee : caller.callees)
      if (callee.valid()) callee = first[callee.index()];
  }
}

}  // namespace ariac::types
