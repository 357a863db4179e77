// Types: interned and immutable, so that equal types have equal ids.
#pragma once

#include <cstdint>
#include <span>

#include "resolve/symbol.hpp"
#include "support/interner.hpp"
#include "support/strong_id.hpp"

namespace ariac::types {

using resolve::DefId;
using support::Symbol;

using TypeId = support::StrongId<struct TypeTag>;
using RowId = support::StrongId<struct RowTag>;   // a written row of a function type; invalid: not written

enum class TypeKind : std::uint8_t {
  named,       // a struct, enum or opaque library type with its arguments: Int, [T], Shape, T? (= Option<T>)
  tuple,       // (A, B); Unit is the empty tuple
  function,    // Fn(A, mut B) -> C: args are the parameters and, last, the result
  param,       // a rigid type parameter: `def` is the type_param, or the trait for its `Self`
  projection,  // `T::Item` on a rigid type: args[0] is the type, `def` the associated type of a trait
  dyn,         // dyn Trait<A>: `def` is the trait
  variable,    // of an instance in progress: `index`; never in a finished table
  pointer,     // *T, *mut T
  never,
  unknown,     // a parameter of an untyped function that nobody calls: absorbs everything
  poison       // after an error: silent everywhere
};

struct Type {
  TypeKind kind = TypeKind::poison;
  DefId def{};
  std::span<const TypeId> args{};
  std::uint32_t index = 0;       // of a variable; of a function: bit i says that parameter i is `mut`; of a pointer: 1 for mut
  RowId row{};                   // of a function type, where one was written
  bool has_variables = false;    // somewhere inside
  bool has_params = false;       // rigid parameters or projections somewhere inside
};

}  // namespace ariac::types
