// Which declarations a file holds, and the items made of them.
#include "lower/module.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "ast/walk.hpp"
#include "lower/constants.hpp"
#include "lower/headers.hpp"
#include "lower/impls.hpp"

namespace ariac::lower {

ModuleLowering::ModuleLowering(const Input& input, const Names& names, ModuleId file, const std::set<DefId>& dyn_traits, const ShownTypes& shown)
    : input_(input), names_(names), dyn_traits_(dyn_traits), shown_(shown), file_(file), module_(file), lower_types_(input, names, file), comments_(input, input.bindings.modules[file.index()].tree) {
  const resolve::Module& self = input_.bindings.modules[file.index()];
  if (self.tree == nullptr) return;
  collect(self.tree->items.statements);
  for (const ast::Stmt* stmt : self.tree->items.statements) {
    if (stmt->kind == ast::NodeKind::DeclStmt) continue;
    ast::walk(*stmt, [&](const ast::Node& node) {
      const auto* local = ast::as<ast::DeclStmt>(&node);
      if (local != nullptr) collect(*local->decl);
      return local == nullptr;
    });
  }
}

void ModuleLowering::collect(std::span<const ast::Stmt* const> items) {
  for (const ast::Stmt* item : items) {
    if (const auto* decl = ast::as<ast::DeclStmt>(item)) collect(*decl->decl);
  }
}

void ModuleLowering::collect_members(std::span<const ast::Decl* const> members) {
  for (const ast::Decl* member : members) {
    const DefId id = input_.bindings.def_of(member->id);
    if (id.valid() && ast::as<ast::ConstDecl>(member) != nullptr) {
      constants_.push_back(id);
      note_range(member->range);
      collect_local(*member);
    }
    const auto* function = ast::as<ast::FunctionDecl>(member);
    if (!id.valid() || function == nullptr) continue;
    collect_local(*function);
    functions_.push_back(id);
    note_range(member->range);
  }
}

// A function in a body, a constant's value or a default captures nothing: it becomes one of the file.
void ModuleLowering::collect_local(const ast::Node& around) {
  ast::walk(around, [&](const ast::Node& node) {
    const auto* local = ast::as<ast::DeclStmt>(&node);
    if (local != nullptr) collect(*local->decl);
    return local == nullptr;
  });
}

void ModuleLowering::collect(const ast::Decl& decl) {
  const DefId id = input_.bindings.def_of(decl.id);
  ast::match(
      decl,
      [&](const ast::FunctionDecl& d) {
        collect_local(d);
        functions_.push_back(id);
        note_range(d.range);
      },
      [&](const ast::StructDecl& d) {
        type_defs_.push_back(id);
        note_range(d.range);
        for (const ast::FieldDecl& field : d.fields)
          if (field.fallback != nullptr) collect_local(*field.fallback);
        collect_members(d.members);
      },
      [&](const ast::EnumDecl& d) {
        type_defs_.push_back(id);
        note_range(d.range);
      },
      [&](const ast::TraitDecl& d) {
        trait_defs_.push_back(id);
        note_range(d.range);
        for (const ast::Decl* member : d.members) {
          note_range(member->range);
          const auto* function = ast::as<ast::FunctionDecl>(member);
          if (function == nullptr) continue;
          collect_local(*function);
          if (const DefId method = input_.bindings.def_of(member->id); names_.is_untyped_default(method)) functions_.push_back(method);
        }
      },
      [&](const ast::ImplDecl& d) {
        const auto info = input_.types.impls.find(id);
        if (info != input_.types.impls.end() && info->second.trait.valid() && (is_own_trait(info->second.trait) || !is_member_impl(input_, info->second))) {
          impl_defs_.push_back(id);
          note_range(d.range);
        }
        collect_members(d.members);
      },
      [&](const ast::ConstDecl& d) {
        constants_.push_back(id);
        note_range(d.range);
        collect_local(d);
      },
      [&](const ast::ModuleDecl& d) {
        if (!d.is_header) collect(d.items);
      },
      [](const ast::EffectDecl&) {}, [](const ast::TypeDecl&) {}, [](const ast::TestDecl&) {}, [](const ast::ImportDecl&) {},
      [](const ast::ExternDecl&) {});
}

// Each type after those it holds by value; containers hold theirs elsewhere.
std::vector<DefId> ModuleLowering::types_in_order() const {
  std::vector<DefId> out;
  std::unordered_set<DefId> seen;
  const std::function<void(DefId)> add = [&](DefId id) {
    if (std::ranges::find(type_defs_, id) == type_defs_.end() || !seen.insert(id).second) return;
    for (const DefId held : lower_types_.held_by_value(id)) add(held);
    out.push_back(id);
  };
  for (const DefId id : type_defs_) add(id);
  return out;
}

bool ModuleLowering::is_public(DefId id) const {
  const resolve::Def& def = input_.bindings.def(id);
  if (def.kind == DefKind::function && names_.text(def.name) == "main" && input_.bindings.def(def.parent).kind == DefKind::module) return false;
  return def.visibility != ast::Visibility::module;
}

bool ModuleLowering::is_own_trait(DefId trait) const { return !input_.bindings.def(trait).is_library; }

// The function that is the program: only the file that is run has one.
std::string ModuleLowering::entry() const {
  const resolve::Module& self = input_.bindings.modules[file_.index()];
  const std::string space = names_.space(file_);
  const std::string prefix = space.empty() ? "" : space + "::";
  if (self.program.valid() && !instances_of(self.program).empty()) return prefix + "program";
  if (file_.index() != 0) {
    for (const resolve::Module& other : input_.bindings.modules) {
      if (other.program.valid()) return "";
    }
  }
  for (const DefId id : functions_) {
    const resolve::Def& def = input_.bindings.def(id);
    if (def.module == file_ && names_.text(def.name) == "main" && owner_of(id).place == Place::free) return prefix + "main";
  }
  return "";
}

// Makes one item as seen from where it stands, and notes what it mentions.
template <typename Make>
void ModuleLowering::add(ModuleItems& out, Item::Kind kind, DefId def, Make make) {
  const resolve::Def& d = input_.bindings.def(def);
  ModuleId space = d.kind == DefKind::program ? file_ : d.module;
  const DefId around = d.kind == DefKind::impl ? def : d.parent;
  if (around.valid() && input_.bindings.def(around).kind == DefKind::impl) {
    // A specialisation stands in a namespace around its template: the global one where that is another module's.
    const types::ImplInfo& impl = input_.types.impls.at(around);
    const bool specialises = impl.trait.valid() && (is_own_trait(impl.trait) || !is_member_impl(input_, impl));
    if (specialises && input_.bindings.def(impl.trait).module != d.module) space = ModuleId();
  }
  add(out, kind, def, space, make);
}

template <typename Make>
void ModuleLowering::add(ModuleItems& out, Item::Kind kind, DefId def, ModuleId space, Make make) {
  const resolve::Def& d = input_.bindings.def(def);
  const DefId around = d.kind == DefKind::impl ? def : d.parent;
  module_ = space;
  lower_types_ = TypeLowering(input_, names_, space);
  if (const auto impl = input_.types.impls.find(around); impl != input_.types.impls.end()) lower_types_.stand_in(impl->second.self_type);
  Item item{.kind = kind, .def = def, .space = space, .decl = {}};
  {
    const Names::Recording recording(names_, item.mentions);
    item.decl = make();
  }
  out.items.push_back(std::move(item));
}

void ModuleLowering::type_items(ModuleItems& out) {
  const std::vector<DefId> types = types_in_order();
  for (const DefId id : types) {
    add(out, Item::Kind::forward, id, [&] { return forward(id); });
  }
  for (const DefId id : types) {
    complete_.insert(id);
    for (const DefId held : lower_types_.held_by_value(id)) complete_.insert(held);
    add(out, Item::Kind::type, id, [&] { return input_.bindings.def(id).kind == DefKind::enum_ ? enumeration(id) : record(id); });
  }
  for (const DefId id : trait_defs_) {
    add(out, Item::Kind::forward, id, [&] { return trait(id); });
    if (!dyn_traits_.contains(id)) continue;
    std::vector<cpp::Decl> made;
    add(out, Item::Kind::trait, id, [&] {
      made = dispatch(id);
      return made.front();
    });
    const std::set<DefId> mentions = out.items.back().mentions;
    const ModuleId space = out.items.back().space;
    for (std::size_t i = 1; i < made.size(); ++i) out.items.push_back({.kind = Item::Kind::trait, .def = id, .space = space, .decl = made[i], .mentions = mentions});
    for (const TypeId super : input_.types.traits.at(id).supertraits) {
      const DefId declarer = input_.types.store[super].def;
      const ModuleId declared_in = input_.bindings.def(declarer).module;
      if (is_own_trait(declarer)) add(out, Item::Kind::trait, id, declared_in == space ? space : ModuleId(), [&] { return dispatch_as(id, declarer, trait_args(super)); });
    }
  }
  for (const DefId id : trait_defs_) {
    if (!has_defaults(id)) continue;
    Bodies behind;
    add(out, Item::Kind::trait, id, [&] { return trait_defaults(id, behind); });
    for (const auto& [instance, owner] : behind) {
      add(out, Item::Kind::template_body, id, [&] { return definition(instance, owner, true); });
    }
  }
  for (const DefId id : impl_defs_) add(out, Item::Kind::impl, id, [&] { return implementation(id); });
}

void ModuleLowering::constant_items(ModuleItems& out) {
  for (const DefId id : input_.bindings.constants_in_order) {
    if (std::ranges::find(constants_, id) != constants_.end() && !stands_in_class(id)) add(out, Item::Kind::constant, id, [&] { return constant(id); });
  }
}

void ModuleLowering::default_bodies(ModuleItems& out) {
  for (const LateDefault& late : late_defaults_) {
    add(out, owner_of_type(late.type).params.empty() ? Item::Kind::body : Item::Kind::template_body, late.type, [&] { return default_body(late); });
  }
}

// Its file has it behind everything that its value may mention.
void ModuleLowering::constant_bodies(ModuleItems& out) {
  for (const DefId trait : trait_defs_) {
    const types::TraitInfo& info = input_.types.traits.at(trait);
    for (const DefId id : info.constants) {
      const auto* decl = ast::as<ast::ConstDecl>(input_.bindings.def(id).decl);
      if (decl == nullptr || decl->value == nullptr || !made_on_use(input_, id)) continue;
      add(out, Item::Kind::template_body, trait, [&] { return constant_definition(id, defaults_of(trait)); });
    }
  }
  for (const DefId id : constants_) {
    if (!made_on_use(input_, id)) continue;
    add(out, owner_of(id).params.empty() ? Item::Kind::body : Item::Kind::template_body, id, [&] { return constant_definition(id, owner_of(id)); });
  }
}

// An untyped function has one template for all generic functions that call it with the same types, however each calls
// its type parameters.
bool ModuleLowering::same_template(types::InstanceId one, types::InstanceId other) const {
  const types::TypeStore& store = input_.types.store;
  std::unordered_map<DefId, DefId> called;
  const std::function<bool(TypeId, TypeId)> same = [&](TypeId a, TypeId b) {
    if (!a.valid() || !b.valid()) return a == b;
    const types::Type& left = store[a];
    const types::Type& right = store[b];
    if (left.kind == types::TypeKind::param && right.kind == types::TypeKind::param) return called.emplace(left.def, right.def).first->second == right.def;
    return left.kind == right.kind && left.def == right.def && left.index == right.index && std::ranges::equal(left.args, right.args, same);
  };
  const types::Instance& first = input_.types[one];
  const types::Instance& second = input_.types[other];
  return first.implicit && first.is_template && second.is_template && std::ranges::equal(first.params, second.params, same);
}

void ModuleLowering::function_items(ModuleItems& out) {
  for (const DefId id : functions_) {
    const bool free = owner_of(id).place == Place::free;
    const std::span<const types::InstanceId> instances = instances_of(id);
    for (const types::InstanceId instance : instances) {
      const types::Instance& made = input_.types[instance];
      if (made.check_only || made.has_errors) continue;
      const auto earlier = std::ranges::find_if(instances, [&](types::InstanceId other) { return other == instance || same_template(other, instance); });
      if (*earlier != instance) continue;
      if (free) add(out, Item::Kind::prototype, id, [&] { return prototype(instance, owner_of(id)); });
      bool is_template = false;
      add(out, Item::Kind::body, id, [&] {
        cpp::Decl body = definition(instance, owner_of(id), true);
        is_template = cpp::as<cpp::Function>(body)->templated.present || cpp::as<cpp::Function>(body)->outer.present;
        return body;
      });
      if (is_template) out.items.back().kind = Item::Kind::template_body;
    }
  }
}

// Headers of the library that the prelude does not bring.
std::set<std::string> ModuleLowering::headers() const {
  std::vector<types::InstanceId> instances;
  const auto add_instances = [&](DefId id) {
    const auto all = instances_of(id);
    instances.insert(instances.end(), all.begin(), all.end());
  };
  for (const DefId id : functions_) add_instances(id);
  for (const DefId id : constants_) add_instances(id);
  for (const DefId trait : trait_defs_) {
    for (const DefId provided : input_.bindings.members(trait)) add_instances(provided);
  }
  const DefId program = input_.bindings.modules[file_.index()].program;
  if (program.valid()) add_instances(program);
  std::vector<TypeId> fields;
  for (const DefId id : type_defs_) {
    add_instances(id);
    const auto info = input_.types.types.find(id);
    if (info == input_.types.types.end()) continue;
    for (const types::RecordInfo& record : info->second.variants) {
      for (const types::FieldInfo& field : record.fields) fields.push_back(field.type);
    }
  }
  std::set<std::string> found = library_headers(input_, instances, fields);
  // In a program with tasks loops may be checkpoints.
  bool loops = false;
  for (const types::InstanceId id : instances) {
    const auto* function = ast::as<ast::FunctionDecl>(input_.bindings.def(input_.types[id].def).decl);
    if (!names_.has_tasks() || function == nullptr) continue;
    for (const ast::Stmt* stmt : function->body.statements) {
      ast::walk(*stmt, [&](const ast::Node& node) {
        const auto* call = ast::as<ast::Call>(&node);
        loops = loops || node.kind == ast::NodeKind::While || node.kind == ast::NodeKind::For || node.kind == ast::NodeKind::Loop || (call != nullptr && call->block != nullptr);
        return !loops;
      });
    }
  }
  if (loops) found.insert("aria/concurrency.hpp");
  return found;
}

ModuleItems ModuleLowering::items() {
  const resolve::Module& self = input_.bindings.modules[file_.index()];
  ModuleItems out{.file = file_, .items = {}, .entry = {}, .library_headers = headers()};
  type_items(out);
  constant_items(out);
  function_items(out);
  default_bodies(out);
  constant_bodies(out);
  if (self.program.valid()) {
    for (const types::InstanceId instance : instances_of(self.program)) {
      add(out, Item::Kind::body, self.program, [&] { return definition(instance, {}, false); });
    }
  }
  out.entry = entry();
  opening_and_end(out);
  return out;
}

}  // namespace ariac::lower
