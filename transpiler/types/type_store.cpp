// Interning: a type is looked up by its parts before it is made, so equal types have equal ids.
#include "types/type_store.hpp"

#include <algorithm>
#include <cassert>

#include "ast/match.hpp"

namespace ariac::types {

namespace {

std::size_t mix(std::size_t seed, std::size_t value) { return (seed ^ value) * 0x9E3779B97F4A7C15ull; }

// The type that an alias without parameters stands for.
DefId without_alias(const resolve::Bindings& bindings, DefId def) {
  for (int steps = 0; def.valid() && steps < 8; ++steps) {
    const resolve::Def& found = bindings.def(def);
    const auto* decl = found.kind == resolve::DefKind::alias ? ast::as<ast::TypeDecl>(found.decl) : nullptr;
    if (decl == nullptr || decl->type == nullptr) return def;
    const DefId target = bindings.entity(decl->type->id).def;
    if (!target.valid()) return def;
    def = target;
  }
  return def;
}

}  // namespace

std::size_t TypeStore::Hash::operator()(TypeId id) const {
  const Type& type = (*store)[id];
  std::size_t seed = mix(static_cast<std::size_t>(type.kind) + 1, type.def.index());
  seed = mix(seed, type.index);
  seed = mix(seed, type.row.index());
  for (TypeId arg : type.args) seed = mix(seed, arg.index());
  return seed ^ (seed >> 29);
}

bool TypeStore::Equal::operator()(TypeId a, TypeId b) const {
  const Type& x = (*store)[a];
  const Type& y = (*store)[b];
  return x.kind == y.kind && x.def == y.def && x.index == y.index && x.row == y.row && std::ranges::equal(x.args, y.args);
}

TypeStore::TypeStore(const resolve::Bindings& bindings) : well_known_(bindings.well_known), interned_(64, Hash{this}, Equal{this}) {
#define ARIA_WELL_KNOWN(field, name) well_known_.field = without_alias(bindings, well_known_.field);
#include "resolve/well_known.def"
  unit = tuple({});
  never = intern({.kind = TypeKind::never});
  unknown = intern({.kind = TypeKind::unknown});
  poison = intern({.kind = TypeKind::poison});
  int_ = named(well_known_.int_);
  float_ = named(well_known_.float_);
  float32 = named(well_known_.float32);
  bool_ = named(well_known_.bool_);
  char_ = named(well_known_.char_);
  string = named(well_known_.string);
  duration = named(well_known_.duration);
}

TypeId TypeStore::intern(Type type) {
  type.has_variables = type.kind == TypeKind::variable;
  type.has_params = type.kind == TypeKind::param || type.kind == TypeKind::projection;
  for (TypeId arg : type.args) {
    type.has_variables |= (*this)[arg].has_variables;
    type.has_params |= (*this)[arg].has_params;
  }
  const TypeId candidate(static_cast<std::uint32_t>(types_.size()));
  types_.push_back(type);
  if (auto found = interned_.find(candidate); found != interned_.end()) {
    types_.pop_back();
    return *found;
  }
  types_.back().args = arena_.copy(std::vector<TypeId>(type.args.begin(), type.args.end()));
  interned_.insert(candidate);
  return candidate;
}

TypeId TypeStore::named(DefId def, std::span<const TypeId> args) { return intern({.kind = TypeKind::named, .def = def, .args = args}); }
TypeId TypeStore::tuple(std::span<const TypeId> elements) { return intern({.kind = TypeKind::tuple, .args = elements}); }
TypeId TypeStore::param(DefId type_param) { return intern({.kind = TypeKind::param, .def = type_param}); }
TypeId TypeStore::dyn(DefId trait, std::span<const TypeId> args) { return intern({.kind = TypeKind::dyn, .def = trait, .args = args}); }
TypeId TypeStore::variable(std::uint32_t index) { return intern({.kind = TypeKind::variable, .index = index}); }

TypeId TypeStore::function(std::span<const TypeId> params, TypeId result, std::uint32_t mut_mask, RowId row) {
  std::vector<TypeId> args(params.begin(), params.end());
  args.push_back(result);
  return intern({.kind = TypeKind::function, .args = args, .index = mut_mask, .row = row});
}

TypeId TypeStore::projection(TypeId type, DefId associated_type) {
  const TypeId args[] = {type};
  return intern({.kind = TypeKind::projection, .def = associated_type, .args = args});
}

TypeId TypeStore::pointer(TypeId pointee, bool mut) {
  const TypeId args[] = {pointee};
  return intern({.kind = TypeKind::pointer, .args = args, .index = mut ? 1u : 0u});
}

TypeId TypeStore::option(TypeId inner) {
  const TypeId args[] = {inner};
  return named(well_known_.option, args);
}

TypeId TypeStore::array(TypeId element) {
  const TypeId args[] = {element};
  return named(well_known_.array, args);
}

TypeId TypeStore::result(TypeId value, TypeId error) {
  const TypeId args[] = {value, error};
  return named(well_known_.result, args);
}

std::vector<TypeId> TypeStore::all_named(DefId def) const {
  std::vector<TypeId> found;
  for (std::uint32_t i = 0; i < types_.size(); ++i)
    if (is_named(TypeId(i), def)) found.push_back(TypeId(i));
  return found;
}

bool TypeStore::is_option(TypeId id) const { return is_named(id, well_known_.option) && !(*this)[id].args.empty(); }
bool TypeStore::is_result(TypeId id) const { return is_named(id, well_known_.result) && (*this)[id].args.size() == 2; }

bool TypeStore::is_integer(TypeId id) const {
  const Type& type = (*this)[id];
  if (type.kind != TypeKind::named || !type.def.valid()) return false;
  const resolve::WellKnown& known = well_known_;
  const DefId integers[] = {known.int_, known.int8, known.int16, known.int32, known.uint8, known.uint16, known.uint32, known.uint64};
  return std::ranges::find(integers, type.def) != std::end(integers);
}

bool TypeStore::is_float(TypeId id) const { return id == float_ || id == float32; }

std::span<const TypeId> TypeStore::params_of(TypeId function) const {
  const Type& type = (*this)[function];
  assert(type.kind == TypeKind::function);
  return type.args.first(type.args.size() - 1);
}

TypeId TypeStore::result_of(TypeId function) const { return (*this)[function].args.back(); }

TypeId TypeStore::substitute(TypeId id, std::span<const DefId> params, std::span<const TypeId> with) {
  const Type type = (*this)[id];
  if (!type.has_params) return id;
  if (type.kind == TypeKind::param) {
    for (std::size_t i = 0; i < params.size() && i < with.size(); ++i)
      if (params[i] == type.def && with[i].valid()) return with[i];
    return id;
  }
  std::vector<TypeId> args(type.args.begin(), type.args.end());
  bool changed = false;
  for (TypeId& arg : args) {
    const TypeId replaced = substitute(arg, params, with);
    changed |= replaced != arg;
    arg = replaced;
  }
  return changed ? with_args(id, args) : id;
}

TypeId TypeStore::with_args(TypeId type, std::span<const TypeId> args) {
  Type copy = (*this)[type];
  copy.args = args;
  return intern(copy);
}

}  // namespace ariac::types
