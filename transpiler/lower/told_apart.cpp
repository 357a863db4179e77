// A template takes whatever fits its parameters, and a more specialised one is preferred: for the types that its caller is
// used with, another instance may be, which gives something else.
#include "lower/told_apart.hpp"

#include <algorithm>

namespace ariac::lower {

namespace {

using types::InstanceId;
using types::TypeId;
using types::TypeKind;

// Whether there are types for the parameters with which both are one. What a function takes and gives does not count: it
// is not looked at until a closure is called.
bool may_be_one(const Input& input, TypeId a, TypeId b) {
  if (a == b || !a.valid() || !b.valid()) return true;
  const types::Type& x = input.types.store[a];
  const types::Type& y = input.types.store[b];
  const auto is_anything = [](TypeKind kind) { return kind == TypeKind::param || kind == TypeKind::projection; };
  if (is_anything(x.kind) || is_anything(y.kind)) return true;
  if (x.kind != y.kind || x.def != y.def) return false;
  if (x.kind == TypeKind::function) return true;
  return std::ranges::equal(x.args, y.args, [&](TypeId p, TypeId q) { return may_be_one(input, p, q); });
}

bool may_be_confused(const Input& input, const types::Instance& a, const types::Instance& b) {
  return std::ranges::equal(a.params, b.params, [&](TypeId p, TypeId q) { return may_be_one(input, p, q); });
}

// Impls are called through their trait, by its name.
bool is_called_by_name(const Input& input, types::DefId function) {
  const auto impl = input.types.impls.find(input.bindings.def(function).parent);
  return impl == input.types.impls.end() || !impl->second.trait.valid();
}

}  // namespace

std::vector<InstanceId> told_apart_by_name(const Input& input) {
  std::vector<InstanceId> out;
  for (std::size_t i = 0; i < input.bindings.defs.size(); ++i) {
    const types::DefId function(static_cast<std::uint32_t>(i));
    const auto found = input.types.instances_of.find(function);
    if (found == input.types.instances_of.end() || found->second.size() < 2 || !is_called_by_name(input, function)) continue;
    std::vector<InstanceId> kept;
    for (const InstanceId id : found->second)
      if (const types::Instance& each = input.types[id]; each.implicit && !each.check_only && !each.has_errors) kept.push_back(id);
    std::ranges::stable_sort(kept, {}, [&](InstanceId id) { return input.types[id].is_template; });
    for (std::size_t later = 1; later < kept.size(); ++later) {
      const types::Instance& general = input.types[kept[later]];
      const auto confused = [&](InstanceId other) { return may_be_confused(input, general, input.types[other]); };
      if (general.is_template && std::any_of(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(later), confused)) out.push_back(kept[later]);
    }
  }
  return out;
}

}  // namespace ariac::lower
