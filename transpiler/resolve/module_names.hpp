// Step 2 of resolve: what a name means at the level of modules, imports included.
//
// Imports are followed when a name asks for them, so re-exports of re-exports work in any order of the files; an
// import that leads back to itself is reported. The order of lookup: the own module, the blocks around it, imports,
// glob imports, the user's variants, the source root, the library.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "resolve/bindings.hpp"
#include "resolve/resolve.hpp"

namespace ariac::resolve {

// What a name was found to be.
struct Found {
  enum class Kind : std::uint8_t { nothing, def, variants, ambiguous };
  Kind kind = Kind::nothing;
  DefId def;
  bool is_private = false;       // it is there, but may not be seen from the asking module
  DefId other;                   // the second meaning of an ambiguous name
  explicit operator bool() const { return kind != Kind::nothing; }
};

class ModuleNames {
 public:
  ModuleNames(Bindings& out, support::Interner& interner, diagnostics::Sink& sink, ModuleId root,
              std::span<const ModuleSource> sources, std::span<const std::vector<Symbol>> nearby);

  void report_to(diagnostics::Sink& sink) { sink_ = &sink; }

  // Follows and checks every import of every module.
  void check_imports();

  // A bare name in a module.
  Found lookup(Symbol name, ModuleId from);

  // One that stands for a type, or in front of `::` or `.`: a variant `Int(Int)` does not hide the library's type.
  Found lookup_type(Symbol name, ModuleId from);

  // `module::name`, as seen from a module.
  Found member(ModuleId module, Symbol name, ModuleId from);

  // An import that stands in a body, reported when it leads nowhere.
  struct Imported {
    Symbol name;
    DefId def;
  };
  std::vector<Imported> import_in_body(const ast::ImportDecl& decl, ModuleId from);

  void report_unknown_member(ModuleId module, const ast::Name& name);
  void report_private(DefId def, const ast::Name& name);
  // An import that brought nothing has been reported; its name means nothing anywhere.
  bool is_broken_import(Symbol name, ModuleId from) const;
  std::optional<std::string> suggest(Symbol name, ModuleId from, std::span<const Symbol> locals) const;
  // Every method of the program and the library, whatever its type.
  std::vector<std::string_view> method_names() const;
  std::string module_text(ModuleId module) const;

 private:
  enum class State : std::uint8_t { waiting, following, done };
  struct Import {
    const ast::ImportItem* item = nullptr;
    Symbol name;
    ast::Visibility visibility = ast::Visibility::module;
    State state = State::waiting;
    DefId target;                  // invalid when done: what is imported is not there, which has been reported
  };
  struct Imports {
    std::unordered_map<Symbol, std::vector<std::size_t>> by_name;   // indices into `all`
    std::vector<Import> all;
    std::vector<std::size_t> globs;
  };

  bool is_prelude(const Module& module) const;
  void collect_imports(std::span<const ast::Stmt* const> items, ModuleId module);
  void add_import(const ast::ImportDecl& decl, ModuleId module);
  DefId follow(ModuleId module, std::size_t index);
  DefId find_target(const ast::ImportItem& item, ModuleId from);
  DefId find_file(const ast::ImportItem& item, ModuleId from);
  Found first_segment(Symbol name, ModuleId from) const;
  Found step(DefId inside, const ast::Name& name, ModuleId from);
  void report_missing_step(DefId inside, const ast::Name& name, std::span<const ast::Name> path);
  Found imported(ModuleId module, Symbol name, ModuleId from);
  Found from_glob(const Import& glob, Symbol name, ModuleId from);
  Found library_item(Symbol name) const;
  std::vector<std::string_view> names_in(ModuleId module) const;

  Bindings& out_;
  support::Interner& interner_;
  diagnostics::Sink* sink_;
  std::size_t cycles_ = 0;                 // imports found to lead back to themselves
  ModuleId root_;
  std::span<const ModuleSource> sources_;
  std::span<const std::vector<Symbol>> nearby_;
  ModuleId std_;                                        // the library's root module
  std::unordered_map<Symbol, DefId> prelude_;
  std::vector<Imports> imports_;                        // by ModuleId
};

}  // namespace ariac::resolve
