// Lookups in the result of resolve.
#include "resolve/bindings.hpp"

#include "resolve/describe.hpp"

namespace ariac::resolve {

std::string_view describe(const Def& def) {
  switch (def.kind) {
    case DefKind::module: return "a module";
    case DefKind::function: return "a function";
    case DefKind::struct_: return "a struct";
    case DefKind::enum_: return "an enum";
    case DefKind::variant: return "a variant";
    case DefKind::trait: return "a trait";
    case DefKind::impl: return "an impl";
    case DefKind::effect: return "an effect";
    case DefKind::alias: return "a type";
    case DefKind::associated_type: return "an associated type";
    case DefKind::opaque_type: return "a type";
    case DefKind::constant: return "a constant";
    case DefKind::type_param: return "a type parameter";
    case DefKind::field: return "a field";
    case DefKind::test: return "a test";
    case DefKind::program: return "the program";
  }
  return "a definition";
}

bool is_type(DefKind kind) {
  switch (kind) {
    case DefKind::struct_:
    case DefKind::enum_:
    case DefKind::trait:
    case DefKind::alias:
    case DefKind::associated_type:
    case DefKind::opaque_type:
    case DefKind::type_param: return true;
    default: return false;
  }
}

const Captures& Bindings::captures_of(NodeId lambda_or_spawn) const {
  static const Captures kNone;
  const auto found = captures.find(lambda_or_spawn);
  return found == captures.end() ? kNone : found->second;
}

bool Bindings::is_unreadable(DefId id) const {
  if (unreadable.empty()) return false;
  for (; id.valid() && def(id).kind != DefKind::module; id = def(id).parent) {
    if (unreadable.contains(def(id).node)) return true;
    if (def(id).kind != DefKind::program) continue;
    const ast::Tree* tree = modules[def(id).module.index()].tree;
    for (const ast::Stmt* stmt : tree->items.statements)
      if (unreadable.contains(stmt->id)) return true;
  }
  return false;
}

bool Bindings::visible_from(DefId id, ModuleId from) const {
  const Def& wanted = def(id);
  if (wanted.visibility == ast::Visibility::everywhere) return true;
  const bool same_package = from.valid() && modules[from.index()].is_library == wanted.is_library;
  if (wanted.visibility == ast::Visibility::package) return same_package;
  for (ModuleId at = from; at.valid(); at = modules[at.index()].parent)
    if (at == wanted.module) return true;
  return false;
}

std::string Bindings::path_text(DefId id, const support::Interner& interner) const {
  const Def& wanted = def(id);
  std::string text;
  if (wanted.kind == DefKind::module) {
    for (Symbol part : modules[wanted.module.index()].path) {
      if (!text.empty()) text += "::";
      text += interner.text(part);
    }
    return text;
  }
  if (wanted.parent.valid()) text = path_text(wanted.parent, interner);
  if (wanted.name.valid()) {
    if (!text.empty()) text += "::";
    text += interner.text(wanted.name);
  }
  return text;
}

}  // namespace ariac::resolve
