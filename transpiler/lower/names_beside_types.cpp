// Definitions that are called like a type of the program, or as qualified names begin: `std`, `aria`, a module. In Aria each
// has its place; in C++ a member, a parameter or a field hides the type in the class or function around it. The type keeps its
// name, what stands beside it gets another: the same one for all of a kind, since impls and their traits meet by name.
#include "lower/names.hpp"

namespace ariac::lower {

std::string Names::apart_from(std::unordered_set<std::string>& taken, const std::string& spelling) {
  const std::string stem = spelling.ends_with('_') ? spelling : spelling + "_";   // two in a row are reserved
  std::string other = stem;
  for (int i = 2; !taken.insert(other).second; ++i) other = stem + std::to_string(i);
  return other;
}

std::optional<Names::Beside> Names::beside_type(const resolve::Def& def) const {
  const std::string name = spelled(def.name);
  if (!types_.contains(name) && !roots_.contains(name)) return std::nullopt;
  const auto impl = input_.types.impls.find(def.parent);
  const DefKind around = input_.bindings.def(def.parent).kind;
  const bool of_library = impl != input_.types.impls.end() && impl->second.trait.valid() && input_.bindings.def(impl->second.trait).is_library;
  switch (def.kind) {
    case DefKind::struct_:
    case DefKind::enum_:
    case DefKind::trait:
    case DefKind::alias: return roots_.contains(name) ? std::optional(Beside::type) : std::nullopt;
    case DefKind::type_param: return Beside::parameter;
    case DefKind::associated_type: return around == DefKind::trait ? std::optional(Beside::associated) : std::nullopt;
    case DefKind::field: return Beside::field;
    case DefKind::variant: return spelled(input_.bindings.def(def.parent).name) == name ? std::optional(Beside::variant) : std::nullopt;
    case DefKind::function:
    case DefKind::constant: {
      const bool in_class = around == DefKind::struct_ || around == DefKind::enum_ || around == DefKind::trait || around == DefKind::impl;
      return in_class && !of_library ? std::optional(Beside::member) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

void Names::respell_beside_types(std::unordered_set<std::string>& taken) {
  for (std::size_t i = 0; i < input_.bindings.defs.size(); ++i) {
    const DefId id(static_cast<std::uint32_t>(i));
    const resolve::Def& def = input_.bindings.def(id);
    if (!def.name.valid() || def.is_library || def.is_extern || !def.parent.valid()) continue;
    const auto beside = beside_type(def);
    if (!beside) continue;
    std::string& name = beside_types_[{*beside, def.name}];
    if (name.empty()) name = apart_from(taken, spelled(def.name));
    joined_[id] = name;
  }
}

std::string Names::field(Symbol name) const {
  const auto beside = beside_types_.find({Beside::field, name});
  return beside != beside_types_.end() ? beside->second : spelled(name);
}

std::string Names::associated(DefId trait, Symbol name) const {
  const auto beside = beside_types_.find({Beside::associated, name});
  return beside != beside_types_.end() && !input_.bindings.def(trait).is_library ? beside->second : cpp_identifier(text(name));
}

std::string Names::defaults_of(DefId trait, std::string_view seen) const {
  std::string out = plain(trait) + "Defaults";
  while (types_.contains(out)) out += "_";
  return std::string(seen.substr(0, seen.size() - plain(trait).size())) + out;
}

}  // namespace ariac::lower
