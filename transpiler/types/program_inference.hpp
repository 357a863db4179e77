// ProgramInference: what all bodies share while inference runs: declarations, impl lookup, and the making of instances.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "diagnostics/sink.hpp"
#include "resolve/bindings.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

// A found impl with the types its parameters stand for.
struct ImplMatch {
  DefId impl;                    // invalid: a bound of a rigid parameter, or built in (derived, structural)
  std::vector<TypeId> type_args; // for ImplInfo::params
  std::vector<TypeId> trait_args;
};

class ProgramInference {
 public:
  ProgramInference(const resolve::Bindings& bindings, support::Interner& interner, diagnostics::Sink& sink, TypeTable& table);

  void run();

  // --- declarations (declarations.cpp) ---
  // The type an expression of types stands for inside `context` (its Self, its parameters); reports what is wrong.
  TypeId type_of(const ast::TypeExpr& written, TypeId self_type);
  const TypeInfo& type_info(DefId type) { return table.types.at(type); }
  const Signature& signature(DefId function);

  // --- traits (traits.cpp) ---
  // Does `type` implement `trait` (derived and structural ones included)? One-way matching, no unification.
  std::optional<ImplMatch> find_impl(DefId trait, TypeId type, std::span<const TypeId> trait_args = {});
  bool implements(TypeId type, DefId trait, std::span<const TypeId> trait_args = {});
  // `Self::Item` of `type` as `trait` gives it; invalid when there is no impl.
  TypeId associated(TypeId type, DefId trait, Symbol name);
  // Replaces every projection whose type has become concrete.
  TypeId normalise(TypeId type);

  // --- instances (instances.cpp) ---
  // The instance of `function` for these types; its body is inferred at once, or later when its result is written.
  InstanceId instance(DefId function, TypeId self_type, std::vector<TypeId> type_args, std::vector<TypeId> params,
                      source::SourceRange call, InstanceId caller);
  // The result type of an instance: inferred now if it must be; poison after an error; for one in progress, a variable
  // of the asking body is made by the caller (BodyInference::result_of).
  bool in_progress(InstanceId id) const;

  std::string print(TypeId type) const;            // as Aria writes it
  std::string_view text(Symbol symbol) const { return interner.text(symbol); }

  const resolve::Bindings& bindings;
  support::Interner& interner;
  diagnostics::Sink& sink;
  TypeTable& table;
  TypeStore& store;
};

}  // namespace ariac::types
