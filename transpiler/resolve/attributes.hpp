// The attributes of declarations, `@name(…)`.
#pragma once

#include <string_view>

#include "resolve/bindings.hpp"
#include "support/interner.hpp"

namespace ariac::resolve {

// The attribute of this name on a declaration; null if there is none.
const ast::Attribute* find_attribute(const ast::Decl* decl, const support::Interner& interner, std::string_view name);

// The innermost attribute of this name on the definition or, with `or_of_parent`, on the impl or trait around it.
const ast::Attribute* find_attribute(const Bindings& bindings, const support::Interner& interner, DefId def, std::string_view name,
                                     bool or_of_parent = false);

}  // namespace ariac::resolve
