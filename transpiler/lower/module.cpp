#include "lower/headers.hpp"
#include "lower/module.hpp"

#include <algorithm>
#include <functional>
#include <unordered_set>

namespace ariac::lower {

ModuleLowering::ModuleLowering(const Input& input, const Names& names, ModuleId module)
    : input_(input), names_(names), module_(module), lower_types_(input, names, module) {
  const resolve::Module& self = input_.bindings.modules[module.index()];
  if (self.tree != nullptr) collect(self.tree->items.statements);
}

void ModuleLowering::collect(std::span<const ast::Stmt* const> items) {
  for (const ast::Stmt* item : items) {
    if (const auto* decl = ast::as<ast::DeclStmt>(item)) collect(*decl->decl);
  }
}

void ModuleLowering::collect_members(DefId owner, std::span<const ast::Decl* const> members) {
  for (const ast::Decl* member : members) {
    const DefId id = input_.bindings.def_of(member->id);
    if (!id.valid()) continue;
    if (ast::as<ast::FunctionDecl>(member) != nullptr) functions_.push_back(id);
  }
  static_cast<void>(owner);
}

void ModuleLowering::collect(const ast::Decl& decl) {
  const DefId id = input_.bindings.def_of(decl.id);
  ast::match(
      decl, [&](const ast::FunctionDecl&) { functions_.push_back(id); },
      [&](const ast::StructDecl& d) {
        type_defs_.push_back(id);
        collect_members(id, d.members);
      },
      [&](const ast::EnumDecl&) { type_defs_.push_back(id); }, [&](const ast::TraitDecl&) { trait_defs_.push_back(id); },
      [&](const ast::ImplDecl& d) {
        const auto info = input_.types.impls.find(id);
        if (info != input_.types.impls.end() && info->second.trait.valid() && !input_.bindings.def(info->second.trait).is_library) {
          impl_defs_.push_back(id);
        }
        collect_members(id, d.members);
      },
      [&](const ast::ConstDecl&) { constants_.push_back(id); },
      [&](const ast::ModuleDecl& d) {
        if (!d.is_header) collect(d.items);
      },
      [](const ast::EffectDecl&) {}, [](const ast::TypeDecl&) {}, [](const ast::TestDecl&) {}, [](const ast::ImportDecl&) {},
      [](const ast::ExternDecl&) {});
}

// Each type after those it holds by value.
std::vector<DefId> ModuleLowering::types_in_order() const {
  std::vector<DefId> out;
  std::unordered_set<DefId> seen;
  const std::function<void(DefId)> add = [&](DefId id) {
    if (std::ranges::find(type_defs_, id) == type_defs_.end() || !seen.insert(id).second) return;
    const auto info = input_.types.types.find(id);
    if (info != input_.types.types.end()) {
      const std::function<void(TypeId)> mention = [&](TypeId type) {
        const types::Type& shape = input_.types.store[type];
        if (shape.kind == types::TypeKind::named) add(shape.def);
        for (const TypeId arg : shape.args) mention(arg);
      };
      for (const types::RecordInfo& record : info->second.variants) {
        for (const types::FieldInfo& field : record.fields) {
          if (std::ranges::find(info->second.boxed_fields, field.def) == info->second.boxed_fields.end()) mention(field.type);
        }
      }
    }
    out.push_back(id);
  };
  for (const DefId id : type_defs_) add(id);
  return out;
}

bool ModuleLowering::is_public(DefId id) const { return input_.bindings.def(id).visibility != ast::Visibility::module; }

bool ModuleLowering::program_main(std::vector<cpp::Decl>& after) {
  const resolve::Module& self = input_.bindings.modules[module_.index()];
  std::string entry;
  if (self.program.valid() && !instances_of(self.program).empty()) {
    entry = "program";
  } else {
    for (const DefId id : functions_) {
      if (names_.text(input_.bindings.def(id).name) == "main" && owner_of(id).place == Place::free) entry = "main";
    }
    if (!self.program.valid() && module_.index() != 0) {
      // Only the file that is run has an entry.
      for (const resolve::Module& other : input_.bindings.modules) {
        if (other.program.valid()) return false;
      }
    }
  }
  if (entry.empty()) return false;
  const std::string space = names_.space(module_);
  cpp::Function main{.result = cpp::type("int"), .name = "main", .params = {{cpp::type("int"), "argc"}, {cpp::pointer_to(cpp::type("char*")), "argv"}}, .definition = cpp::Definition::Body};
  main.params[1].type = cpp::pointer_to(cpp::pointer_to(cpp::type("char")));
  main.body = {cpp::give_back(cpp::call(needs_runtime(input_) ? "aria::run_async_main" : "aria::run_main", {cpp::name("argc"), cpp::name("argv"), cpp::name(space.empty() ? entry : space + "::" + entry)}))};
  after.push_back(cpp::decl(std::move(main)));
  return true;
}

std::set<std::string> ModuleLowering::headers() const {
  const resolve::Module& self = input_.bindings.modules[module_.index()];
  std::vector<types::InstanceId> instances;
  const auto add = [&](DefId id) {
    const auto all = instances_of(id);
    instances.insert(instances.end(), all.begin(), all.end());
  };
  for (const DefId id : functions_) add(id);
  for (const DefId id : constants_) add(id);
  if (self.program.valid()) add(self.program);
  std::vector<TypeId> fields;
  for (const DefId id : type_defs_) {
    add(id);
    const auto info = input_.types.types.find(id);
    if (info == input_.types.types.end()) continue;
    for (const types::RecordInfo& record : info->second.variants) {
      for (const types::FieldInfo& field : record.fields) fields.push_back(field.type);
    }
  }
  return library_headers(input_, instances, fields);
}

ModuleUnit ModuleLowering::unit() {
  const resolve::Module& self = input_.bindings.modules[module_.index()];
  ModuleUnit out;
  for (const Symbol step : self.path) out.path += (out.path.empty() ? "" : "/") + std::string(names_.text(step));
  if (out.path.empty()) out.path = "main";
  std::vector<cpp::Decl> shared;   // types, traits, templates, prototypes of what is `pub`
  std::vector<cpp::Decl> internal; // prototypes of the rest
  std::vector<cpp::Decl> bodies;
  std::vector<cpp::Decl> templates;
  const std::vector<DefId> types = types_in_order();
  for (const DefId id : types) {
    const auto info = input_.types.types.find(id);
    const bool generic = info != input_.types.types.end() && !info->second.params.empty();
    const resolve::Def& def = input_.bindings.def(id);
    if (types.size() > 1 || (info != input_.types.types.end() && info->second.is_recursive)) {
      shared.push_back(cpp::decl(cpp::Record{.templated = generic ? template_of(info->second.params) : cpp::Template{}, .name = names_.plain(id), .defined = false}));
    }
    static_cast<void>(def);
  }
  for (const DefId id : constants_) shared.push_back(constant(id));
  for (const DefId id : types) shared.push_back(input_.bindings.def(id).kind == DefKind::enum_ ? enumeration(id) : record(id));
  for (const DefId id : trait_defs_) shared.push_back(trait(id));
  for (const DefId id : impl_defs_) shared.push_back(implementation(id));
  for (const DefId id : functions_) {
    const Owner owner = owner_of(id);
    for (const types::InstanceId instance : instances_of(id)) {
      const bool is_template = input_.types[instance].is_template || !owner.params.empty();
      if (owner.place == Place::free) (is_public(id) || is_template ? shared : internal).push_back(prototype(instance, owner));
      (is_template ? templates : bodies).push_back(definition(instance, owner, true));
    }
  }
  if (self.program.valid()) {
    for (const types::InstanceId instance : instances_of(self.program)) bodies.push_back(definition(instance, {}, false));
  }
  bool any_public = false;
  for (const auto* ids : {&type_defs_, &functions_, &constants_, &trait_defs_}) {
    for (const DefId id : *ids) any_public = any_public || (is_public(id) && names_.text(input_.bindings.def(id).name) != "main");
  }
  shared.insert(shared.end(), templates.begin(), templates.end());
  std::vector<cpp::Decl> source;
  if (!any_public) source = std::move(shared);
  source.insert(source.end(), internal.begin(), internal.end());
  source.insert(source.end(), bodies.begin(), bodies.end());
  const std::string space = names_.space(module_);
  const auto in_space = [&](std::vector<cpp::Decl> decls) {
    return space.empty() ? std::move(decls) : std::vector<cpp::Decl>{cpp::decl(cpp::Namespace{space, std::move(decls)})};
  };
  if (any_public) {
    out.unit.header.is_header = true;
    out.unit.header.includes = {{"aria/prelude.hpp"}};
    out.unit.header.decls = in_space(std::move(shared));
    out.unit.source.includes = {{out.path.substr(out.path.rfind('/') + 1) + ".aria.hpp", false}};
  } else {
    out.unit.source.includes = {{"aria/prelude.hpp"}};
  }
  if (!source.empty()) out.unit.source.decls = in_space(std::move(source));
  auto& includes = any_public ? out.unit.header.includes : out.unit.source.includes;
  for (const std::string& header : headers()) includes.push_back({header});
  if (program_main(out.unit.source.decls)) out.unit.source.includes.push_back({"aria/main.hpp"});
  if (self.tree != nullptr) {
    for (const ast::Comment& comment : self.tree->comments) {
      if (comment.kind == ast::CommentKind::module_doc) out.unit.source.opening_comment.emplace_back(comment.text);
    }
  }
  return out;
}

std::vector<ModuleUnit> lower(const Input& input) {
  const Names names(input);
  std::vector<ModuleUnit> out;
  for (std::uint32_t i = 0; i < input.bindings.modules.size(); ++i) {
    if (!input.bindings.modules[i].is_library) out.push_back(ModuleLowering(input, names, ModuleId(i)).unit());
  }
  // Every source sees the headers of the program's other modules.
  for (ModuleUnit& unit : out) {
    for (const ModuleUnit& other : out) {
      if (&other != &unit && !other.unit.header.decls.empty()) unit.unit.source.includes.push_back({other.path + ".aria.hpp", false});
    }
  }
  return out;
}

}  // namespace ariac::lower
