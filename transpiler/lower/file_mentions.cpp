#include "lower/file_mentions.hpp"

#include <set>

#include "ast/walk.hpp"

namespace ariac::lower {

static void add_mentioned(const Input& input, const Names& names, ModuleId file, std::set<ModuleId>& out) {
  const ast::Tree* tree = input.bindings.modules[file.index()].tree;
  if (tree == nullptr) return;
  for (const ast::Stmt* item : tree->items.statements) {
    ast::walk(*item, [&](const ast::Node& node) {
      const resolve::Entity& entity = input.bindings.entity(node.id);
      if (entity.kind != resolve::Entity::Kind::def || input.bindings.def(entity.def).is_library) return true;
      const ModuleId mentioned = names.file_of(input.bindings.def(entity.def).module);
      if (out.insert(mentioned).second) add_mentioned(input, names, mentioned, out);
      return true;
    });
  }
}

bool file_mentions(const Input& input, const Names& names, ModuleId file, ModuleId other) {
  std::set<ModuleId> mentioned;
  add_mentioned(input, names, file, mentioned);
  return mentioned.contains(other);
}

}  // namespace ariac::lower
