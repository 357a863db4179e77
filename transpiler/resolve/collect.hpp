// Step 1 of resolve: every declaration of every module becomes a Def with its members; modules become a tree.
#pragma once

#include <span>
#include <vector>

#include "resolve/bindings.hpp"
#include "resolve/resolve.hpp"

namespace ariac::resolve {

class Collector {
 public:
  Collector(Bindings& out, support::Interner& interner, diagnostics::Sink& sink)
      : out_(out), interner_(interner), sink_(sink) {}

  // The module that holds all paths; it has no tree and no name.
  ModuleId collect(std::span<const ModuleSource> sources);

  // A declaration inside a body, which is no item of its module.
  DefId collect_local(const ast::Decl& decl, ModuleId module, DefId parent);

 private:
  struct Place {
    ModuleId module;
    DefId parent;
    const ast::ExternDecl* extern_block = nullptr;
  };

  void place_module(ModuleId id, const std::vector<Symbol>& path, SourceRange range);
  ModuleId make_module(std::vector<Symbol> path, ModuleId parent, bool is_library);
  ModuleId submodule(ModuleId parent, Symbol name);
  void collect_items(std::span<const ast::Stmt* const> items, Place place);
  void collect_program(ModuleId id, const ast::Tree& tree);
  DefId collect_decl(const ast::Decl& decl, Place place);
  void collect_item(const ast::Decl& decl, Place place);
  void collect_block(const ast::ModuleDecl& decl, Place place);
  void lose_variables(std::span<const ast::Stmt* const> items);
  void refuse_statements(std::span<const ast::Stmt* const> items);
  void collect_extern(const ast::ExternDecl& decl, Place place);

  DefId add(DefKind kind, const ast::Name& name, NodeId node, const ast::Decl* decl, ast::Visibility visibility,
            Place place);
  DefId add_struct(const ast::StructDecl& decl, Place place);
  DefId add_enum(const ast::EnumDecl& decl, Place place);
  void add_fields(std::span<const ast::FieldDecl> fields, DefId owner, Place place, bool as_owner);
  void add_members(std::span<const ast::Decl* const> members, DefId owner, Place place);
  void add_type_params(const ast::Generics& generics, DefId owner, Place place);
  void add_item(DefId id, Place place);
  void report_duplicate(DefId second, DefId first);
  void report_small(const ast::Name& variant, std::string name);
  bool is_extension(const Def& def) const;

  Bindings& out_;
  support::Interner& interner_;
  diagnostics::Sink& sink_;
  ModuleId root_;
};

}  // namespace ariac::resolve
