// TypeStore: makes and keeps all types of a compilation.
#pragma once

#include <cstddef>
#include <deque>
#include <unordered_set>
#include <vector>

#include "resolve/bindings.hpp"
#include "support/arena.hpp"
#include "types/type.hpp"

namespace ariac::types {

class TypeStore {
 public:
  explicit TypeStore(const resolve::Bindings& bindings);

  const Type& operator[](TypeId id) const { return types_[id.index()]; }

  // --- making ---
  TypeId named(DefId def, std::span<const TypeId> args = {});
  TypeId tuple(std::span<const TypeId> elements);
  TypeId function(std::span<const TypeId> params, TypeId result, std::uint32_t mut_mask = 0, RowId row = {});
  TypeId param(DefId type_param);                       // also the `Self` of a trait, by the trait's DefId
  TypeId projection(TypeId type, DefId associated_type);
  TypeId dyn(DefId trait, std::span<const TypeId> args = {});
  TypeId variable(std::uint32_t index);
  TypeId pointer(TypeId pointee, bool mut);
  TypeId option(TypeId inner);
  TypeId array(TypeId element);
  TypeId result(TypeId value, TypeId error);

  // --- the fixed ones ---
  TypeId unit, never, unknown, poison;
  TypeId int_, float_, float32, bool_, char_, string, duration;

  // --- asking ---
  std::vector<TypeId> all_named(DefId def) const;       // all types that have been made of it
  bool is_named(TypeId id, DefId def) const { return (*this)[id].kind == TypeKind::named && (*this)[id].def == def; }
  bool is_option(TypeId id) const;
  bool is_result(TypeId id) const;
  bool is_integer(TypeId id) const;                     // of any width
  bool is_float(TypeId id) const;                       // Float or Float32
  bool is_unit(TypeId id) const { return id == unit; }
  TypeId option_inner(TypeId id) const { return (*this)[id].args[0]; }
  std::span<const TypeId> params_of(TypeId function) const;
  TypeId result_of(TypeId function) const;
  bool param_is_mut(TypeId function, std::size_t i) const { return (((*this)[function].index >> i) & 1) != 0; }

  // The same type with other arguments.
  TypeId with_args(TypeId type, std::span<const TypeId> args);
  // The type with each of `params` (type_param or trait-Self DefIds) replaced by the type at the same place.
  TypeId substitute(TypeId type, std::span<const DefId> params, std::span<const TypeId> with);

  // With aliases followed: `int_` is Int64.
  const resolve::WellKnown& well_known() const { return well_known_; }

 private:
  struct Hash {
    const TypeStore* store;
    std::size_t operator()(TypeId id) const;
  };
  struct Equal {
    const TypeStore* store;
    bool operator()(TypeId a, TypeId b) const;
  };

  TypeId intern(Type type);

  resolve::WellKnown well_known_;
  support::Arena arena_;
  std::vector<Type> types_;
  std::unordered_set<TypeId, Hash, Equal> interned_;
};

}  // namespace ariac::types
