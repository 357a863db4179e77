// Conformance: does each impl give what its trait declares, and is there only one for each type?
#include <algorithm>
#include <map>

#include "ast/match.hpp"
#include "ast/same_source.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "resolve/attributes.hpp"
#include "types/impl_index.hpp"

namespace ariac::types {

using resolve::DefKind;

void ProgramInference::check_duplicates() {
  std::map<std::pair<DefId, TypeId>, std::vector<DefId>> seen;
  for (DefId id : bindings.impls) {
    auto found = table.impls.find(id);
    if (found == table.impls.end() || !found->second.trait.valid()) continue;
    const ImplInfo& impl = found->second;
    auto& earlier = seen[{impl.trait, impl.self_type}];
    for (DefId other : earlier) {
      if (table.impls.at(other).trait_args != impl.trait_args || bindings.def(id).is_library) continue;
      sink.report(bindings.def(id).name_range, diag::DuplicateImpl{.trait = text(bindings.def(impl.trait).name), .type = print(impl.self_type)})
          .label(bindings.def(other).name_range, "the first impl stands here");
    }
    earlier.push_back(id);
  }
}

void ProgramInference::check_impl(const ImplInfo& impl) {
  const TraitInfo& trait = trait_info(impl.trait);
  const resolve::Def& trait_def = bindings.def(impl.trait);
  auto declared_by = [&](Symbol name) -> DefId {
    for (DefId member : bindings.members(impl.trait))
      if (bindings.def(member).name == name) return member;
    return {};
  };
  std::vector<std::string> missing;
  for (DefId method : trait.methods) {
    const auto* decl = ast::as<ast::FunctionDecl>(bindings.def(method).decl);
    const bool provided = resolve::find_attribute(decl, interner, "provided") != nullptr;
    if (!decl->has_body && !provided && !method_in(impl.def, bindings.def(method).name).valid())
      missing.push_back("`" + std::string(text(bindings.def(method).name)) + "`");
  }
  for (DefId constant : trait.constants) {
    const auto* decl = ast::as<ast::ConstDecl>(bindings.def(constant).decl);
    if (decl->value == nullptr && !method_in(impl.def, bindings.def(constant).name).valid())
      missing.push_back("`" + std::string(text(bindings.def(constant).name)) + "`");
  }
  const bool has_methods = missing.empty();      // a method may tell what is left out
  for (DefId type : trait.associated) {
    const Symbol name = bindings.def(type).name;
    if (impl.associated.contains(name) || bindings.def(impl.def).is_library) continue;
    if (has_methods) missing.push_back("`type " + std::string(text(name)) + "`");
    table.impls.at(impl.def).associated[name] = store.poison;
  }
  for (DefId member : bindings.members(impl.def)) {
    const resolve::Def& def = bindings.def(member);
    const DefId declared = declared_by(def.name);
    if (!declared.valid() || bindings.def(declared).kind != def.kind) {
      sink.report(def.name_range, diag::NotInTrait{.trait = text(trait_def.name), .name = text(def.name)})
          .help("what is no part of the trait belongs in an `impl " + print(impl.self_type) + "` of its own");
      continue;
    }
    if (def.kind == DefKind::function) check_method(impl, member, declared);
  }
  if (store[impl.self_type].kind == TypeKind::poison) return;
  check_supertraits(impl);
  if (missing.empty()) return;
  std::string names;
  for (std::size_t i = 0; i < missing.size(); ++i) names += (i == 0 ? "" : i + 1 == missing.size() ? " and " : ", ") + missing[i];
  sink.report(bindings.def(impl.def).name_range, diag::MissingMembers{.trait = text(trait_def.name), .type = print(impl.self_type), .members = names})
      .label(trait_def.name_range, "the trait is declared here");
}

// `trait Animal: Named`: what is an Animal is Named, too.
void ProgramInference::check_supertraits(const ImplInfo& impl) {
  if (bindings.def(impl.def).is_library) return;
  const resolve::WellKnown& known = store.well_known();
  for (const Assumption& super : supertraits_of({impl.self_type, impl.trait, impl.trait_args, {}, {}, {}})) {
    std::vector<TypeId> args;
    std::string trait(text(bindings.def(super.trait).name));
    for (TypeId arg : super.args) {
      args.push_back(normalise(arg));
      trait += (args.size() == 1 ? "<" : ", ") + print(args.back());
    }
    if (!args.empty()) trait += ">";
    if (!implements(impl.self_type, super.trait, args)) {
      auto report = sink.report(bindings.def(impl.def).name_range, diag::BoundNotMet{.type = print(impl.self_type), .trait = trait});
      report.primary("`" + std::string(text(bindings.def(impl.trait).name)) + "` builds on it").label(super.range, "the bound stands here");
      const Type parts = store[impl.self_type];
      const bool derivable = super.trait == known.eq || super.trait == known.ord || super.trait == known.hash || super.trait == known.debug;
      if (parts.kind == TypeKind::param) report.help("bound it: `" + print(impl.self_type) + ": " + trait + "`");
      else if (derivable && parts.kind == TypeKind::named && !bindings.def(parts.def).is_library) report.help("add `derive(" + trait + ")` to `" + print(impl.self_type) + "`");
      else report.help("write `impl " + trait + " for " + print(impl.self_type) + "` beside it");
      continue;
    }
    for (const auto& [name, wanted] : super.bindings) {
      const TypeId found = associated(impl.self_type, super.trait, name);
      if (!found.valid() || solver.can_unify(normalise(found), normalise(wanted))) continue;
      sink.report(bindings.def(impl.def).name_range, diag::TypeMismatch{.expected = print(normalise(wanted)), .found = print(found)})
          .primary("`" + std::string(text(name)) + "` of its `" + trait + "` is `" + print(found) + "`")
          .label(super.range, "the bound stands here");
    }
  }
}

// `Self::Output` in the trait's terms, as this impl gives it: the type may have other impls of the trait.
TypeId ProgramInference::with_own_associated(TypeId type, const ImplInfo& impl) {
  const Type parts = store[type];
  if (!parts.has_params) return type;
  if (parts.kind == TypeKind::projection && parts.args[0] == store.param(impl.trait)) {
    const auto found = impl.associated.find(bindings.def(parts.def).name);
    return found != impl.associated.end() && found->second.valid() ? found->second : type;
  }
  std::vector<TypeId> args;
  for (TypeId arg : parts.args) args.push_back(with_own_associated(arg, impl));
  return parts.args.empty() ? type : store.with_args(type, args);
}

// `Iterable::iter` may give any Iterator over the impl's items.
bool ProgramInference::walks_items(const ImplInfo& impl, TypeId result) {
  const resolve::WellKnown& known = store.well_known();
  if (impl.trait != known.iterable || !result.valid()) return false;
  const Symbol item = symbol("Item");
  const auto own = impl.associated.find(item);
  const TypeId found = implements(result, known.iterator) ? associated(result, known.iterator, item) : TypeId();
  return own != impl.associated.end() && found.valid() && solver.can_unify(normalise(found), normalise(own->second));
}

void ProgramInference::check_method(const ImplInfo& impl, DefId method, DefId declared) {
  const Signature own = signature(method);
  const Signature wanted = signature(declared);
  const resolve::Def& def = bindings.def(method);
  const auto* decl = ast::as<ast::FunctionDecl>(def.decl);
  const auto* trait_decl = ast::as<ast::FunctionDecl>(bindings.def(declared).decl);
  auto refuse = [&](source::SourceRange at, source::SourceRange there, const std::string& what) {
    auto report = sink.report(at, diag::MethodSignature{.method = text(def.name), .trait = text(bindings.def(impl.trait).name), .what = what});
    if (!bindings.def(declared).is_library) report.label(there, "the trait declares it here");
  };
  if (own.has_self != wanted.has_self || own.params.size() != wanted.params.size()) {
    const std::string count = std::to_string(wanted.params.size()) + " parameter" + (wanted.params.size() == 1 ? "" : "s");
    refuse(def.name_range, bindings.def(declared).name_range,
           own.has_self != wanted.has_self ? (wanted.has_self ? "it takes `self` there" : "it takes no `self` there")
                                           : "it has " + count + " there, " + std::to_string(own.params.size()) + " here");
    return;
  }
  const auto wanted_own = bindings.type_params(declared);
  const auto own_own = bindings.type_params(method);
  std::vector<TypeId> with{impl.self_type};
  with.insert(with.end(), impl.trait_args.begin(), impl.trait_args.end());
  if (wanted_own.size() != own_own.size()) {
    // A letter that stands for any type: `-> U?`, in an impl that means its `Item`.
    if (own_own.size() > wanted_own.size()) {
      const std::string extra(text(bindings.def(own_own[wanted_own.size()]).name));
      refuse(bindings.def(own_own[wanted_own.size()]).name_range, bindings.def(declared).name_range, "`" + extra + "` is a type parameter of its own here, there is none there");
      // Nobody could say what it is where the trait's method is called.
      index_->impl_members[impl.def].erase(def.name);
    } else if (!own.untyped) {
      refuse(def.name_range, bindings.def(declared).name_range, "the type parameters differ");
    }
    return;
  }
  for (DefId param : own_own) with.push_back(store.param(param));
  auto in_trait = [&](TypeId type) { return type.valid() ? normalise(store.substitute(with_own_associated(type, impl), wanted.type_params, with)) : type; };
  auto differ = [&](TypeId a, TypeId b) { return a.valid() && b.valid() && !solver.can_unify(normalise(a), b); };
  for (std::size_t i = 0; i < own.params.size(); ++i) {
    if (decl->params[i].mut != trait_decl->params[i].mut) {
      refuse(decl->params[i].name.range, trait_decl->params[i].name.range,
             "`" + std::string(text(decl->params[i].name.symbol)) + "` is " + (trait_decl->params[i].mut ? "`mut` there" : "not `mut` there"));
      return;
    }
    const ast::Expr* fallback = decl->params[i].fallback;
    const ast::Expr* in_trait_decl = trait_decl->params[i].fallback;
    if (fallback != nullptr && in_trait_decl != nullptr && !ast::same_source(*fallback, *in_trait_decl)) {
      // A call through a bound or a `dyn` would take the one, a call on the type the other.
      refuse(fallback->range, in_trait_decl->range, "`" + std::string(text(decl->params[i].name.symbol)) + "` has another default there");
      return;
    }
    const TypeId expected = in_trait(wanted.params[i]);
    if (decl->params[i].is_self || !differ(own.params[i], expected)) continue;
    const ast::Param& param = decl->params[i];
    refuse(param.type != nullptr ? param.type->range : param.name.range,
           trait_decl->params[i].type != nullptr ? trait_decl->params[i].type->range : trait_decl->params[i].name.range,
           "`" + std::string(text(param.name.symbol)) + "` is `" + print(own.params[i]) + "` here and `" + print(expected) + "` there");
    return;
  }
  const TypeId expected = in_trait(wanted.result);
  if (walks_items(impl, own.result)) return;
  if (own.result.valid() && store[own.result].kind != TypeKind::never && differ(own.result, expected))
    refuse(decl->result != nullptr ? decl->result->range : def.name_range, trait_decl->result != nullptr ? trait_decl->result->range : trait_decl->name.range,
           "it returns `" + print(own.result) + "` here and `" + print(expected) + "` there");
}

}  // namespace ariac::types
