// Imports, flattened: `import a::{b, c::{D, e as f}, g::*}` is one item for each of `a::b`, `a::c::D`, `a::c::e`, `a::g::*`.
#include "parse/builder.hpp"

namespace ariac::parse {

const ast::Decl* Builder::build_import(P::ImportDeclContext* decl, ast::DeclHead head, source::SourceRange range) {
  auto* import = make<ast::ImportDecl>(range);
  if (decl->EXPORT()) head.visibility = ast::Visibility::everywhere;
  import->head = head;
  std::vector<ast::ImportItem> items;
  build_import_tree(decl->importTree(), {}, items);
  import->items = list(items);
  return import;
}

void Builder::build_import_tree(P::ImportTreeContext* tree, std::vector<ast::Name> path, std::vector<ast::ImportItem>& items) {
  ast::ImportItem item;
  item.range = range_of(tree);
  if (tree->string()) item.file = string_value(tree->string());
  for (antlr4::tree::ParseTree* child : tree->children) {
    if (auto* group = dynamic_cast<P::ImportGroupContext*>(child)) {
      for (auto* inner : group->importTree()) build_import_tree(inner, path, items);
      return;
    }
    auto* name = dynamic_cast<P::NameContext*>(child);
    const bool is_alias = name && tree->AS() && child == tree->children.back();
    if (is_alias) item.alias = name_of(name);
    else if (name) path.push_back(name_of(name));
  }
  item.everything = !tree->STAR().empty();
  item.path = list(path);
  items.push_back(item);
}

}  // namespace ariac::parse
