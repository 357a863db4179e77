// `describe(2)` of `fn describe(v, unit = "")`: the type of what a call leaves to a default is the callee's to find out,
// and the callee may be inferred long after the call. When all are, the calls learn the types, and instances that turned
// out to be one and the same become one. So do those that an instance for generic functions serves as well: what was
// checked for a type parameter of which nothing is known holds for each type.
#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "types/move_only.hpp"
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

// Whether the types of one instance are those of another with something put for its type parameters.
class Serves {
 public:
  explicit Serves(ProgramInference& program) : program_(program), move_only_(program.table, program.bindings) {}

  bool operator()(const Instance& general, const Instance& other) {
    given_.clear();
    return general.is_template && all(general.type_args, other.type_args) && all(general.params, other.params);
  }

 private:
  bool all(std::span<const TypeId> patterns, std::span<const TypeId> types) {
    return std::ranges::equal(patterns, types, [&](TypeId pattern, TypeId type) { return one(pattern, type); });
  }
  bool one(TypeId pattern, TypeId type) {
    if (!pattern.valid() || !type.valid()) return pattern == type;
    const Type p = program_.store[pattern];
    if (!p.has_params) return pattern == type;
    if (p.kind == TypeKind::projection) return false;
    if (p.kind == TypeKind::param) return (pattern == type || (is_free(p.def) && !move_only_(type))) && given_.emplace(p.def, type).first->second == type;
    const Type t = program_.store[type];
    return p.kind == t.kind && p.def == t.def && p.index == t.index && all(p.args, t.args);
  }
  // A bound decides what a body means: the method of the trait, not another of the same name.
  bool is_free(DefId param) const {
    const resolve::Def& def = program_.bindings.def(param);
    return def.kind == resolve::DefKind::type_param &&
           std::ranges::none_of(program_.assumptions(def.parent), [&](const Assumption& bound) { return bound.subject == program_.store.param(param); });
  }

  ProgramInference& program_;
  MoveOnly move_only_;           // what is never copied is for its own instance to be careful with
  std::map<DefId, TypeId> given_;
};

// The most general instance that serves for each, by the number of any; of two that serve for each other the first.
std::vector<InstanceId> most_general(ProgramInference& program, std::vector<InstanceId> found) {
  std::deque<Instance>& instances = program.table.instances;
  Serves serves(program);
  const auto joins = [&](InstanceId id) {
    const Instance& each = instances[id.index()];
    return each.implicit && !each.check_only && !each.has_errors;
  };
  for (const auto& [def, all] : program.table.instances_of) {
    if (program.bindings.def(program.bindings.def(def).parent).kind == resolve::DefKind::function) continue;   // it has the types around it
    for (const InstanceId id : all) {
      if (!joins(id)) continue;
      InstanceId& best = found[id.index()];
      for (const InstanceId other : all) {
        if (!joins(other) || !serves(instances[other.index()], instances[best.index()])) continue;
        if (other.index() < best.index() || !serves(instances[best.index()], instances[other.index()])) best = other;
      }
    }
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    found[i] = found[found[i].index()];
    if (found[i].index() != i && joins(InstanceId(static_cast<std::uint32_t>(i)))) instances[i].check_only = true;
  }
  return found;
}

}  // namespace

void ProgramInference::settle_open_defaults() {
  const std::vector<InstanceId> first = most_general(*this, first_alike(table.instances));
  for (auto& [def, instances] : table.instances_of)
    std::erase_if(instances, [&](InstanceId id) { return first[id.index()] != id; });
  const auto settle = [&](CallPlan& plan) {
    if (!plan.instance.valid()) return;
    if (const InstanceId same = first[plan.instance.index()]; same != plan.instance) plan.defaults = std::exchange(plan.instance, same);
    const std::vector<TypeId>& params = table.instances[plan.instance.index()].params;
    const std::size_t self = params.size() - std::min(params.size(), plan.param_types.size());
    for (std::size_t i = 0; i + self < params.size(); ++i)
      if (!plan.param_types[i].valid()) plan.param_types[i] = params[i + self];
  };
  const auto settle_made = [&](std::optional<CallPlan>& plan) {
    if (plan) settle(*plan);
  };
  for (Instance& caller : table.instances) {
    for (auto& [node, plan] : caller.calls) settle(plan);
    for (auto& [node, plans] : caller.comparison_calls) std::ranges::for_each(plans, settle_made);
    for (auto& [node, iteration] : caller.iterations) {
      settle_made(iteration.iter);
      settle_made(iteration.next);
    }
    for (auto& [node, plan] : caller.tries) settle_made(plan.convert);
    for (ErrConversion& each : caller.err_conversions) settle_made(each.convert);
    for (InstanceId& callee : caller.callees)
      if (callee.valid()) callee = first[callee.index()];
  }
}

}  // namespace ariac::types
