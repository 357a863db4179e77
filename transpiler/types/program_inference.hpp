// ProgramInference: what all bodies share while inference runs: declarations, impl lookup, and the making of instances.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "diagnostics/sink.hpp"
#include "resolve/bindings.hpp"
#include "types/solver.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

class BodyInference;

// A found impl with the types its parameters stand for.
struct ImplMatch {
  DefId impl;                    // invalid: a bound of a rigid parameter, or built in (derived, structural)
  std::vector<TypeId> type_args; // for ImplInfo::params
  std::vector<TypeId> trait_args;
};

// A bound as written: `subject: Trait<args, Name = type>`.
struct Assumption {
  TypeId subject;
  DefId trait;
  std::vector<TypeId> args;
  std::vector<std::pair<Symbol, TypeId>> bindings;
  DefId owner;                   // the function, impl, type or trait whose generics say so
  source::SourceRange range;
};

// What impls and methods are found by: the outermost part of a type.
struct HeadKey {
  TypeKind kind = TypeKind::poison;
  std::uint32_t detail = 0;      // the definition, or the number of elements
  friend bool operator==(HeadKey, HeadKey) = default;
};

class ProgramInference {
 public:
  ProgramInference(const resolve::Bindings& bindings, support::Interner& interner, diagnostics::Sink& sink, TypeTable& table);
  ~ProgramInference();

  void run();

  // --- declarations (type_expr.cpp, declarations.cpp, signatures.cpp) ---
  // The type an expression of types stands for inside `context` (its Self, its parameters); reports what is wrong.
  TypeId type_of(const ast::TypeExpr& written, TypeId self_type);
  void report_type_arguments(DefId type, std::size_t given, source::SourceRange range);
  const TypeInfo& type_info(DefId type);
  const TraitInfo& trait_info(DefId trait);
  const ImplInfo& impl_info(DefId impl);
  const Signature& signature(DefId function);
  // `Self` inside a definition; invalid outside of types, traits and impls.
  TypeId self_type_of(DefId def);
  // The bounds that the generics of a definition state.
  std::span<const Assumption> assumptions(DefId owner);
  TypeId constant_type(DefId constant);
  // The type with its own parameters as arguments.
  TypeId own_type(DefId type);
  // All functions that share the name of `function` in one scope of the library (`@overload`).
  std::span<const DefId> overloads(DefId function);

  // --- traits (traits.cpp) ---
  // Does `type` implement `trait` (derived and structural ones included)? One-way matching, no unification.
  std::optional<ImplMatch> find_impl(DefId trait, TypeId type, std::span<const TypeId> trait_args = {});
  bool implements(TypeId type, DefId trait, std::span<const TypeId> trait_args = {});
  // All arguments with which `type` implements `trait`: `From<A>` and `From<B>`.
  std::vector<ImplMatch> find_impls(DefId trait, TypeId type);
  // `Self::Item` of `type` as `trait` gives it; invalid when there is no impl.
  TypeId associated(TypeId type, DefId trait, Symbol name);
  TypeId associated(const ImplMatch& match, TypeId type, DefId trait, Symbol name);
  // Replaces every projection whose type has become concrete.
  TypeId normalise(TypeId type);
  // The method that serves `method` of a trait for an impl; the trait's own when the impl does not write it.
  DefId method_in(DefId impl, Symbol name);
  std::span<const DefId> inherent_methods(TypeId type, Symbol name);
  std::span<const DefId> trait_methods(Symbol name) const;
  std::vector<Assumption> bounds_of(TypeId rigid);

  // --- tasks (transfer.cpp) ---
  // Why a value may not move to another task, or be used from several: `engine.index.cache` is `Rc<Int>`; nullopt: it may.
  struct Obstacle {
    std::vector<Symbol> path;    // fields on the way
    TypeId type;                 // the part that is to blame
    TypeId holder{};             // whose field comes first, where that is a part without a name
  };
  std::optional<Obstacle> transfer_obstacle(TypeId type);
  std::optional<Obstacle> sharable_obstacle(TypeId type);
  void forget_structural_answers();

  // The types of closures, lazy sequences and `dyn`s that somewhere hide a value that belongs to one task (bound_values.cpp).
  struct BoundValue {
    TypeId type;
    TypeId hidden;
    source::SourceRange made;
  };
  std::vector<BoundValue> bound_values;
  const BoundValue* bound_value(TypeId type) const;

  // --- instances (instances.cpp) ---
  // The instance of `function` for these types; its body is inferred at once, or later when its result is written.
  // Invalid for functions without a body.
  InstanceId instance(DefId function, TypeId self_type, std::vector<TypeId> type_args, std::vector<TypeId> params,
                      source::SourceRange call, InstanceId caller);
  // The result type of an instance: inferred now if it must be; poison after an error; for one in progress, a variable
  // of the asking body is made by the caller (BodyInference::result_of).
  bool in_progress(InstanceId id) const;
  void infer_instance(InstanceId id);
  // A trait's method without a body: what its parameters have as defaults.
  void infer_defaults(DefId function);
  // What an untyped function's body makes of parameter types that hold variables (the parameters of a block, say):
  // infers it on trial and gives the types back with what it bound. Reports nothing.
  std::vector<TypeId> probe(DefId function, TypeId self_type, std::vector<TypeId> type_args, std::vector<TypeId> params);

  std::string print(TypeId type) const;            // as Aria writes it
  std::string_view text(Symbol symbol) const { return interner.text(symbol); }
  Symbol symbol(std::string_view text) { return interner.intern(text); }
  // "function `volume`", for messages.
  std::string describe(DefId def) const;

  const resolve::Bindings& bindings;
  support::Interner& interner;
  diagnostics::Sink& sink;
  TypeTable& table;
  TypeStore& store;
  Solver solver;

 private:
  friend class BodyInference;
  struct Index;                                     // impls, methods and caches (impl_index.hpp)
  struct Running;                                   // the bodies in progress (running.hpp)

  TypeId named_type(const ast::NamedType& written, TypeId self_type);
  TypeId apply_type(DefId def, std::span<const ast::TypeArgument> written, TypeId self_type, source::SourceRange range);
  TypeId dyn_type(DefId def, std::span<const ast::TypeArgument> written, TypeId self_type, source::SourceRange range);
  TypeId alias_type(DefId alias);
  TypeId inside_instance(TypeId type) const;
  TypeId project(TypeId type, const ast::Name& name, source::SourceRange range);

  void declare_types();
  void declare_type(DefId def);
  void declare_trait(DefId def);
  void declare_impl(DefId def);
  void infer_missing_associated(ImplInfo& impl);
  void check_impl(const ImplInfo& impl);
  void check_supertraits(const ImplInfo& impl);
  TypeId with_own_associated(TypeId type, const ImplInfo& impl);
  bool walks_items(const ImplInfo& impl, TypeId result);
  void check_method(const ImplInfo& impl, DefId method, DefId declared);
  void check_duplicates();
  void find_recursion();
  Signature make_signature(DefId function);
  void take_from_trait(DefId function, Signature& signature);
  void read_assumptions(DefId owner, std::vector<Assumption>& out);
  void note_told(const Assumption& bound);
  void add_assumptions(TypeId subject, const ast::TypeExpr& bound, DefId owner, TypeId self, std::vector<Assumption>& out);

  HeadKey head_key(TypeId type) const;
  bool match(TypeId pattern, TypeId type, std::span<const DefId> params, std::vector<TypeId>& out);
  std::optional<ImplMatch> match_impl(const ImplInfo& impl, TypeId type, std::span<const TypeId> trait_args);
  std::optional<ImplMatch> find_given(DefId trait, TypeId type, std::span<const TypeId> trait_args);
  std::optional<ImplMatch> find_written(DefId trait, TypeId type, std::span<const TypeId> trait_args);
  std::vector<Assumption> supertraits_of(const Assumption& bound);
  void add_supertraits(std::vector<Assumption>& bounds);
  std::optional<ImplMatch> find_among(std::span<const Assumption> bounds, DefId trait, std::span<const TypeId> trait_args);
  std::optional<ImplMatch> find_dispatched(DefId trait, TypeId type, std::span<const TypeId> trait_args);
  std::optional<ImplMatch> find_assumed(DefId trait, TypeId type, std::span<const TypeId> trait_args);
  bool dispatched(DefId trait);
  bool holds_structurally(DefId trait, TypeId type);
  bool parts_implement(DefId trait, TypeId type);
  std::optional<Obstacle> obstacle(TypeId type, DefId trait);

  bool visible_assumption(const Assumption& assumption) const;
  void run_roots();
  void run_queue();
  void finish_group(std::span<BodyInference* const> bodies, std::size_t mark);
  void check_uncalled();
  void settle_open_defaults();
  void report_unexplained();

  std::unique_ptr<Index> index_;
  std::unique_ptr<Running> running_;
};

}  // namespace ariac::types
