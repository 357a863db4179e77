// Types as written become TypeIds: names with their arguments and defaults, aliases, `Self`, projections, `dyn`.
#include <algorithm>
#include <functional>

#include "ast/match.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/advice.hpp"
#include "types/dispatch.hpp"
#include "types/running.hpp"

namespace ariac::types {

using resolve::DefKind;
using resolve::Entity;

TypeId ProgramInference::type_of(const ast::TypeExpr& written, TypeId self_type) {
  auto inner = [&](const ast::TypeExpr* type) { return type == nullptr ? store.poison : type_of(*type, self_type); };
  return ast::match(
      written, [&](const ast::NamedType& t) { return named_type(t, self_type); },
      [&](const ast::ArrayType& t) { return store.array(inner(t.element)); },
      [&](const ast::MapType& t) {
        const TypeId args[] = {inner(t.key), inner(t.value)};
        return store.named(store.well_known().map, args);
      },
      [&](const ast::TupleType& t) {
        std::vector<TypeId> elements;
        for (const ast::TypeExpr* element : t.elements) elements.push_back(inner(element));
        return store.tuple(elements);
      },
      [&](const ast::OptionType& t) { return store.option(inner(t.inner)); },
      [&](const ast::FunctionType& t) {
        std::vector<TypeId> params;
        std::uint32_t mask = 0;
        for (const ast::FunctionTypeParam& param : t.params) {
          if (param.mut) mask |= 1u << params.size();
          params.push_back(inner(param.type));
        }
        RowId row;
        if (t.effects.written) {
          row = RowId(static_cast<std::uint32_t>(table.rows.size()));
          table.rows.push_back(&t.effects);
        }
        return store.function(params, t.result == nullptr ? store.unit : inner(t.result), mask, row);
      },
      [&](const ast::DynType& t) {
        const Entity& entity = bindings.entity(t.id);
        if (entity.kind != Entity::Kind::def || t.path.empty()) return store.poison;
        return dyn_type(entity.def, t.path.back().arguments, self_type, t.range);
      },
      [&](const ast::PointerType& t) { return store.pointer(inner(t.pointee), t.mut); },
      [&](const ast::ErrorType&) { return store.poison; });
}

TypeId ProgramInference::named_type(const ast::NamedType& written, TypeId self_type) {
  const Entity& entity = bindings.entity(written.id);
  const ast::Path path = written.path;
  if (path.empty()) return store.poison;
  TypeId type;
  if (entity.kind == Entity::Kind::self_type) {
    type = self_type;
    if (!type.valid()) {
      sink.report(written.range, diag::NoSelfHere{});
      return store.poison;
    }
  } else if (entity.kind == Entity::Kind::def) {
    const std::size_t at = std::min<std::size_t>(entity.segments, path.size());
    const bool is_whole = at == path.size();
    type = is_whole ? dyn_type(entity.def, path[at - 1].arguments, self_type, written.range) : apply_type(entity.def, path[at - 1].arguments, self_type, written.range);
  } else {
    const std::string_view name = text(path.front().name.symbol);
    if (path.size() == 1 && name == "Unit") return store.unit;
    if (path.size() == 1 && name == "Never") return store.never;
    return store.poison;
  }
  for (std::size_t i = entity.segments; i < path.size() && store[type].kind != TypeKind::poison; ++i)
    type = project(type, path[i].name, written.range);
  return type;
}

// A trait's name as a type is `dyn Trait`, the type of values that may be of any type with the trait. The traits of the
// library that say how values of one type go together have no such form.
TypeId ProgramInference::dyn_type(DefId id, std::span<const ast::TypeArgument> written, TypeId self_type, source::SourceRange range) {
  const resolve::Def& def = bindings.def(id);
  if (def.kind != DefKind::trait || !def.is_library) return apply_type(id, written, self_type, range);
  for (const DefId member : bindings.members(id)) {
    if (bindings.def(member).kind != DefKind::function) continue;
    if (why_not_dispatched(table, bindings, interner, member, signature(member)).empty()) return apply_type(id, written, self_type, range);
  }
  auto report = sink.report(range, diag::NoDynForm{.trait = text(def.name)});
  report.primary("this says what a type can do, it is no type of values");
  for (const TypeId type : {store.int_, store.float_, store.string})
    if (text(def.name).starts_with(print(type))) report.help("did you mean `" + print(type) + "`?");
  report.help("for every type that has it, write a type parameter: `" + function_bounded_by(text(def.name)) + "`");
  return store.poison;
}

// `T::Item`: of the trait that declares such a type and that `T` has.
TypeId ProgramInference::project(TypeId type, const ast::Name& name, source::SourceRange range) {
  const Type parts = store[type];
  auto in_trait = [&](DefId trait) -> DefId {
    for (DefId member : bindings.members(trait))
      if (bindings.def(member).kind == DefKind::associated_type && bindings.def(member).name == name.symbol) return member;
    return {};
  };
  if (parts.kind == TypeKind::param && bindings.def(parts.def).kind == DefKind::trait) {
    if (const DefId found = in_trait(parts.def); found.valid()) return store.projection(type, found);
    for (const Assumption& bound : bounds_of(type))
      if (const DefId found = in_trait(bound.trait); found.valid()) return store.projection(type, found);
  } else if (parts.kind == TypeKind::param || parts.kind == TypeKind::projection) {
    for (const Assumption& bound : bounds_of(type)) {
      for (const auto& [bound_name, given] : bound.bindings)
        if (bound_name == name.symbol) return given;
      if (const DefId found = in_trait(bound.trait); found.valid()) return store.projection(type, found);
    }
  } else {
    bool left_out = false;
    for (const auto& [trait, info] : table.traits) {
      const DefId found = in_trait(trait);
      if (!found.valid()) continue;
      if (const TypeId result = associated(type, trait, name.symbol); result.valid()) return result;
      const auto impl = find_impl(trait, type);
      left_out = left_out || (impl && impl->impl.valid() && !bindings.def(impl->impl).is_library);
    }
    if (left_out) return store.poison;      // told at the impl
  }
  sink.report(range, diag::NoAssociatedType{.type = print(type), .name = text(name.symbol)});
  return store.poison;
}

TypeId ProgramInference::alias_type(DefId alias) {
  if (auto found = table.aliases.find(alias); found != table.aliases.end()) return found->second;
  const resolve::Def& def = bindings.def(alias);
  const auto* decl = ast::as<ast::TypeDecl>(def.decl);
  if (decl == nullptr || decl->type == nullptr) return store.poison;
  if (!index_->aliases_open.insert(alias).second) {
    sink.report(def.name_range, diag::AliasCycle{.name = text(def.name)});
    return store.poison;
  }
  const TypeId type = type_of(*decl->type, {});
  index_->aliases_open.erase(alias);
  table.aliases[alias] = type;
  return type;
}

void ProgramInference::report_type_arguments(DefId type, std::size_t given, source::SourceRange range) {
  const resolve::Def& def = bindings.def(type);
  const std::span<const DefId> params = bindings.type_params(type);
  auto report = sink.report(range, diag::WrongTypeArgumentCount{.type = text(def.name), .expected = params.size(), .found = given});
  if (!def.is_library) report.label(def.name_range, "declared here");
  std::string form;
  for (const DefId param : params) form += (form.empty() ? "" : ", ") + std::string(text(bindings.def(param).name));
  report.help("write `" + std::string(text(def.name)) + (form.empty() ? "" : "<" + form + ">") + "`");
}

TypeId ProgramInference::apply_type(DefId id, std::span<const ast::TypeArgument> written, TypeId self_type, source::SourceRange range) {
  const resolve::Def& def = bindings.def(id);
  if (def.is_library && def.kind == DefKind::opaque_type && written.empty()) {
    if (text(def.name) == "Unit") return store.unit;
    if (text(def.name) == "Never") return store.never;
  }
  if (def.kind == DefKind::type_param) {
    if (!written.empty()) sink.report(range, diag::TypeArgumentsNotTaken{.name = text(def.name)});
    return inside_instance(store.param(id));
  }
  std::vector<TypeId> args;
  for (const ast::TypeArgument& argument : written)
    if (!argument.binding && argument.type != nullptr) args.push_back(type_of(*argument.type, self_type));
  const std::span<const DefId> params = bindings.type_params(id);
  std::size_t required = params.size();
  while (required > 0) {
    const ast::TypeParam* param = bindings.def(params[required - 1]).type_param;
    if (param == nullptr || param->fallback == nullptr) break;
    --required;
  }
  if (args.size() > params.size() || args.size() < required) {
    report_type_arguments(id, args.size(), range);
    args.resize(params.size(), store.poison);      // the type itself is known: its uses are no mistakes
  }
  for (std::size_t i = args.size(); i < params.size(); ++i) {
    const ast::TypeParam* param = bindings.def(params[i]).type_param;
    const TypeId own = def.kind == DefKind::trait ? self_type : TypeId();
    args.push_back(store.substitute(type_of(*param->fallback, own), params, args));
  }
  switch (def.kind) {
    case DefKind::struct_:
    case DefKind::enum_:
    case DefKind::opaque_type: return store.named(id, args);
    case DefKind::alias: return store.substitute(alias_type(id), params, args);
    case DefKind::trait: return store.dyn(id, args);
    case DefKind::associated_type: {
      const auto* decl = ast::as<ast::TypeDecl>(def.decl);
      if (bindings.def(def.parent).kind == DefKind::trait) return store.projection(self_type, id);
      if (decl == nullptr || decl->type == nullptr) return store.poison;
      if (const auto impl = table.impls.find(def.parent); impl != table.impls.end())
        if (const auto known = impl->second.associated.find(def.name); known != impl->second.associated.end()) return known->second;
      if (!index_->aliases_open.insert(id).second) {
        sink.report(def.name_range, diag::AliasCycle{.name = text(def.name)});
        return store.poison;
      }
      const TypeId type = type_of(*decl->type, self_type);
      index_->aliases_open.erase(id);
      return type;
    }
    default: return store.poison;
  }
}

// In the body of an untyped function's instance its type parameters stand for the types of the call.
TypeId ProgramInference::inside_instance(TypeId type) const {
  if (running_->frames.empty()) return type;
  const Instance& current = table.instances[running_->frames.back().id.index()];
  if (!current.implicit) return type;
  auto sig = table.signatures.find(current.def);
  return sig == table.signatures.end() ? type : store.substitute(type, sig->second.type_params, current.type_args);
}

std::span<const Assumption> ProgramInference::assumptions(DefId owner) {
  if (auto found = index_->owned.find(owner); found != index_->owned.end()) return found->second;
  if (!index_->reading.insert(owner).second) return {};
  std::vector<Assumption> out;
  read_assumptions(owner, out);
  index_->reading.erase(owner);
  return index_->owned[owner] = std::move(out);
}

namespace {

const ast::Generics* generics_of(const resolve::Def& def) {
  if (const auto* d = ast::as<ast::FunctionDecl>(def.decl)) return &d->generics;
  if (const auto* d = ast::as<ast::StructDecl>(def.decl)) return &d->generics;
  if (const auto* d = ast::as<ast::EnumDecl>(def.decl)) return &d->generics;
  if (const auto* d = ast::as<ast::TraitDecl>(def.decl)) return &d->generics;
  if (const auto* d = ast::as<ast::ImplDecl>(def.decl)) return &d->generics;
  if (const auto* d = ast::as<ast::EffectDecl>(def.decl)) return &d->generics;
  if (const auto* d = ast::as<ast::TypeDecl>(def.decl)) return &d->generics;
  return nullptr;
}

}  // namespace

void ProgramInference::add_assumptions(TypeId subject, const ast::TypeExpr& bound, DefId owner, TypeId self, std::vector<Assumption>& out) {
  const Entity& entity = bindings.entity(bound.id);
  if (entity.kind != Entity::Kind::def || bindings.def(entity.def).kind != DefKind::trait) return;
  Assumption assumption{subject, entity.def, {}, {}, owner, bound.range};
  ast::Path path;
  if (const auto* named = ast::as<ast::NamedType>(&bound)) path = named->path;
  if (const auto* dyn = ast::as<ast::DynType>(&bound)) path = dyn->path;
  if (!path.empty()) {
    const TypeId applied = apply_type(entity.def, path.back().arguments, subject, bound.range);
    const Type parts = store[applied];
    assumption.args.assign(parts.args.begin(), parts.args.end());
    for (const ast::TypeArgument& argument : path.back().arguments)
      if (argument.binding && argument.type != nullptr)
        assumption.bindings.emplace_back(argument.binding.symbol, type_of(*argument.type, self));
  }
  // `T: Add` of the library: what it gives is what the trait says when the bound does not.
  if (bindings.def(entity.def).is_library) {
    for (DefId member : bindings.members(entity.def)) {
      const auto* decl = bindings.def(member).kind == DefKind::associated_type ? ast::as<ast::TypeDecl>(bindings.def(member).decl) : nullptr;
      const auto same = [&](const auto& binding) { return binding.first == bindings.def(member).name; };
      if (decl == nullptr || decl->type == nullptr || std::ranges::any_of(assumption.bindings, same)) continue;
      assumption.bindings.emplace_back(bindings.def(member).name, type_of(*decl->type, subject));
    }
  }
  note_told(assumption);
  out.push_back(assumption);
  index_->by_subject[subject].push_back(assumption);
  if (store[subject].kind == TypeKind::param) table.bounds[store[subject].def].push_back(store.dyn(assumption.trait, assumption.args));
}

// A parameter of an impl that neither its type nor its trait names stands for what a bound says it is.
void ProgramInference::note_told(const Assumption& bound) {
  const auto impl = table.impls.find(bound.owner);
  if (impl == table.impls.end()) return;
  for (const auto& [name, given] : bound.bindings) {
    const Type& told = store[given];
    if (told.kind != TypeKind::param || bindings.def(told.def).parent != bound.owner) continue;
    const std::function<bool(TypeId)> names_it = [&](TypeId type) { return type == given || std::ranges::any_of(store[type].args, names_it); };
    if (names_it(impl->second.self_type) || std::ranges::any_of(impl->second.trait_args, names_it)) continue;
    for (const DefId member : bindings.members(bound.trait))
      if (bindings.def(member).kind == DefKind::associated_type && bindings.def(member).name == name) table.told_by_bound.emplace(told.def, store.projection(bound.subject, member));
  }
}

void ProgramInference::read_assumptions(DefId owner, std::vector<Assumption>& out) {
  const resolve::Def& def = bindings.def(owner);
  const TypeId self = self_type_of(owner);
  if (const auto* trait = ast::as<ast::TraitDecl>(def.decl))
    for (const ast::TypeExpr* super : trait->supertraits) add_assumptions(store.param(owner), *super, owner, store.param(owner), out);
  const ast::Generics* generics = generics_of(def);
  if (generics == nullptr) return;
  for (const ast::TypeParam& param : generics->params) {
    const DefId id = bindings.def_of(param.id);
    if (!id.valid()) continue;
    for (const ast::TypeExpr* bound : param.bounds) add_assumptions(store.param(id), *bound, owner, self, out);
  }
  for (const ast::WhereBound& where : generics->where) {
    if (where.type == nullptr) continue;
    const TypeId subject = type_of(*where.type, self);
    for (const ast::TypeExpr* bound : where.bounds) add_assumptions(subject, *bound, owner, self, out);
  }
}

}  // namespace ariac::types
