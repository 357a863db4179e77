#include "types/rescued_error.hpp"

#include "ast/match.hpp"

namespace ariac::types {

FoundMember find_on_rescued(BodyInference& in, const ast::Expr& object, Symbol name) {
  const std::string_view text = in.program.text(name);
  const auto* variable = ast::as<ast::NameExpr>(&object);
  if (variable == nullptr || (text != "cause" && text != "suppressed")) return {};
  const LocalId local = in.bindings.entity(variable->id).local;
  if (!local.valid() || in.instance().rescues.find(in.bindings.local(local).declared_by) == nullptr) return {};
  for (std::uint32_t i = 0; i < in.bindings.defs.size(); ++i) {
    const resolve::Def& def = in.bindings.def(DefId(i));
    if (def.is_library && def.kind == resolve::DefKind::opaque_type && in.program.text(def.name) == "AnyError")
      return in.find_member(in.store.named(DefId(i)), name);
  }
  return {};
}

}  // namespace ariac::types
