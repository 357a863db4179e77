#include "resolve/attributes.hpp"

#include <algorithm>

#include "ast/match.hpp"

namespace ariac::resolve {

const ast::Attribute* find_attribute(const ast::Decl* decl, const support::Interner& interner, std::string_view name) {
  if (decl == nullptr) return nullptr;
  // Every declaration that can carry attributes has a head.
  const ast::DeclHead& head = ast::visit(*decl, [](const auto& d) -> const ast::DeclHead& { return d.head; });
  const auto found = std::ranges::find_if(head.attributes, [&](const ast::Attribute& each) { return interner.text(each.name.symbol) == name; });
  return found == head.attributes.end() ? nullptr : &*found;
}

const ast::Attribute* find_attribute(const Bindings& bindings, const support::Interner& interner, DefId id, std::string_view name,
                                     bool or_of_parent) {
  const Def& def = bindings.def(id);
  if (const ast::Attribute* found = find_attribute(def.decl, interner, name)) return found;
  return or_of_parent && def.parent.valid() ? find_attribute(bindings, interner, def.parent, name, true) : nullptr;
}

}  // namespace ariac::resolve
