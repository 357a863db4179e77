// Which impl serves a trait for a type: written ones by one-way matching, bounds of rigid parameters, and what the
// language gives structurally (derives, tuples, printing of everything made of printable parts).
#include <algorithm>
#include <functional>

#include "ast/match.hpp"
#include "types/dispatch.hpp"
#include "types/impl_index.hpp"

namespace ariac::types {

using resolve::DefKind;

namespace {

constexpr int kDeepestLookup = 512;   // beyond the deepest literal

// Whether a type is told by this associated type, or type parameter, itself.
bool needs(const TypeStore& store, TypeId type, DefId name) {
  const Type& parts = store[type];
  if ((parts.kind == TypeKind::projection || parts.kind == TypeKind::param) && parts.def == name) return true;
  return std::ranges::any_of(parts.args, [&](TypeId arg) { return needs(store, arg, name); });
}

// Of any other bound, what it says stands at an impl.
bool depends_on_params(const TypeStore& store, const Assumption& bound) {
  return store[bound.subject].has_params || std::ranges::any_of(bound.args, [&](TypeId arg) { return store[arg].has_params; });
}

}  // namespace

// --- Matching -----------------------------------------------------------------------------------------------------

bool ProgramInference::match(TypeId pattern, TypeId type, std::span<const DefId> params, std::vector<TypeId>& out) {
  type = solver.head(type);
  const Type p = store[pattern];
  if (p.kind == TypeKind::param) {
    for (std::size_t i = 0; i < params.size(); ++i) {
      if (params[i] != p.def) continue;
      if (!out[i].valid()) {
        out[i] = type;
        return true;
      }
      return solver.zonk(out[i]) == solver.zonk(type) || ((solver.has_open(type) || solver.has_open(out[i])) && solver.can_unify(out[i], type));
    }
    return pattern == type;
  }
  // A pattern with a mistake, `impl Show for List` of a `List<T>`, has been told and takes what comes.
  if (pattern == type || p.kind == TypeKind::projection || p.kind == TypeKind::poison) return true;
  const Type t = store[type];
  if (t.kind == TypeKind::poison || t.kind == TypeKind::unknown || t.kind == TypeKind::never) return true;
  // A literal of which nothing else is known is what it becomes then; who takes the impl unifies the two.
  if (t.kind == TypeKind::variable)
    if (const TypeId literal = solver.defaulted(type); literal != type) return match(pattern, literal, params, out);
  if (t.kind != p.kind || t.def != p.def || t.index != p.index || t.args.size() != p.args.size()) return false;
  for (std::size_t i = 0; i < p.args.size(); ++i)
    if (!match(p.args[i], t.args[i], params, out)) return false;
  return true;
}

std::optional<ImplMatch> ProgramInference::match_impl(const ImplInfo& impl, TypeId type, std::span<const TypeId> trait_args) {
  ImplMatch found{impl.def, std::vector<TypeId>(impl.params.size()), {}};
  if (!match(impl.self_type, type, impl.params, found.type_args)) return {};
  for (std::size_t i = 0; i < trait_args.size() && i < impl.trait_args.size(); ++i)
    if (trait_args[i].valid() && !solver.is_open(trait_args[i]) && !match(impl.trait_args[i], trait_args[i], impl.params, found.type_args)) return {};
  // `impl<T, P: Parser<T>> Parser<[T]> for Many<P>`: what the type does not tell, the impl that answers a bound does.
  const std::function<bool(TypeId)> is_known = [&](TypeId written) {
    const Type parts = store[written];
    const auto at = parts.kind == TypeKind::param ? std::ranges::find(impl.params, parts.def) : impl.params.end();
    if (at != impl.params.end()) return found.type_args[static_cast<std::size_t>(at - impl.params.begin())].valid();
    return std::ranges::all_of(parts.args, is_known);
  };
  for (const Assumption& bound : assumptions(impl.def)) {
    const TypeId subject = normalise(store.substitute(bound.subject, impl.params, found.type_args));
    if (solver.has_open(subject) && solver.literal(solver.first_open(subject)) == Literal::none) continue;
    std::vector<TypeId> args;
    for (TypeId arg : bound.args) args.push_back(is_known(arg) ? store.substitute(arg, impl.params, found.type_args) : TypeId());
    const auto bounded = find_impl(bound.trait, subject, args);
    if (!bounded) return {};
    for (std::size_t i = 0; i < args.size() && i < bounded->trait_args.size(); ++i)
      if (!args[i].valid() && bounded->trait_args[i].valid() && !match(bound.args[i], bounded->trait_args[i], impl.params, found.type_args)) return {};
    // `impl<T, A: Source<Item = T>>`: so does what the type's own impl says.
    for (const auto& [name, given] : bound.bindings)
      if (const TypeId actual = associated(*bounded, subject, bound.trait, name); actual.valid() && !match(given, actual, impl.params, found.type_args)) return {};
  }
  for (TypeId arg : impl.trait_args) found.trait_args.push_back(store.substitute(arg, impl.params, found.type_args));
  return found;
}

std::optional<ImplMatch> ProgramInference::find_written(DefId trait, TypeId type, std::span<const TypeId> trait_args) {
  auto search = [&](const std::vector<DefId>& candidates) -> std::optional<ImplMatch> {
    for (DefId id : candidates)
      if (auto found = match_impl(table.impls.at(id), type, trait_args)) return found;
    return {};
  };
  if (auto at = index_->impls.find(Index::key(trait.index(), head_key(type))); at != index_->impls.end())
    if (auto found = search(at->second)) return found;
  if (auto at = index_->blanket_impls.find(trait); at != index_->blanket_impls.end())
    if (auto found = search(at->second)) return found;
  return {};
}

std::vector<ImplMatch> ProgramInference::find_impls(DefId trait, TypeId type) {
  std::vector<ImplMatch> all;
  type = solver.head(type);
  auto add = [&](const std::vector<DefId>& candidates) {
    for (DefId id : candidates)
      if (auto found = match_impl(table.impls.at(id), type, {})) all.push_back(*found);
  };
  if (auto at = index_->impls.find(Index::key(trait.index(), head_key(type))); at != index_->impls.end()) add(at->second);
  if (auto at = index_->blanket_impls.find(trait); at != index_->blanket_impls.end()) add(at->second);
  const std::vector<Assumption> bounds = store[type].kind == TypeKind::variable ? std::vector<Assumption>() : bounds_of(solver.zonk(type));
  for (const Assumption& bound : bounds) {
    const bool known = std::ranges::any_of(all, [&](const ImplMatch& other) { return !other.impl.valid() && other.trait_args == bound.args; });
    if (bound.trait == trait && !known) all.push_back({{}, {}, bound.args});
  }
  if (all.empty())
    if (auto found = find_impl(trait, type)) all.push_back(*found);
  return all;
}

// --- Bounds -------------------------------------------------------------------------------------------------------

bool ProgramInference::visible_assumption(const Assumption& assumption) const {
  TypeId root = assumption.subject;
  while (store[root].kind != TypeKind::param && !store[root].args.empty()) root = store[root].args[0];
  if (store[root].kind == TypeKind::param && (bindings.def(store[root].def).parent == assumption.owner || store[root].def == assumption.owner)) return true;
  for (DefId scope = index_->scope; scope.valid(); scope = bindings.def(scope).parent)
    if (scope == assumption.owner) return true;
  return false;
}

// What `trait Animal: Named` asks of a type that has the trait as the bound says.
std::vector<Assumption> ProgramInference::supertraits_of(const Assumption& bound) {
  std::vector<DefId> params{bound.trait};
  std::vector<TypeId> with{bound.subject};
  const std::span<const DefId> own = bindings.type_params(bound.trait);
  for (std::size_t i = 0; i < own.size() && i < bound.args.size(); ++i) {
    params.push_back(own[i]);
    with.push_back(bound.args[i]);
  }
  std::vector<Assumption> out;
  const auto all = assumptions(bound.trait);
  for (Assumption super : std::vector<Assumption>(all.begin(), all.end())) {
    if (super.subject != store.param(bound.trait)) continue;
    super.subject = bound.subject;
    for (TypeId& arg : super.args) arg = store.substitute(arg, params, with);
    for (auto& [name, given] : super.bindings) given = store.substitute(given, params, with);
    out.push_back(std::move(super));
  }
  return out;
}

// Behind the bounds, those of the traits that they build on.
void ProgramInference::add_supertraits(std::vector<Assumption>& bounds) {
  for (std::size_t i = 0; i < bounds.size() && i < 64; ++i)
    for (Assumption& super : supertraits_of(Assumption(bounds[i]))) {
      const bool known = std::ranges::any_of(bounds, [&](const Assumption& other) { return other.trait == super.trait && other.args == super.args; });
      if (!known) bounds.push_back(std::move(super));
    }
}

std::vector<Assumption> ProgramInference::bounds_of(TypeId rigid) {
  std::vector<Assumption> out;
  const Type parts = store[rigid];
  if (parts.kind == TypeKind::param) {
    if (bindings.def(parts.def).kind == DefKind::trait) {
      Assumption own{rigid, parts.def, {}, {}, parts.def, {}};
      for (DefId param : bindings.type_params(parts.def)) own.args.push_back(store.param(param));
      out.push_back(own);
    } else {
      assumptions(bindings.def(parts.def).parent);
    }
  }
  if (auto found = index_->by_subject.find(rigid); found != index_->by_subject.end())
    for (const Assumption& bound : found->second)
      if (visible_assumption(bound) && depends_on_params(store, bound)) out.push_back(bound);
  if (parts.kind == TypeKind::projection) {
    const auto* decl = ast::as<ast::TypeDecl>(bindings.def(parts.def).decl);
    if (decl != nullptr)
      for (const ast::TypeExpr* bound : decl->bounds) {
        const resolve::Entity& entity = bindings.entity(bound->id);
        if (entity.kind == resolve::Entity::Kind::def && bindings.def(entity.def).kind == DefKind::trait)
          out.push_back({rigid, entity.def, {}, {}, parts.def, bound->range});
      }
  }
  add_supertraits(out);
  return out;
}

std::optional<ImplMatch> ProgramInference::find_assumed(DefId trait, TypeId type, std::span<const TypeId> trait_args) {
  return find_among(bounds_of(type), trait, trait_args);
}

// A `dyn Trait` has the trait and those that it builds on; of the library's, what can be called through it.
std::optional<ImplMatch> ProgramInference::find_dispatched(DefId trait, TypeId type, std::span<const TypeId> trait_args) {
  const Type parts = store[type];
  if (parts.def != trait && bindings.def(trait).is_library && !dispatched(trait)) return {};
  std::vector<Assumption> bounds{{type, parts.def, std::vector<TypeId>(parts.args.begin(), parts.args.end()), {}, {}, {}}};
  add_supertraits(bounds);
  return find_among(bounds, trait, trait_args);
}

std::optional<ImplMatch> ProgramInference::find_among(std::span<const Assumption> bounds, DefId trait, std::span<const TypeId> trait_args) {
  for (const Assumption& bound : bounds) {
    if (bound.trait != trait) continue;
    bool fits = true;
    for (std::size_t i = 0; i < trait_args.size() && i < bound.args.size(); ++i)
      fits = fits && (!trait_args[i].valid() || solver.can_unify(bound.args[i], trait_args[i]));
    if (fits) return ImplMatch{{}, {}, bound.args};
  }
  return {};
}

// --- Structural ---------------------------------------------------------------------------------------------------

bool ProgramInference::parts_implement(DefId trait, TypeId type) {
  const Type parts = store[type];
  if (parts.kind == TypeKind::tuple) return std::ranges::all_of(parts.args, [&](TypeId part) { return implements(part, trait); });
  const TypeInfo& info = type_info(parts.def);
  const std::vector<TypeId> args(parts.args.begin(), parts.args.end());
  for (const RecordInfo& record : info.variants)
    for (const FieldInfo& field : record.fields)
      if (!implements(normalise(store.substitute(field.type, info.params, args)), trait)) return false;
  return true;
}

bool ProgramInference::holds_structurally(DefId trait, TypeId type) {
  const resolve::WellKnown& known = store.well_known();
  const Type parts = store[type];
  const bool printing = trait == known.display || trait == known.debug;
  const bool comparing = trait == known.eq || trait == known.ord || trait == known.hash;
  const bool structural = trait_info(trait).structural;
  if (parts.kind == TypeKind::tuple) return (printing || comparing || structural || trait == known.default_) && parts_implement(trait, type);
  if (parts.kind != TypeKind::named) return false;
  const DefKind kind = bindings.def(parts.def).kind;
  if (kind != DefKind::struct_ && kind != DefKind::enum_) return false;
  const TypeInfo& info = type_info(parts.def);
  if (info.is_shared && (comparing || structural)) return false;
  if (structural) return !bindings.def(parts.def).is_library && parts_implement(trait, type);
  const bool derived = std::ranges::find(info.derives, trait) != info.derives.end();
  if (printing && !derived) return parts_implement(known.debug, type);
  return derived && parts_implement(trait == known.display ? known.debug : trait, type);
}

// Whether `dyn Trait` has the trait itself: every method can be called through it.
bool ProgramInference::dispatched(DefId trait) {
  return std::ranges::all_of(trait_info(trait).methods, [&](DefId method) {
    return why_not_dispatched(table, bindings, interner, method, signature(method)).empty();
  });
}

std::optional<ImplMatch> ProgramInference::find_impl(DefId trait, TypeId type, std::span<const TypeId> trait_args) {
  if (auto found = find_given(trait, type, trait_args)) return found;
  type = solver.zonk(type);
  // `where Cents: From<T>`: a bound of a type that is no parameter.
  return trait.valid() && index_->by_subject.contains(type) ? find_assumed(trait, type, trait_args) : std::nullopt;
}

// By an impl or by what the type is made of; of a type parameter, by its bounds.
std::optional<ImplMatch> ProgramInference::find_given(DefId trait, TypeId type, std::span<const TypeId> trait_args) {
  if (!trait.valid()) return {};
  const resolve::WellKnown& known = store.well_known();
  type = solver.head(type);
  const Type parts = store[type];
  const ImplMatch built_in{{}, {}, std::vector<TypeId>(trait_args.begin(), trait_args.end())};
  switch (parts.kind) {
    case TypeKind::never:
    case TypeKind::unknown:
    case TypeKind::poison: return built_in;
    case TypeKind::variable:
      if (solver.literal(type) == Literal::integer) return find_impl(trait, store.int_, trait_args);
      if (solver.literal(type) == Literal::floating) return find_impl(trait, store.float_, trait_args);
      return {};
    case TypeKind::param:
    case TypeKind::projection:
      if (auto found = find_assumed(trait, type, trait_args)) return found;
      if (trait == known.eq && find_assumed(known.ord, type, {})) return built_in;
      if (trait == known.debug && find_assumed(known.display, type, {})) return built_in;
      if (trait == known.move_) return built_in;
      break;
    case TypeKind::dyn:
      if (auto found = find_dispatched(trait, type, trait_args)) return found;
      break;
    default: break;
  }
  if (trait == known.move_) return built_in;
  if (trait == known.transfer) return transfer_obstacle(type) ? std::nullopt : std::optional(built_in);
  if (trait == known.sharable) return sharable_obstacle(type) ? std::nullopt : std::optional(built_in);
  const bool closed = trait_args.empty() && !parts.has_variables && !parts.has_params;
  const std::vector<std::uint32_t> key{trait.index(), type.index()};
  if (closed)
    if (auto kept = index_->known.find(key); kept != index_->known.end() && !kept->second) return {};
  if (index_->depth > kDeepestLookup) return {};
  ++index_->depth;
  auto found = find_written(trait, type, trait_args);
  bool holds = found.has_value();
  if (!holds) {
    // A recursive type has what its other parts have.
    auto kept = index_->known.find(key);
    if (closed && kept != index_->known.end()) {
      holds = kept->second;
    } else {
      if (closed) index_->known[key] = true;
      holds = holds_structurally(trait, type);
      if (!holds && trait == known.eq) holds = find_written(known.ord, type, {}).has_value();
      if (closed) index_->known[key] = holds;
    }
  }
  if (!holds && trait == known.into && trait_args.size() == 1) {
    const TypeId from[] = {type};
    holds = find_impl(known.from, trait_args[0], from).has_value();
  }
  --index_->depth;
  if (found) return found;
  return holds ? std::optional(built_in) : std::nullopt;
}

bool ProgramInference::implements(TypeId type, DefId trait, std::span<const TypeId> trait_args) {
  return find_impl(trait, type, trait_args).has_value();
}

// --- Associated types ---------------------------------------------------------------------------------------------

// What an impl leaves unwritten is read off its method: `type Output` is the type `add` was written with.
void ProgramInference::infer_missing_associated(ImplInfo& impl) {
  const TraitInfo& trait = trait_info(impl.trait);
  for (DefId associated_type : trait.associated) {
    const Symbol name = bindings.def(associated_type).name;
    if (impl.associated.contains(name)) continue;
    const TypeId wanted = store.projection(store.param(impl.trait), associated_type);
    for (DefId declared : trait.methods) {
      const TypeId pattern = signature(declared).result;
      if (!pattern.valid()) continue;
      const DefId method = method_in(impl.def, bindings.def(declared).name);
      if (!method.valid()) continue;
      // Meanwhile there is none: the method may be declared in terms of it.
      impl.associated[name] = store.poison;
      const Signature own = signature(method);
      impl.associated.erase(name);
      const bool itself = pattern == wanted;
      const bool optional = store.is_option(pattern) && store.option_inner(pattern) == wanted;
      const bool walked = impl.trait == store.well_known().iterable;      // `Iterable::iter` gives an Iterator of them
      if (!itself && !optional && !walked) continue;
      TypeId result = own.result;
      if (!result.valid() && !own.untyped) {
        const InstanceId made = instance(method, impl.self_type, {}, {}, bindings.def(method).name_range, {});
        if (made.valid() && !in_progress(made)) {
          infer_instance(made);
          result = table.instances[made.index()].result;
        }
      }
      // A type parameter of the method's own is no type that the impl could have; its conformance is checked later.
      const std::span<const DefId> own_params = bindings.type_params(method);
      if (result.valid() && std::ranges::any_of(own_params, [&](DefId param) { return needs(store, result, param); })) {
        impl.associated[name] = store.poison;
        break;
      }
      if (!result.valid() || needs(store, result, associated_type) || store[result].kind == TypeKind::poison) continue;
      if (walked) {
        if (const TypeId item = associated(result, store.well_known().iterator, name); item.valid()) impl.associated[name] = item;
        continue;
      }
      if (optional && !store.is_option(result)) continue;
      impl.associated[name] = optional ? store.option_inner(result) : result;
      break;
    }
    const auto* fallback = ast::as<ast::TypeDecl>(bindings.def(associated_type).decl);
    if (!impl.associated.contains(name) && fallback != nullptr && fallback->type != nullptr)
      impl.associated[name] = type_of(*fallback->type, impl.self_type);
  }
}

TypeId ProgramInference::associated(const ImplMatch& match, TypeId type, DefId trait, Symbol name) {
  if (match.impl.valid()) {
    ImplInfo& impl = table.impls.at(match.impl);
    if (!impl.associated.contains(name)) infer_missing_associated(impl);
    auto found = impl.associated.find(name);
    if (found == impl.associated.end()) return {};
    return normalise(store.substitute(found->second, impl.params, match.type_args));
  }
  const TypeKind kind = store[type].kind;
  if (kind == TypeKind::param || kind == TypeKind::projection) {
    for (const Assumption& bound : bounds_of(type))
      for (const auto& [bound_name, given] : bound.bindings)
        if (bound.trait == trait && bound_name == name) return given;
    for (DefId declared : trait_info(trait).associated)
      if (bindings.def(declared).name == name) return store.projection(type, declared);
  }
  return {};
}

TypeId ProgramInference::associated(TypeId type, DefId trait, Symbol name) {
  type = solver.head(type);
  if (store[type].kind == TypeKind::poison || store[type].kind == TypeKind::unknown) return store.poison;
  const auto found = find_impl(trait, type);
  return found ? associated(*found, type, trait, name) : TypeId();
}

TypeId ProgramInference::normalise(TypeId id) {
  const Type type = store[id];
  if (!type.has_params) return id;
  std::vector<TypeId> args;
  bool changed = false;
  for (TypeId arg : type.args) {
    args.push_back(normalise(arg));
    changed |= args.back() != arg;
  }
  if (type.kind == TypeKind::projection) {
    const TypeId subject = solver.head(args[0]);
    const resolve::Def& def = bindings.def(type.def);
    if (!solver.is_open(subject)) {
      const TypeId found = associated(subject, def.parent, def.name);
      if (found.valid() && found != id) return found;
    }
    return subject == type.args[0] ? id : store.projection(subject, type.def);
  }
  return changed ? store.with_args(id, args) : id;
}

// --- Methods ------------------------------------------------------------------------------------------------------

DefId ProgramInference::method_in(DefId impl, Symbol name) {
  auto members = index_->impl_members.find(impl);
  if (members == index_->impl_members.end()) return {};
  auto found = members->second.find(name);
  return found == members->second.end() ? DefId() : found->second;
}

std::span<const DefId> ProgramInference::inherent_methods(TypeId type, Symbol name) {
  auto found = index_->methods.find(Index::key(name.index(), head_key(type)));
  return found == index_->methods.end() ? std::span<const DefId>() : std::span<const DefId>(found->second);
}

std::span<const DefId> ProgramInference::trait_methods(Symbol name) const {
  auto found = index_->trait_methods.find(name);
  return found == index_->trait_methods.end() ? std::span<const DefId>() : std::span<const DefId>(found->second);
}

}  // namespace ariac::types
