// Names of modules, imports and re-exports, followed on demand.
#include "resolve/module_names.hpp"

#include "ast/match.hpp"
#include "diagnostics/catalogue/names.hpp"
#include "resolve/describe.hpp"
#include "resolve/imports.hpp"
#include "resolve/near_name.hpp"

namespace ariac::resolve {

using namespace ast;

ModuleNames::ModuleNames(Bindings& out, support::Interner& interner, diagnostics::Sink& sink, ModuleId root,
                         std::span<const ModuleSource> sources, std::span<const std::vector<Symbol>> nearby)
    : out_(out), interner_(interner), sink_(&sink), root_(root), sources_(sources), nearby_(nearby) {
  imports_.resize(out_.modules.size());
  const auto& top = out_.modules[root_.index()].submodules;
  if (const auto found = top.find(interner_.intern("std")); found != top.end()) std_ = out_.def(found->second).module;
  for (std::size_t i = 0; i < out_.modules.size(); ++i) {
    const Module& module = out_.modules[i];
    const ModuleId id(static_cast<std::uint32_t>(i));
    if (module.tree != nullptr) collect_imports(module.tree->items.statements, id);
    if (module.block != nullptr) collect_imports(module.block->items, id);
    if (!module.is_library || !is_prelude(module)) continue;
    for (const auto& [name, def] : module.items)
      if (out_.def(def).visibility == Visibility::everywhere) prelude_.emplace(name, def);
  }
}

// What stands in `std::prelude` needs no import.
bool ModuleNames::is_prelude(const Module& module) const {
  return module.path.size() >= 2 && interner_.text(module.path[1]) == "prelude";
}

void ModuleNames::collect_imports(std::span<const Stmt* const> items, ModuleId module) {
  for (const Stmt* stmt : items)
    if (const auto* item = as<DeclStmt>(stmt))
      if (const auto* import = as<ImportDecl>(item->decl)) add_import(*import, module);
}

void ModuleNames::add_import(const ImportDecl& decl, ModuleId module) {
  Imports& imports = imports_[module.index()];
  for (const ImportItem& item : decl.items) {
    Import import;
    import.item = &item;
    import.visibility = decl.head.visibility;
    if (item.alias) {
      import.name = item.alias.symbol;
    } else if (!item.path.empty()) {
      import.name = item.path.back().symbol;
    } else {
      const std::string_view file = item.file.substr(item.file.rfind('/') + 1);
      import.name = interner_.intern(file.ends_with(".aria") ? file.substr(0, file.size() - 5) : file);
    }
    const std::size_t index = imports.all.size();
    if (item.everything) imports.globs.push_back(index);
    else imports.by_name[import.name].push_back(index);
    imports.all.push_back(import);
  }
}

void ModuleNames::check_imports() {
  for (std::size_t i = 0; i < imports_.size(); ++i) {
    const ModuleId module(static_cast<std::uint32_t>(i));
    for (std::size_t k = 0; k < imports_[i].all.size(); ++k) follow(module, k);
    for (const auto& [name, indices] : imports_[i].by_name) {
      if (indices.size() < 2) continue;
      const Import& first = imports_[i].all[indices.front()];
      for (std::size_t k : indices)
        if (imports_[i].all[k].target != first.target && imports_[i].all[k].target.valid() && first.target.valid())
          sink_->report(imports_[i].all[k].item->range, diag::DuplicateName{.name = interner_.text(name)})
              .label(first.item->range, "first imported here")
              .help("import one of them under another name: `as …`");
    }
  }
}

// --- Following an import ------------------------------------------------------------------------------------------

DefId ModuleNames::follow(ModuleId module, std::size_t index) {
  Import& import = imports_[module.index()].all[index];
  if (import.state == State::done) return import.target;
  if (import.state == State::following) {
    ++cycles_;
    sink_->report(import.item->range, diag::ImportCycle{.name = interner_.text(import.name)})
        .primary("following it ends here again")
        .help("import it from the module that defines it");
    return DefId();
  }
  import.state = State::following;
  const DefId target = find_target(*import.item, module);
  import.state = State::done;
  import.target = target;
  return target;
}

DefId ModuleNames::find_file(const ImportItem& item, ModuleId from) {
  ModuleId file = from;      // of a block: the file around it
  while (out_.modules[file.index()].parent.valid()) file = out_.modules[file.index()].parent;
  const ModuleSource& source = sources_[file.index()];
  const auto path = path_of_file_import(item.file, source.path, source.is_folder_index, interner_);
  if (!path) {
    sink_->report(item.range, diag::ImportLeavesRoot{.path = item.file})
        .note("imports are looked up below the source root and in the declared dependencies only");
    return DefId();
  }
  ModuleId at = root_;
  for (Symbol name : *path) {
    const auto& inner = out_.modules[at.index()].submodules;
    const auto found = inner.find(name);
    if (found == inner.end()) {
      auto report = sink_->report(item.range, diag::UnknownModule{.path = item.file});
      if (const auto near = near_name(interner_.text(name), names_in(at))) report.help("did you mean `" + *near + "`?");
      return DefId();
    }
    at = out_.def(found->second).module;
  }
  return out_.modules[at.index()].def;
}

// Where a path can begin: a module block around, the source root, the library.
Found ModuleNames::first_segment(Symbol name, ModuleId from) const {
  const auto in = [&](ModuleId module) -> Found {
    const auto& inner = out_.modules[module.index()].submodules;
    const auto found = inner.find(name);
    return found == inner.end() ? Found{} : Found{Found::Kind::def, found->second, false, {}};
  };
  for (ModuleId at = from; at.valid(); at = out_.modules[at.index()].parent) {
    // A file's own submodules are reached through its path; only blocks stand inside it.
    if (const Found found = in(at); found && out_.modules[out_.def(found.def).module.index()].block != nullptr)
      return found;
  }
  if (const Found found = in(root_)) return found;
  return std_.valid() ? in(std_) : Found{};
}

Found ModuleNames::step(DefId inside, const Name& name, ModuleId from) {
  const Def& def = out_.def(inside);
  if (def.kind == DefKind::module) return member(def.module, name.symbol, from);
  if (def.kind == DefKind::enum_)
    for (DefId variant : out_.members(inside))
      if (out_.def(variant).name == name.symbol) return {Found::Kind::def, variant, !out_.visible_from(variant, from), {}};
  return {};
}

DefId ModuleNames::find_target(const ImportItem& item, ModuleId from) {
  if (!item.file.empty()) return find_file(item, from);
  if (item.path.empty()) return DefId();
  Found found = first_segment(item.path.front().symbol, from);
  // `import Shape::*`: a type of the own module or of the prelude opens the path.
  if (!found && item.path.size() + (item.everything ? 1 : 0) > 1) {
    const auto& own = out_.modules[from.index()].items;
    const auto item_found = own.find(item.path.front().symbol);
    if (item_found != own.end()) found = {Found::Kind::def, item_found->second, false, {}};
  }
  if (!found && item.path.size() == 1) found = library_item(item.path.front().symbol);
  if (!found) {
    report_missing_step(out_.modules[root_.index()].def, item.path.front(), item.path.first(1));
    return DefId();
  }
  for (std::size_t i = 1; i < item.path.size(); ++i) {
    const DefId inside = found.def;
    const std::size_t cycles_before = cycles_;
    found = step(inside, item.path[i], from);
    if (!found) {
      if (cycles_ == cycles_before) report_missing_step(inside, item.path[i], item.path.first(i + 1));
      return DefId();
    }
    if (found.is_private) report_private(found.def, item.path[i]);
  }
  return found.def;
}

void ModuleNames::report_missing_step(DefId inside, const Name& name, std::span<const Name> path) {
  const Def& def = out_.def(inside);
  std::vector<std::string_view> candidates;
  if (def.kind == DefKind::module) candidates = names_in(def.module);
  for (DefId member : out_.members(inside)) candidates.push_back(interner_.text(out_.def(member).name));
  std::string text;
  for (const Name& part : path) text += (text.empty() ? "" : "::") + std::string(interner_.text(part.symbol));
  const bool is_folder = def.kind == DefKind::module && out_.modules[def.module.index()].items.empty();
  auto report = is_folder ? sink_->report(name.range, diag::UnknownModule{.path = text})
                          : sink_->report(name.range, diag::NotInModule{.module = out_.path_text(inside, interner_),
                                                                       .name = interner_.text(name.symbol)});
  const std::string written(interner_.text(name.symbol));
  const std::vector<std::string_view> methods = method_names();
  if (std::ranges::find(methods, written) != methods.end()) {
    report.help("`" + written + "` is a method: it follows its value, as in `value." + written + "`");
  } else if (const auto near = near_name(written, candidates)) {
    report.suggest(name.range, *near, "did you mean `" + *near + "`?");
  }
}

// --- Looking up ---------------------------------------------------------------------------------------------------

Found ModuleNames::from_glob(const Import& glob, Symbol name, ModuleId from) {
  if (!glob.target.valid()) return {};
  const Def& def = out_.def(glob.target);
  if (def.kind == DefKind::module) {
    if (def.module == from) return {};
    const Module& module = out_.modules[def.module.index()];
    if (const auto item = module.items.find(name); item != module.items.end())
      return {Found::Kind::def, item->second, !out_.visible_from(item->second, from), {}};
    return imported(def.module, name, from);
  }
  return step(glob.target, Name{name, {}}, from);
}

// What a module's imports bring. Asked from another module only re-exports count; private ones are named as such.
Found ModuleNames::imported(ModuleId module, Symbol name, ModuleId from) {
  const bool is_inside = [&] {
    for (ModuleId at = from; at.valid(); at = out_.modules[at.index()].parent)
      if (at == module) return true;
    return false;
  }();
  const auto is_open = [&](const Import& import) { return is_inside || import.visibility != Visibility::module; };
  const Imports& imports = imports_[module.index()];
  if (const auto found = imports.by_name.find(name); found != imports.by_name.end()) {
    for (std::size_t index : found->second) {
      if (!is_open(imports.all[index])) continue;
      // `import shop::pricing` in shop itself means the module below it.
      if (imports.all[index].state == State::following && out_.modules[module.index()].submodules.contains(name)) continue;
      if (const DefId target = follow(module, index); target.valid()) return {Found::Kind::def, target, false, {}};
    }
  }
  Found best;
  for (std::size_t index : imports.globs) {
    if (!is_open(imports.all[index]) || imports.all[index].state == State::following) continue;
    follow(module, index);
    // While this glob is searched it is not searched again: modules may re-export each other.
    const State before = imports.all[index].state;
    imports_[module.index()].all[index].state = State::following;
    const Found found = from_glob(imports.all[index], name, from);
    imports_[module.index()].all[index].state = before;
    if (!found || found.is_private) continue;
    if (best && best.def != found.def) return {Found::Kind::ambiguous, best.def, false, found.def};
    best = found;
  }
  return best;
}

Found ModuleNames::member(ModuleId module, Symbol name, ModuleId from) {
  const Module& inside = out_.modules[module.index()];
  Found hidden;
  if (const auto item = inside.items.find(name); item != inside.items.end()) {
    if (out_.visible_from(item->second, from)) return {Found::Kind::def, item->second, false, {}};
    hidden = {Found::Kind::def, item->second, true, {}};
  }
  if (const Found found = imported(module, name, from)) return found;
  if (const auto inner = inside.submodules.find(name); inner != inside.submodules.end()) {
    const bool visible = out_.visible_from(inner->second, from);
    return {Found::Kind::def, inner->second, !visible, {}};
  }
  return hidden;
}

Found ModuleNames::library_item(Symbol name) const {
  const auto found = prelude_.find(name);
  return found == prelude_.end() ? Found{} : Found{Found::Kind::def, found->second, false, {}};
}

Found ModuleNames::lookup(Symbol name, ModuleId from) {
  for (ModuleId at = from; at.valid(); at = out_.modules[at.index()].parent) {
    const Module& module = out_.modules[at.index()];
    if (const auto item = module.items.find(name); item != module.items.end())
      return {Found::Kind::def, item->second, false, {}};
    if (const Found found = imported(at, name, from)) return found;
  }
  bool library_variant = false;
  if (const auto variants = out_.variants.find(name); variants != out_.variants.end()) {
    for (DefId variant : variants->second) {
      if (!out_.visible_from(variant, from)) continue;
      if (!out_.def(variant).is_library) return {Found::Kind::variants, DefId(), false, {}};
      library_variant = true;
    }
  }
  if (const Found found = first_segment(name, from)) return found;
  if (const Found found = library_item(name)) return found;
  return library_variant ? Found{Found::Kind::variants, DefId(), false, {}} : Found{};
}

Found ModuleNames::lookup_type(Symbol name, ModuleId from) {
  const Found found = lookup(name, from);
  if (found.kind != Found::Kind::variants) return found;
  const Found type = library_item(name);
  return type && is_type(out_.def(type.def).kind) ? type : found;
}

std::vector<ModuleNames::Imported> ModuleNames::import_in_body(const ImportDecl& decl, ModuleId from) {
  std::vector<Imported> result;
  for (const ImportItem& item : decl.items) {
    const DefId target = find_target(item, from);
    if (!target.valid()) continue;
    if (item.everything) {
      const Def& def = out_.def(target);
      if (def.kind == DefKind::module)
        for (const auto& [name, member] : out_.modules[def.module.index()].items)
          if (out_.visible_from(member, from)) result.push_back({name, member});
      for (DefId member : out_.members(target)) result.push_back({out_.def(member).name, member});
      continue;
    }
    result.push_back({item.alias ? item.alias.symbol : item.path.empty() ? out_.def(target).name : item.path.back().symbol, target});
  }
  return result;
}

// --- Reports ------------------------------------------------------------------------------------------------------

std::string ModuleNames::module_text(ModuleId module) const {
  const std::string text = out_.path_text(out_.modules[module.index()].def, interner_);
  return text.empty() ? "main" : text;
}

void ModuleNames::report_private(DefId id, const Name& name) {
  const Def& def = out_.def(id);
  auto report = sink_->report(name.range, diag::PrivateName{.name = interner_.text(name.symbol),
                                                           .module = module_text(def.module)});
  if (def.name_range.valid()) report.label(def.name_range, "defined here without `pub`");
}

void ModuleNames::report_unknown_member(ModuleId module, const Name& name) {
  report_missing_step(out_.modules[module.index()].def, name,
                      std::span<const Name>(&name, 1));
}

std::vector<std::string_view> ModuleNames::method_names() const {
  std::vector<std::string_view> methods;
  for (const Def& def : out_.defs) {
    const auto* decl = ast::as<ast::FunctionDecl>(def.decl);
    if (decl != nullptr && !decl->params.empty() && decl->params.front().is_self) methods.push_back(interner_.text(def.name));
  }
  return methods;
}

std::vector<std::string_view> ModuleNames::names_in(ModuleId module) const {
  std::vector<std::string_view> names;
  const Module& inside = out_.modules[module.index()];
  for (const auto& [name, def] : inside.items)
    if (out_.def(def).visibility != Visibility::module) names.push_back(interner_.text(name));
  for (const auto& [name, def] : inside.submodules) names.push_back(interner_.text(name));
  for (const Import& import : imports_[module.index()].all)
    if (import.visibility != Visibility::module && !import.item->everything)
      names.push_back(interner_.text(import.name));
  for (const std::vector<Symbol>& path : nearby_)
    if (path.size() == inside.path.size() + 1 && std::equal(inside.path.begin(), inside.path.end(), path.begin()))
      names.push_back(interner_.text(path.back()));
  return names;
}

bool ModuleNames::is_broken_import(Symbol name, ModuleId from) const {
  for (ModuleId at = from; at.valid(); at = out_.modules[at.index()].parent) {
    const Imports& imports = imports_[at.index()];
    const auto found = imports.by_name.find(name);
    if (found == imports.by_name.end()) continue;
    for (std::size_t index : found->second)
      if (imports.all[index].state == State::done && !imports.all[index].target.valid()) return true;
  }
  return false;
}

std::optional<std::string> ModuleNames::suggest(Symbol name, ModuleId from, std::span<const Symbol> locals) const {
  std::vector<std::string_view> names;
  for (Symbol local : locals) names.push_back(interner_.text(local));
  for (ModuleId at = from; at.valid(); at = out_.modules[at.index()].parent) {
    for (const auto& [item, def] : out_.modules[at.index()].items) names.push_back(interner_.text(item));
    for (const auto& [imported_name, index] : imports_[at.index()].by_name)
      names.push_back(interner_.text(imported_name));
  }
  for (const auto& [item, def] : prelude_) names.push_back(interner_.text(item));
  for (const auto& [variant, defs] : out_.variants) names.push_back(interner_.text(variant));
  return near_name(interner_.text(name), names);
}

}  // namespace ariac::resolve
