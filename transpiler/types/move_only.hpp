// Which values are moved and never copied: those of types with Drop, and whatever holds one in place.
#pragma once

#include <unordered_map>

#include "types/type_table.hpp"

namespace ariac::types {

class MoveOnly {
 public:
  MoveOnly(const TypeTable& types, const resolve::Bindings& bindings) : types_(&types), bindings_(&bindings) {}

  // A type parameter by itself is not; whether a value of it is depends on the call: see may_be().
  bool operator()(TypeId type) const;
  // It is, or it mentions type parameters that may stand for such a type.
  bool may_be(TypeId type) const;
  bool has_drop(TypeId type) const;
  // Values of the generic type are, where this argument of it is; without one: whatever its arguments are.
  bool follows(const TypeInfo& type, DefId argument) const;

 private:
  using Parameters = std::unordered_map<DefId, bool>;
  bool holds(TypeId type, const Parameters& parameters) const;
  bool parts_hold(const TypeInfo& type, const Parameters& parameters) const;
  bool owns_arguments(DefId library_type) const;
  bool has_fields(DefId type) const;

  const TypeTable* types_;
  const resolve::Bindings* bindings_;
  mutable std::unordered_map<TypeId, bool> known_;
  mutable std::vector<DefId> open_;      // types whose parts are being asked: a recursive one adds nothing
};

}  // namespace ariac::types
