// What inference finds out: the instances of all functions, and for each instance the type of every node, the coercions
// at it, and what every name, member, operator and call in it was decided to mean.
//
// Nothing here holds a unification variable. Lowering, effects and ownership only read it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <memory>
#include <vector>

#include "ast/tree.hpp"
#include "resolve/bindings.hpp"
#include "types/type_store.hpp"

namespace ariac::types {

using ast::NodeId;
using resolve::LocalId;

using InstanceId = support::StrongId<struct InstanceTag>;

// --- Coercions ----------------------------------------------------------------------------------------------------

enum class CoercionKind : std::uint8_t {
  wrap_some,      // T -> T?
  int_to_float,   // Int of any width -> Float or Float32, in mixed arithmetic and joins
  widen_int,      // a narrower integer -> a wider one, where foreign code asks for it
  widen_float,    // Float32 -> Float
  to_dyn,         // concrete -> dyn Trait
  function_to_fn, // a closure or named function -> Fn type with fewer parameters, `mut` or another result (Unit)
  discard,        // any -> Unit where Unit is expected
  never           // Never -> T
};

struct Coercion {
  CoercionKind kind;
  TypeId to;
};

// --- Calls --------------------------------------------------------------------------------------------------------

enum class CalleeKind : std::uint8_t {
  function,       // free, static, extension or inherent method, method of a concrete impl: `def`, `instance`
  trait_method,   // `def` is the trait's method, `self_type` the receiver's type: a rigid type, `Self` of a trait, or a concrete
                  // type whose impl leaves the method to the trait (then `instance` is the default body, if it is written in Aria)
  dyn_method,     // through dyn Trait: `def` is the trait's method
  constructor,    // of a struct, data or class: `def` is the type; one ArgSource per field
  variant,        // of an enum: `def` is the variant; one ArgSource per part
  value,          // a function value: the callee expression has a function type
  operation,      // of an effect: `def` is the operation
  with_update,    // `p.with(x: 1)`: one ArgSource per field; default_value means: keep
  intrinsic       // one the compiler knows by itself: `old`, `copy` … ; `def` names it where there is one
};

struct ArgSource {
  enum class Kind : std::uint8_t { value, default_value, rest, spread } kind = Kind::value;
  const ast::Expr* value = nullptr;              // also the block or `&:name` given as last argument
  std::vector<const ast::Argument*> rest{};        // what a `...rest` parameter collects
};

// How one call was decided. Recorded at the node that performs it: Call; NameExpr, PathExpr or Member without
// parentheses; Unary, Binary, Comparison (one per operator, see comparison_calls), Index, Assign (compound) for operator
// traits; For and Comprehension for iteration; Spawn with a call form; Handle arms are not calls.
struct CallPlan {
  CalleeKind kind = CalleeKind::function;
  DefId def;
  InstanceId instance;                           // of an Aria function with a body; invalid for extern signatures
  InstanceId defaults;                           // where the defaults that it leaves out were inferred, if not in `instance`
  TypeId self_type;                              // the type whose impl or trait the method comes from
  std::vector<TypeId> type_args;                 // of the impl (or struct, enum), then of the function itself
  const ast::Expr* receiver = nullptr;           // bound to `self`; null for free and static functions
  bool implicit_receiver = false;                // the receiver is an operand of an operator or the subject of a `for`
  std::uint8_t dereferences = 0;                 // through Box, Arc, Rc before the member was found
  bool safe = false;                             // `?.`: only when the receiver is Some; the result is wrapped (flattened)
  std::vector<ArgSource> args;                   // one for each parameter after `self`
  std::vector<TypeId> param_types;               // of these parameters, in this instance
  std::uint32_t mut_params = 0;                  // bit i: parameter i (after self) is `mut`
  bool mut_receiver = false;
  TypeId result;                                 // of the callee itself, also where the call is safe (`o?.m`)
};

// What a Member, NameExpr or PathExpr that is no call denotes.
enum class MemberKind : std::uint8_t {
  none,
  local,          // `local`
  field,          // `index` of the struct; `def` is the field
  tuple_field,    // `index`
  constant,       // module, inherent or trait constant: `def` (trait constants on rigid types: self_type)
  variant,        // a variant without payload: `def`
  symbol,         // `:name`: the variant `def` of an enum
  function_value, // `&name`, a function used as a value: see the CallPlan at the node for def and instance
  called,         // a call without parentheses: see the CallPlan
  module,         // a step of a path
  type            // a type name as receiver of a static member, or as argument (`Channel.new(Int)`)
};

struct Selection {
  MemberKind kind = MemberKind::none;
  DefId def{};
  LocalId local{};
  std::uint32_t index = 0;
  std::uint8_t dereferences = 0;
  bool safe = false;
  bool tries = false;                            // `name?` was read as try: the member is `name`
  TypeId self_type{};                              // of a trait constant
  std::vector<TypeId> type_args{};                 // of a variant's enum, of a type, of the trait of a constant
};

// How a `for`, comprehension clause, spread or `in` goes over its subject.
enum class IterationKind : std::uint8_t {
  native,         // a library container, range, channel: C++ range-for
  iterator,       // the subject implements Iterator: `next` until None
  iterable        // the subject implements Iterable: `iter`, then as iterator
};

struct Iteration {
  IterationKind kind = IterationKind::native;
  TypeId item;
  std::optional<CallPlan> iter;                  // Iterable::iter
  std::optional<CallPlan> next;                  // Iterator::next
};

// What `e?` does where it stands.
enum class TryKind : std::uint8_t {
  return_err,     // Err(e) -> return Err(convert(e))
  return_none,    // None -> return None
  raise_err,      // Err(e) -> raise e
  raise_none,     // None -> raise NoneError, or return Err(NoneError) converted
  none_to_err
};

struct TryPlan {
  TryKind kind = TryKind::return_err;
  std::optional<CallPlan> convert{};             // From::from, where the error types differ
  TypeId error{};                                // what is tried for: of the Result, or NoneError
  TypeId operand{};                              // the whole: `T?` or the Result
};

// `return v` in a block, where the function around the block gives something else: told when it is known what is wrong,
// since a block that is kept cannot return at all.
struct MisfitReturn {
  TypeId expected;
  TypeId found;
};

// A function whose result is declared as a Result turns errors of this type into its Err.
struct ErrConversion {
  TypeId error;
  std::optional<CallPlan> convert{};             // From::from, where it is not the Result's own error type
};

// What one `rescue` clause or rescue pattern catches.
struct RescuePlan {
  TypeId error;                                  // invalid: every error (bare rescue)
};

// What a pattern node means.
struct PatternPlan {
  DefId variant;                                 // of a ConstructorPattern; invalid: a struct's or data's pattern
  DefId constant;                                // the pattern names a constant
  std::vector<std::int32_t> field_of;            // for each written field: which part of the variant or struct it is
};

// --- Instances ----------------------------------------------------------------------------------------------------

// A table over the nodes of one body.
template <typename Value>
class NodeTable {
 public:
  NodeTable() = default;
  Value& operator[](NodeId id) { return values_[id]; }
  const Value* find(NodeId id) const {
    auto found = values_.find(id);
    return found == values_.end() ? nullptr : &found->second;
  }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }
  auto begin() { return values_.begin(); }
  auto end() { return values_.end(); }

 private:
  std::unordered_map<NodeId, Value> values_;
};

// (function, types of its arguments, type arguments), and everything found out about its body.
struct Instance {
  DefId def;                                     // function, constant, test or program; a type: defaults of its fields, invariants
  bool implicit = false;                         // from untyped parameters: its own C++ overload, internal to its file
  bool is_template = false;                      // explicit generics: its parameters are rigid; emitted as a template
  bool check_only = false;                       // an untyped function that nobody calls: made to report errors, not emitted
  TypeId self_type;                              // `Self` inside it; invalid outside of types
  std::vector<TypeId> type_args;                 // of the impl, then its own; rigid parameters for a template
  std::vector<TypeId> params;                    // including self
  TypeId result;
  source::SourceRange first_call;                // what led to it
  InstanceId caller;

  NodeTable<TypeId> types;                       // of expressions (before coercion), patterns, and binding nodes
  std::unordered_map<LocalId, TypeId> locals;
  NodeTable<std::vector<Coercion>> coercions;    // applied in order to the value of an expression
  NodeTable<CallPlan> calls;
  std::unordered_map<NodeId, std::vector<std::optional<CallPlan>>> comparison_calls;  // Comparison: per operator; nullopt: built in
  NodeTable<Selection> selections;
  NodeTable<Iteration> iterations;               // by For, ForClause's iterable, spread element's value, `in`
  NodeTable<TryPlan> tries;                      // by Try; by Raise, where it is an early `return Err(…)`; by any other expression whose value is tried
  std::vector<ErrConversion> err_conversions;    // of a function that gives a Result
  NodeTable<RescuePlan> rescues;                 // by RescueClause::id
  NodeTable<TypeId> opened_errors;               // by a pattern that an error of any type is matched with: the type it asks for
  NodeTable<PatternPlan> patterns;
  // Closures: their parameter types and result stand in `types` as a function type at the Lambda.
  // For `return` inside a lambda value and `break` inside a block: what they leave.
  NodeTable<NodeId> jump_targets;                // Return, Break, Continue -> Lambda, Call (break out of a block), loop or FunctionDecl
  NodeTable<MisfitReturn> misfit_returns;        // by Return
  std::vector<InstanceId> callees;               // without duplicates
  bool has_errors = false;
};

// --- Declarations -------------------------------------------------------------------------------------------------

struct FieldInfo {
  DefId def;
  Symbol name;                                   // invalid for positional parts
  TypeId type;                                   // in terms of the type's own parameters
  const ast::Expr* fallback = nullptr;
};

// A struct, data, class, or one variant of an enum.
struct RecordInfo {
  std::vector<FieldInfo> fields;
};

struct TypeInfo {
  DefId def;
  std::vector<DefId> params;                     // type parameters
  std::vector<RecordInfo> variants;              // one for structs; one per variant for enums
  std::vector<DefId> variant_defs;               // of an enum
  std::vector<DefId> derives;                    // traits derived or automatic (data), DefIds of traits
  bool is_recursive = false;                     // needs boxing: see boxed_fields
  std::vector<DefId> boxed_fields;               // fields that the C++ must hold in a Box
  bool is_shared = false;                        // @shared class
  bool has_drop = false;
};

struct ImplInfo {
  DefId def;
  DefId trait;                                   // invalid for an inherent impl
  std::vector<TypeId> trait_args;
  TypeId self_type;                              // in terms of `params`
  std::vector<DefId> params;
  std::vector<DefId> methods;                    // written in it
  std::unordered_map<Symbol, TypeId> associated; // `type Item = T`
};

struct TraitInfo {
  DefId def;
  std::vector<DefId> params;
  std::vector<TypeId> supertraits;               // all that it builds on, as dyn types in terms of its Self and `params`
  std::vector<DefId> methods;
  std::vector<DefId> associated;
  std::vector<DefId> constants;
  bool structural = false;                       // `@structural`: what the program declares has it where all its parts do
};

// The written or inferred interface of a function, in terms of its rigid parameters.
struct Signature {
  std::vector<DefId> type_params;                // of the impl or trait around it (a trait's Self first), then its own
  std::vector<TypeId> params;                    // including self; invalid where untyped
  TypeId result;                                 // invalid: not written
  bool untyped = false;                          // some parameter has no type: an implicit generic
  bool has_self = false;
  bool mut_self = false;
};

// Bounds that hold for a rigid parameter: `T: A + B` (as dyn types).
using Bounds = std::vector<TypeId>;

struct TypeTable {
  explicit TypeTable(const resolve::Bindings& bindings) : store(bindings) {}

  TypeStore store;
  support::Arena calls_made;                               // calls that the tree only implies: `x |> f`, `with`, `ch <- v`
  std::deque<Instance> instances;                          // by InstanceId; they stay where they are
  std::unordered_map<DefId, std::vector<InstanceId>> instances_of;
  std::unordered_map<DefId, TypeInfo> types;
  std::unordered_map<DefId, ImplInfo> impls;
  std::unordered_map<DefId, TraitInfo> traits;
  std::unordered_map<DefId, Signature> signatures;         // by function
  std::unordered_map<DefId, Bounds> bounds;                // by type parameter
  std::unordered_map<DefId, TypeId> told_by_bound;         // `T` of `impl<T, A: Source<Item = T>> Named for Twice<A>`: `A::Item`
  std::vector<const ast::EffectRow*> rows;                 // by RowId: the rows written in function types
  std::unordered_map<DefId, TypeId> aliases;
  std::unordered_map<DefId, TypeId> constants;             // the types of constants
  // Which impl serves (trait, type): asked by lowering for derived operations, dyn tables and default methods.
  std::unordered_map<TypeId, std::vector<DefId>> impls_used;

  const Instance& operator[](InstanceId id) const { return instances[id.index()]; }
};

}  // namespace ariac::types
