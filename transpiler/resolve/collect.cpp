// One walk over all declarations.
#include "resolve/collect.hpp"

#include "ast/match.hpp"
#include "ast/walk.hpp"
#include "diagnostics/catalogue/names.hpp"
#include "diagnostics/catalogue/ownership.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "resolve/describe.hpp"

namespace ariac::resolve {

using namespace ast;

// --- Modules ------------------------------------------------------------------------------------------------------

ModuleId Collector::make_module(std::vector<Symbol> path, ModuleId parent, bool is_library) {
  const ModuleId id(static_cast<std::uint32_t>(out_.modules.size()));
  Module module;
  module.is_library = is_library;
  module.parent = parent;
  const DefId def(static_cast<std::uint32_t>(out_.defs.size()));
  Def& made = out_.defs[def];
  made.kind = DefKind::module;
  made.name = path.empty() ? Symbol() : path.back();
  made.module = id;
  made.visibility = Visibility::everywhere;
  made.is_library = is_library;
  module.def = def;
  module.path = std::move(path);
  out_.modules.push_back(std::move(module));
  return id;
}

ModuleId Collector::submodule(ModuleId parent, Symbol name) {
  const Module& outer = out_.modules[parent.index()];
  if (const auto found = outer.submodules.find(name); found != outer.submodules.end())
    return out_.def(found->second).module;
  std::vector<Symbol> path = outer.path;
  path.push_back(name);
  const ModuleId made = make_module(std::move(path), ModuleId(), outer.is_library);
  out_.modules[parent.index()].submodules.emplace(name, out_.modules[made.index()].def);
  return made;
}

// Puts a file's module under its path. A folder's module that was made for a path through it gives way to the file.
void Collector::place_module(ModuleId id, const std::vector<Symbol>& path, SourceRange range) {
  if (path.empty()) return;
  ModuleId parent = root_;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) parent = submodule(parent, path[i]);
  auto& places = out_.modules[parent.index()].submodules;
  const DefId own = out_.modules[id.index()].def;
  const auto [place, is_new] = places.emplace(path.back(), own);
  if (is_new || place->second == own) return;
  Module& other = out_.modules[out_.def(place->second).module.index()];
  if (other.tree != nullptr) {
    sink_.report(range, diag::DuplicateName{.name = out_.path_text(own, interner_)})
        .note("two files are the same module");
    return;
  }
  out_.modules[id.index()].submodules = std::move(other.submodules);
  place->second = own;
}

ModuleId Collector::collect(std::span<const ModuleSource> sources) {
  for (const ModuleSource& source : sources) {
    const ModuleId id = make_module(source.path, ModuleId(), source.is_library);
    out_.modules[id.index()].tree = source.tree;
  }
  root_ = make_module({}, ModuleId(), false);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const ModuleId id(static_cast<std::uint32_t>(i));
    const Tree& tree = *sources[i].tree;
    const SourceRange start{tree.file, 0, 0};
    place_module(id, sources[i].path, start);
    // `module a::b` renames the file; it is still found where it lies.
    const auto& statements = tree.items.statements;
    const auto* first = statements.empty() ? nullptr : as<DeclStmt>(statements.front());
    const auto* header = first == nullptr ? nullptr : as<ModuleDecl>(first->decl);
    if (header != nullptr && header->is_header) {
      std::vector<Symbol> path;
      for (const Name& name : header->path) path.push_back(name.symbol);
      out_.modules[i].path = path;
      out_.defs[out_.modules[i].def].name = path.empty() ? Symbol() : path.back();
      place_module(id, path, header->range);
    }
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const ModuleId id(static_cast<std::uint32_t>(i));
    if (sources[i].is_program) collect_program(id, *sources[i].tree);
    collect_items(sources[i].tree->items.statements, {id, out_.modules[i].def, nullptr});
    if (sources[i].is_program || sources[i].tree->has_errors) continue;
    refuse_statements(sources[i].tree->items.statements);
  }
  for (const Module& module : out_.modules)
    for (const auto& [name, inner] : module.submodules)
      if (const auto item = module.items.find(name); item != module.items.end() && out_.def(inner).decl != nullptr) report_duplicate(item->second, inner);
  return root_;
}

void Collector::collect_program(ModuleId id, const Tree& tree) {
  const Stmt* first = nullptr;
  const FunctionDecl* main = nullptr;
  for (const Stmt* stmt : tree.items.statements) {
    const auto* item = as<DeclStmt>(stmt);
    if (item == nullptr && stmt->kind != NodeKind::ErrorStmt && first == nullptr) first = stmt;
    const auto* function = item == nullptr ? nullptr : as<FunctionDecl>(item->decl);
    if (function != nullptr && interner_.text(function->name.symbol) == "main") main = function;
  }
  if (first == nullptr) return;
  if (main != nullptr && tree.has_errors) return;      // its statements may be those of a body that was closed too early
  if (main != nullptr) {
    const bool assigns = first->kind == NodeKind::Let || first->kind == NodeKind::Assign;
    sink_.report(first->range, diag::StatementsAndMain{})
        .label(main->name.range, "`main` is defined here")
        .help(assigns ? "write `const NAME = …`, or make the value in `main`" : "move the statements into `main`");
    lose_variables(tree.items.statements);
    return;
  }
  const DefId def(static_cast<std::uint32_t>(out_.defs.size()));
  Def& program = out_.defs[def];
  program.kind = DefKind::program;
  program.parent = out_.modules[id.index()].def;
  program.module = id;
  program.name_range = first->range;
  out_.modules[id.index()].program = def;
}

// --- Items --------------------------------------------------------------------------------------------------------

void Collector::collect_items(std::span<const Stmt* const> items, Place place) {
  for (const Stmt* stmt : items)
    if (const auto* item = as<DeclStmt>(stmt)) collect_item(*item->decl, place);
}

void Collector::collect_item(const Decl& decl, Place place) {
  if (const auto* block = as<ModuleDecl>(&decl)) return collect_block(*block, place);
  if (const auto* foreign = as<ExternDecl>(&decl)) return collect_extern(*foreign, place);
  if (const DefId id = collect_decl(decl, place); id.valid()) add_item(id, place);
}

// What would be a variable of the file is not unknown where a function uses it.
void Collector::lose_variables(std::span<const Stmt* const> items) {
  for (const Stmt* stmt : items) {
    const auto* let = as<Let>(stmt);
    const auto* assign = as<Assign>(stmt);
    const Node* target = let != nullptr ? static_cast<const Node*>(let->pattern) : assign != nullptr ? assign->target : nullptr;
    if (target == nullptr) continue;
    walk(*target, [&](const Node& node) {
      if (const auto* pattern = as<BindingPattern>(&node)) sink_.lose(std::string(interner_.text(pattern->name.symbol)));
      if (const auto* name = as<NameExpr>(&node)) sink_.lose(std::string(interner_.text(name->name.symbol)));
      return true;
    });
  }
}

// A module runs nothing and has no variables, be it a file or a block.
void Collector::refuse_statements(std::span<const Stmt* const> items) {
  lose_variables(items);
  for (const Stmt* stmt : items)
    if (stmt->kind == NodeKind::Let || stmt->kind == NodeKind::Assign)
      sink_.report(stmt->range, diag::ModuleVariable{}).help("write `const NAME = …`, or make the value in `main`");
    else if (stmt->kind != NodeKind::DeclStmt && stmt->kind != NodeKind::ErrorStmt)
      sink_.report(stmt->range, diag::StatementInModule{}).help("put it into a function, which the file that is run can call");
}

void Collector::collect_block(const ModuleDecl& decl, Place place) {
  refuse_statements(decl.items);
  if (decl.is_header || decl.path.empty()) return;
  ModuleId inner = place.module;
  for (const Name& name : decl.path) {
    const ModuleId outer = inner;
    inner = submodule(outer, name.symbol);
    out_.modules[inner.index()].parent = outer;
  }
  Module& module = out_.modules[inner.index()];
  module.block = &decl;
  Def& def = out_.defs[module.def];
  def.visibility = decl.head.visibility;
  def.name_range = decl.path.back().range;
  def.node = decl.id;
  def.decl = &decl;
  out_.defs_by_node[decl.id] = module.def;
  collect_items(decl.items, {inner, module.def, place.extern_block});
}

void Collector::collect_extern(const ExternDecl& decl, Place place) {
  place.extern_block = &decl;
  if (decl.alias) {
    const ModuleId outer = place.module;
    place.module = submodule(outer, decl.alias.symbol);
    out_.modules[place.module.index()].parent = outer;
    place.parent = out_.modules[place.module.index()].def;
    out_.defs[place.parent].name_range = decl.alias.range;
  }
  for (const Decl* member : decl.members) collect_item(*member, place);
}

bool Collector::is_extension(const Def& def) const {
  const auto* function = as<FunctionDecl>(def.decl);
  return function != nullptr && !function->params.empty() && function->params.front().is_self;
}

void Collector::add_item(DefId id, Place place) {
  const Def& def = out_.def(id);
  if (!def.name.valid() || def.kind == DefKind::impl || def.kind == DefKind::test) return;
  const bool extension = is_extension(def);
  if (extension) out_.extensions[def.name].push_back(id);
  const auto [item, is_new] = out_.modules[place.module.index()].items.emplace(def.name, id);
  if (is_new) return;
  // Extension functions share a name freely: their receivers tell them apart.
  if (extension) return;
  if (is_extension(out_.def(item->second))) {
    item->second = id;
    return;
  }
  // A library function may have several signatures.
  if (def.is_extern && def.is_library && def.kind == DefKind::function) {
    out_.overloads[item->second].push_back(id);
    return;
  }
  report_duplicate(id, item->second);
}

void Collector::report_duplicate(DefId second, DefId first) {
  const Def& def = out_.def(second);
  sink_.report(def.name_range, diag::DuplicateName{.name = interner_.text(def.name)})
      .primary("defined again here")
      .label(out_.def(first).name_range, "first defined here");
}

// --- Definitions --------------------------------------------------------------------------------------------------

DefId Collector::add(DefKind kind, const Name& name, NodeId node, const Decl* decl, Visibility visibility,
                     Place place) {
  const DefId id(static_cast<std::uint32_t>(out_.defs.size()));
  Def& def = out_.defs[id];
  def.kind = kind;
  def.name = name.symbol;
  def.parent = place.parent;
  def.module = place.module;
  def.visibility = visibility;
  def.name_range = name.range;
  def.node = node;
  def.decl = decl;
  def.is_library = out_.modules[place.module.index()].is_library;
  def.is_extern = place.extern_block != nullptr;
  def.extern_block = place.extern_block;
  // What an extern block declares is the interface of its header.
  if (def.is_extern && def.is_library) def.visibility = Visibility::everywhere;
  if (node.valid()) out_.defs_by_node[node] = id;
  return id;
}

void Collector::add_type_params(const Generics& generics, DefId owner, Place place) {
  place.parent = owner;
  std::uint32_t index = 0;
  for (const TypeParam& param : generics.params) {
    const DefId id = add(DefKind::type_param, param.name, param.id, nullptr, Visibility::everywhere, place);
    out_.defs[id].type_param = &param;
    out_.defs[id].index = index++;
    for (DefId other : out_.type_params_by_def[owner])
      if (out_.def(other).name == param.name.symbol) report_duplicate(id, other);
    out_.type_params_by_def[owner].push_back(id);
  }
}

void Collector::add_fields(std::span<const FieldDecl> fields, DefId owner, Place place, bool as_owner) {
  place.parent = owner;
  std::unordered_map<Symbol, DefId> seen;
  std::uint32_t index = 0;
  for (const FieldDecl& field : fields) {
    const Visibility visibility = as_owner ? out_.def(owner).visibility : field.visibility;
    const DefId id = add(DefKind::field, field.name, field.id, nullptr, visibility, place);
    out_.defs[id].field = &field;
    out_.defs[id].index = index++;
    out_.members_by_def[owner].push_back(id);
    if (!field.name) {
      out_.defs[id].name_range = field.range;
      continue;
    }
    if (const auto [first, is_new] = seen.emplace(field.name.symbol, id); !is_new) report_duplicate(id, first->second);
  }
}

void Collector::add_members(std::span<const Decl* const> members, DefId owner, Place place) {
  place.parent = owner;
  std::unordered_map<Symbol, DefId> seen;
  for (DefId earlier : out_.members_by_def[owner])
    if (out_.def(earlier).kind != DefKind::field) seen.emplace(out_.def(earlier).name, earlier);
  for (const Decl* member : members) {
    const DefId id = collect_decl(*member, place);
    if (!id.valid()) continue;
    out_.members_by_def[owner].push_back(id);
    const Def& def = out_.def(id);
    if (!def.name.valid()) continue;
    const auto [first, is_new] = seen.emplace(def.name, id);
    if (!is_new && !(def.is_extern && def.is_library)) report_duplicate(id, first->second);
  }
}

DefId Collector::add_struct(const StructDecl& decl, Place place) {
  const DefId id = add(DefKind::struct_, decl.name, decl.id, &decl, decl.head.visibility, place);
  add_type_params(decl.generics, id, place);
  add_fields(decl.fields, id, place, decl.form == StructKind::data);
  add_members(decl.members, id, place);
  return id;
}

DefId Collector::add_enum(const EnumDecl& decl, Place place) {
  const DefId id = add(DefKind::enum_, decl.name, decl.id, &decl, decl.head.visibility, place);
  add_type_params(decl.generics, id, place);
  Place inside = place;
  inside.parent = id;
  std::unordered_map<Symbol, DefId> seen;
  std::uint32_t index = 0;
  for (const Variant& variant : decl.variants) {
    const DefId part = add(DefKind::variant, variant.name, variant.id, nullptr, out_.def(id).visibility, inside);
    out_.defs[part].variant = &variant;
    out_.defs[part].index = index++;
    out_.members_by_def[id].push_back(part);
    out_.variants[variant.name.symbol].push_back(part);
    if (const auto [first, is_new] = seen.emplace(variant.name.symbol, part); !is_new)
      report_duplicate(part, first->second);
    if (const std::string name(interner_.text(variant.name.symbol)); !name.empty() && name[0] >= 'a' && name[0] <= 'z') report_small(variant.name, name);
    add_fields(variant.parts, part, inside, true);
  }
  return id;
}

// In a pattern it would be a new variable.
void Collector::report_small(const Name& variant, std::string name) {
  std::string capital;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_') continue;
    const bool begins = i == 0 || name[i - 1] == '_';
    capital += begins && name[i] >= 'a' && name[i] <= 'z' ? static_cast<char>(name[i] - 'a' + 'A') : name[i];
  }
  sink_.report(variant.range, diag::SmallVariant{.name = name})
      .primary("in a pattern this name would be a new variable")
      .suggest(variant.range, capital, "write `" + capital + "`");
}

DefId Collector::collect_decl(const Decl& decl, Place place) {
  const auto with_members = [&](DefId id, const Generics& generics, std::span<const Decl* const> members) {
    add_type_params(generics, id, place);
    add_members(members, id, place);
    return id;
  };
  return match(
      decl,
      [&](const FunctionDecl& d) {
        Visibility visibility = d.head.visibility;
        const Def& around = out_.def(place.parent);
        // The functions of a trait, an effect and an impl of a trait are as visible as the trait.
        if (around.kind == DefKind::trait || around.kind == DefKind::effect) visibility = around.visibility;
        const auto* impl = as<ImplDecl>(around.decl);
        if (impl != nullptr && impl->trait != nullptr) visibility = Visibility::everywhere;
        const DefId id = add(DefKind::function, d.name, d.id, &d, visibility, place);
        add_type_params(d.generics, id, place);
        return id;
      },
      [&](const StructDecl& d) { return add_struct(d, place); },
      [&](const EnumDecl& d) { return add_enum(d, place); },
      [&](const TraitDecl& d) {
        return with_members(add(DefKind::trait, d.name, d.id, &d, d.head.visibility, place), d.generics, d.members);
      },
      [&](const ImplDecl& d) {
        const DefId id = add(DefKind::impl, Name{}, d.id, &d, Visibility::everywhere, place);
        out_.defs[id].name_range = d.type != nullptr ? d.type->range : d.range;
        out_.impls.push_back(id);
        return with_members(id, d.generics, d.members);
      },
      [&](const EffectDecl& d) {
        const DefId id = add(DefKind::effect, d.name, d.id, &d, d.head.visibility, place);
        std::vector<const Decl*> operations(d.operations.begin(), d.operations.end());
        return with_members(id, d.generics, operations);
      },
      [&](const TypeDecl& d) {
        const DefKind around = out_.def(place.parent).kind;
        const bool inside = around == DefKind::trait || around == DefKind::impl;
        const bool opaque = d.type == nullptr;
        const DefKind kind = inside ? DefKind::associated_type : opaque ? DefKind::opaque_type : DefKind::alias;
        const Visibility visibility = inside ? Visibility::everywhere : d.head.visibility;
        const DefId id = add(kind, d.name, d.id, &d, visibility, place);
        add_type_params(d.generics, id, place);
        return id;
      },
      [&](const ConstDecl& d) {
        const DefKind around = out_.def(place.parent).kind;
        const Visibility visibility = around == DefKind::trait ? out_.def(place.parent).visibility : d.head.visibility;
        return add(DefKind::constant, d.name, d.id, &d, visibility, place);
      },
      [&](const TestDecl& d) { return add(DefKind::test, Name{Symbol(), d.range}, d.id, &d, Visibility::module, place); },
      [&](const ImportDecl&) { return DefId(); },
      [&](const ModuleDecl&) { return DefId(); },
      [&](const ExternDecl&) { return DefId(); });
}

DefId Collector::collect_local(const Decl& decl, ModuleId module, DefId parent) {
  return collect_decl(decl, {module, parent, nullptr});
}

}  // namespace ariac::resolve
