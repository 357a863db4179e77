// Canonical rows: adding, comparing, printing.
#include "effects/effect_set.hpp"

#include <algorithm>
#include <array>

namespace ariac::effects {

namespace {

constexpr std::array<std::string_view, 12> kNames{"Async",  "Blocking", "Console", "FileSystem", "Network", "Clock",
                                                  "Random", "Process",  "Foreign", "Spawn",      "Mut",     "Cancel"};

template <typename T>
bool merge(std::vector<T>& into, const std::vector<T>& from) {
  std::size_t before = into.size();
  std::vector<T> all;
  std::set_union(into.begin(), into.end(), from.begin(), from.end(), std::back_inserter(all));
  into = std::move(all);
  return into.size() != before;
}

template <typename T>
bool contains(const std::vector<T>& sorted, const T& value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

}  // namespace

std::string_view name_of(Effect effect) { return kNames[static_cast<std::size_t>(effect)]; }

EffectSet EffectSet::io() {
  EffectSet set;
  for (Effect effect : {Effect::console, Effect::file_system, Effect::network, Effect::clock, Effect::random, Effect::process}) {
    set.bits_ |= bit(effect);
  }
  return set;
}

EffectSet EffectSet::raise(DefId type) {
  EffectSet set;
  set.raises_.push_back(type);
  return set;
}

EffectSet EffectSet::user(DefId effect) {
  EffectSet set;
  set.users_.push_back(effect);
  return set;
}

EffectSet EffectSet::parameter(std::uint32_t index) {
  EffectSet set;
  set.parameters_.push_back(index);
  set.awaited_parameters_.push_back(index);
  return set;
}

EffectSet EffectSet::writing(DefId part) {
  EffectSet set;
  set.written_.push_back(part);
  return set;
}

bool EffectSet::add(const EffectSet& other) {
  bool grew = (other.bits_ & ~bits_) != 0;
  bits_ |= other.bits_;
  if (!other.raises_.empty()) grew = merge(raises_, other.raises_) || grew;
  if (!other.users_.empty()) grew = merge(users_, other.users_) || grew;
  if (!other.written_.empty()) grew = merge(written_, other.written_) || grew;
  if (!other.parameters_.empty()) grew = merge(parameters_, other.parameters_) || grew;
  if (!other.awaited_parameters_.empty()) grew = merge(awaited_parameters_, other.awaited_parameters_) || grew;
  return grew;
}

std::vector<EffectSet> EffectSet::atoms_beyond(const EffectSet& promise) const {
  std::vector<EffectSet> atoms;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    auto effect = static_cast<Effect>(i);
    if (has(effect) && !promise.has(effect)) atoms.push_back(of(effect));
  }
  bool any_error = contains(promise.raises_, DefId());
  for (DefId type : raises_) {
    if (!any_error && !contains(promise.raises_, type)) atoms.push_back(raise(type));
  }
  for (DefId effect : users_) {
    if (!contains(promise.users_, effect)) atoms.push_back(user(effect));
  }
  return atoms;
}

std::string print(const EffectSet& set, const resolve::Bindings& bindings, const support::Interner& interner,
                  const std::vector<std::string>& parameter_names) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (set.has(static_cast<Effect>(i))) parts.emplace_back(kNames[i]);
  }
  for (DefId type : set.raises()) {
    parts.push_back(type.valid() ? "Raise<" + std::string(interner.text(bindings.def(type).name)) + ">" : "Raise");
  }
  for (DefId effect : set.users()) parts.emplace_back(interner.text(bindings.def(effect).name));
  for (std::uint32_t index : set.parameters()) {
    parts.push_back(index < parameter_names.size() ? parameter_names[index] : "e" + std::to_string(index));
  }
  std::string text = "{";
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : ", ") + parts[i];
  return text + "}";
}

}  // namespace ariac::effects
