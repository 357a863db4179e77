#include "types/dispatch.hpp"

#include <algorithm>

namespace ariac::types {

namespace {

bool mentions_self(const TypeStore& store, TypeId type, DefId self) {
  if (!type.valid()) return true;
  const Type& parts = store[type];
  if (parts.kind == TypeKind::projection || (parts.kind == TypeKind::param && parts.def == self)) return true;
  return std::ranges::any_of(parts.args, [&](TypeId arg) { return mentions_self(store, arg, self); });
}

}  // namespace

std::string why_not_dispatched(const TypeTable& table, const resolve::Bindings& bindings, const support::Interner& interner, DefId method,
                               const Signature& signature) {
  const resolve::Def& def = bindings.def(method);
  const std::string_view name = interner.text(def.name);
  if (!signature.has_self) return "it has no `self`";
  if (!bindings.type_params(method).empty()) return "it has type parameters";
  if (signature.untyped) return "it has a parameter without a type";
  for (std::size_t i = 1; i < signature.params.size(); ++i)
    if (mentions_self(table.store, signature.params[i], def.parent)) return "its parameters depend on the type behind it";
  if (signature.result.valid() && mentions_self(table.store, signature.result, def.parent)) return "its result depends on the type behind it";
  if (def.is_library && name != "to_string" && name != "inspect") return "the library does not dispatch it";
  return "";
}

}  // namespace ariac::types
