// Declarations: what every type, trait and impl of the program is made of, and the index by which they are found.
//
//   1 traits and the heads of impls (indexed)
//   2 fields and parts of types
//   3 recursion: which fields C++ must hold in a Box
//   4 conformance of impls to their traits (conformance.cpp)
#include <algorithm>

#include "ast/match.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "resolve/attributes.hpp"
#include "types/impl_index.hpp"

namespace ariac::types {

using resolve::DefKind;

TypeId ProgramInference::own_type(DefId type) {
  std::vector<TypeId> args;
  for (DefId param : bindings.type_params(type)) args.push_back(store.param(param));
  const resolve::Def& def = bindings.def(type);
  if (def.is_library && def.kind == DefKind::opaque_type && args.empty()) {
    if (text(def.name) == "Unit") return store.unit;
    if (text(def.name) == "Never") return store.never;
  }
  return store.named(type, args);
}

TypeId ProgramInference::self_type_of(DefId id) {
  for (int steps = 0; id.valid() && steps < 8; ++steps) {
    const resolve::Def& def = bindings.def(id);
    switch (def.kind) {
      case DefKind::struct_:
      case DefKind::enum_:
      case DefKind::opaque_type: return own_type(id);
      case DefKind::trait: return store.param(id);
      case DefKind::impl: {
        if (auto found = table.impls.find(id); found != table.impls.end() && found->second.self_type.valid()) return found->second.self_type;
        const auto* decl = ast::as<ast::ImplDecl>(def.decl);
        return decl != nullptr && decl->type != nullptr ? type_of(*decl->type, {}) : store.poison;
      }
      case DefKind::module:
      case DefKind::program:
      case DefKind::test: return {};
      default: id = def.parent;
    }
  }
  return {};
}

const TypeInfo& ProgramInference::type_info(DefId type) {
  if (!table.types.contains(type)) declare_type(type);
  return table.types.at(type);
}

const TraitInfo& ProgramInference::trait_info(DefId trait) {
  if (!table.traits.contains(trait)) declare_trait(trait);
  return table.traits.at(trait);
}

const ImplInfo& ProgramInference::impl_info(DefId impl) { return table.impls.at(impl); }

void ProgramInference::declare_trait(DefId id) {
  TraitInfo info;
  info.def = id;
  info.structural = bindings.def(id).is_library && resolve::find_attribute(bindings.def(id).decl, interner, "structural") != nullptr;
  const auto params = bindings.type_params(id);
  info.params.assign(params.begin(), params.end());
  for (DefId member : bindings.members(id)) {
    const resolve::Def& def = bindings.def(member);
    if (def.kind == DefKind::function) {
      info.methods.push_back(member);
      index_->trait_methods[def.name].push_back(member);
    } else if (def.kind == DefKind::associated_type) {
      info.associated.push_back(member);
    } else if (def.kind == DefKind::constant) {
      info.constants.push_back(member);
      index_->trait_methods[def.name].push_back(member);
    }
  }
  table.traits[id] = std::move(info);
}

HeadKey ProgramInference::head_key(TypeId type) const {
  const Type& parts = store[solver.head(type)];
  switch (parts.kind) {
    case TypeKind::named:
    case TypeKind::dyn:
    case TypeKind::param: return {parts.kind, parts.def.index()};
    case TypeKind::tuple: return {parts.kind, static_cast<std::uint32_t>(parts.args.size())};
    default: return {parts.kind, 0};
  }
}

void ProgramInference::declare_impl(DefId id) {
  const auto* decl = ast::as<ast::ImplDecl>(bindings.def(id).decl);
  if (decl == nullptr || decl->type == nullptr) return;
  ImplInfo info;
  info.def = id;
  const auto params = bindings.type_params(id);
  info.params.assign(params.begin(), params.end());
  info.self_type = type_of(*decl->type, {});
  if (decl->trait != nullptr) {
    const resolve::Entity& entity = bindings.entity(decl->trait->id);
    if (entity.kind != resolve::Entity::Kind::def || bindings.def(entity.def).kind != DefKind::trait) return;
    info.trait = entity.def;
    std::span<const ast::TypeArgument> written;
    if (const auto* named = ast::as<ast::NamedType>(decl->trait)) written = named->path.back().arguments;
    const Type applied = store[apply_type(entity.def, written, info.self_type, decl->trait->range)];
    info.trait_args.assign(applied.args.begin(), applied.args.end());
  }
  const HeadKey head = head_key(info.self_type);
  auto& written = index_->impl_members[id];
  for (DefId member : bindings.members(id)) {
    const resolve::Def& def = bindings.def(member);
    if (def.kind == DefKind::function) info.methods.push_back(member);
    if (def.kind == DefKind::function || def.kind == DefKind::constant) {
      written.emplace(def.name, member);
      if (!info.trait.valid()) index_->methods[Index::key(def.name.index(), head)].push_back(member);
    }
  }
  if (info.trait.valid()) {
    const bool blanket = head.kind == TypeKind::param;
    if (blanket) index_->blanket_impls[info.trait].push_back(id);
    else index_->impls[Index::key(info.trait.index(), head)].push_back(id);
  }
  table.impls[id] = std::move(info);
}

void ProgramInference::declare_type(DefId id) {
  const resolve::Def& def = bindings.def(id);
  TypeInfo& info = table.types[id];
  info.def = id;
  const auto params = bindings.type_params(id);
  info.params.assign(params.begin(), params.end());
  const TypeId self = own_type(id);
  auto record_of = [&](DefId owner) {
    RecordInfo record;
    for (DefId member : bindings.members(owner)) {
      const resolve::Def& part = bindings.def(member);
      if (part.kind != DefKind::field || part.field == nullptr) continue;
      FieldInfo field;
      field.def = member;
      field.name = part.name;
      field.type = part.field->type != nullptr ? type_of(*part.field->type, self) : store.poison;
      field.fallback = part.field->fallback;
      record.fields.push_back(field);
    }
    return record;
  };
  std::span<const ast::TypeExpr* const> derives;
  const resolve::WellKnown& known = store.well_known();
  if (const auto* decl = ast::as<ast::StructDecl>(def.decl)) {
    RecordInfo record = record_of(id);
    TypeInfo& own = table.types[id];
    own.variants.push_back(std::move(record));
    own.is_shared = decl->form == ast::StructKind::class_;
    derives = decl->derives;
    if (decl->form == ast::StructKind::data) own.derives = {known.eq, known.hash, known.ord, known.debug, known.display};
  } else if (const auto* decl = ast::as<ast::EnumDecl>(def.decl)) {
    for (DefId member : bindings.members(id)) {
      if (bindings.def(member).kind != DefKind::variant) continue;
      RecordInfo record = record_of(member);
      TypeInfo& own = table.types[id];
      own.variant_defs.push_back(member);
      own.variants.push_back(std::move(record));
    }
    derives = decl->derives;
  }
  for (const ast::TypeExpr* derive : derives) {
    const resolve::Entity& entity = bindings.entity(derive->id);
    if (entity.kind == resolve::Entity::Kind::def) table.types[id].derives.push_back(entity.def);
  }
  const HeadKey head = head_key(self);
  if (def.kind == DefKind::struct_)
    for (DefId member : bindings.members(id)) {
      const resolve::Def& part = bindings.def(member);
      if (part.kind == DefKind::function || part.kind == DefKind::constant)
        index_->methods[Index::key(part.name.index(), head)].push_back(member);
    }
}

void ProgramInference::declare_types() {
  const auto count = static_cast<std::uint32_t>(bindings.defs.size());
  auto each = [&](auto kind, auto&& action) {
    for (std::uint32_t i = 0; i < count; ++i)
      if (kind(bindings.def(DefId(i)).kind)) action(DefId(i));
  };
  each([](DefKind kind) { return kind == DefKind::trait; }, [&](DefId id) { trait_info(id); });
  for (DefId impl : bindings.impls) declare_impl(impl);
  auto is_type = [](DefKind kind) { return kind == DefKind::struct_ || kind == DefKind::enum_ || kind == DefKind::opaque_type; };
  each(is_type, [&](DefId id) { type_info(id); });
  each([](DefKind kind) { return kind == DefKind::alias; }, [&](DefId id) { alias_type(id); });
  std::unordered_map<std::uint64_t, std::vector<DefId>> same_name;
  for (std::uint32_t i = 0; i < count; ++i) {
    const resolve::Def& def = bindings.def(DefId(i));
    if (def.kind != DefKind::function || !def.is_library || !def.name.valid()) continue;
    same_name[(std::uint64_t(def.parent.index()) << 32) | def.name.index()].push_back(DefId(i));
  }
  for (auto& [key, functions] : same_name)
    if (functions.size() > 1)
      for (DefId function : functions) index_->overloads[function] = functions;
  for (DefId id : bindings.impls) {
    auto found = table.impls.find(id);
    if (found == table.impls.end()) continue;
    ImplInfo& impl = found->second;
    if (!impl.trait.valid()) continue;
    for (DefId member : bindings.members(id)) {
      const resolve::Def& part = bindings.def(member);
      const auto* decl = ast::as<ast::TypeDecl>(part.decl);
      if (part.kind == DefKind::associated_type && decl != nullptr && decl->type != nullptr)
        impl.associated[part.name] = type_of(*decl->type, impl.self_type);
    }
  }
  each([](DefKind kind) { return kind == DefKind::trait; }, [&](DefId id) {
    std::vector<Assumption> bounds{{store.param(id), id, {}, {}, {}, {}}};
    for (DefId param : table.traits.at(id).params) bounds.front().args.push_back(store.param(param));
    add_supertraits(bounds);
    for (const Assumption& super : std::span(bounds).subspan(1)) table.traits.at(id).supertraits.push_back(store.dyn(super.trait, super.args));
  });
  find_recursion();
}

std::span<const DefId> ProgramInference::overloads(DefId function) {
  auto found = index_->overloads.find(function);
  return found == index_->overloads.end() ? std::span<const DefId>() : std::span<const DefId>(found->second);
}

// --- Recursion ----------------------------------------------------------------------------------------------------

namespace {

// Types held directly inside a value: through options, results, tuples and other types' fields, not through handles or
// collections, which keep their contents elsewhere.
class RecursionFinder {
 public:
  RecursionFinder(TypeTable& table, const resolve::Bindings& bindings) : table_(table), bindings_(bindings) {}

  bool reaches(TypeId type, DefId target) {
    const Type parts = table_.store[type];
    if (parts.kind == TypeKind::tuple) return any(parts.args, target);
    if (parts.kind != TypeKind::named) return false;
    if (parts.def == target) return true;
    const resolve::Def& def = bindings_.def(parts.def);
    if (def.kind == DefKind::opaque_type) return false;
    const TypeInfo& info = table_.types.at(parts.def);
    if (info.is_shared || !seen_.insert(parts.def).second) return any(parts.args, target);
    if (any(parts.args, target)) return true;
    for (const RecordInfo& record : info.variants)
      for (const FieldInfo& field : record.fields)
        if (!boxed(info, field.def) && reaches(field.type, target)) return true;
    return false;
  }

  void start() { seen_.clear(); }

 private:
  static bool boxed(const TypeInfo& info, DefId field) { return std::ranges::find(info.boxed_fields, field) != info.boxed_fields.end(); }

  bool any(std::span<const TypeId> types, DefId target) {
    return std::ranges::any_of(types, [&](TypeId type) { return reaches(type, target); });
  }

  TypeTable& table_;
  const resolve::Bindings& bindings_;
  std::unordered_set<DefId> seen_;
};

}  // namespace

void ProgramInference::find_recursion() {
  RecursionFinder finder(table, bindings);
  for (std::uint32_t i = 0; i < bindings.defs.size(); ++i) {
    auto found = table.types.find(DefId(i));
    if (found == table.types.end() || found->second.is_shared) continue;
    TypeInfo& info = found->second;
    for (const RecordInfo& record : info.variants)
      for (const FieldInfo& field : record.fields) {
        finder.start();
        if (!finder.reaches(field.type, info.def)) continue;
        info.is_recursive = true;
        info.boxed_fields.push_back(field.def);
      }
  }
  const DefId drop = store.well_known().drop;
  for (auto& [id, impl] : table.impls)
    if (drop.valid() && impl.trait == drop && store[impl.self_type].kind == TypeKind::named)
      if (auto found = table.types.find(store[impl.self_type].def); found != table.types.end()) found->second.has_drop = true;
}

}  // namespace ariac::types
