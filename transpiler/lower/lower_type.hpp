// Types of Aria as types of C++ (emitted_cpp.md, rule 2).
#pragma once

#include <set>
#include <string>
#include <unordered_map>

#include "cpp/expr.hpp"
#include "cpp/type.hpp"
#include "lower/names.hpp"
#include "types/move_only.hpp"

namespace ariac::lower {

using types::TypeId;

class TypeLowering {
 public:
  TypeLowering(const Input& input, const Names& names, ModuleId module) : input_(&input), names_(&names), module_(module), move_only_(input.types, input.bindings) {}

  // The type of a value: Unit is `aria::Unit`.
  cpp::Type value(TypeId type) const;
  // The result of a function: Unit and Never are `void`.
  cpp::Type result(TypeId type) const;
  // A parameter that is only read: small values by value, others by `const&`.
  cpp::Type param(TypeId type) const;
  cpp::Type mut_param(TypeId type) const { return cpp::ref_to(value(type)); }

  // Passed in registers and copied for free.
  bool is_small(TypeId type) const;
  // May stand as `T x;` and be assigned later.
  bool has_default(TypeId type) const;
  bool is_void(TypeId type) const;
  bool is_shared(TypeId type) const;
  // Of which C++ has a type for each way to make one: written as a type, it holds any of them.
  bool is_lazy(TypeId type) const;
  // Others see when a value of it ends: one with Drop runs it, the last sending half closes its channel.
  bool end_is_noticed(TypeId type) const;
  bool end_is_noticed(TypeId type, std::vector<TypeId>& open) const;
  // A value may be a part of another of the same type, as in a tree.
  bool holds_itself(TypeId type) const;
  // What a value leaves behind that was moved is a value as well: an empty collection, the variant without parts in a box.
  // Of others, a handle or a box without such a variant, nothing is left that could be looked at.
  bool leaves_a_value(TypeId type) const;
  bool leaves_a_value(TypeId type, std::vector<TypeId>& open) const;
  // The variant of an enum that C++ makes of nothing, `Leaf{}` with a number or an empty text: a value to leave where one is taken
  // away that leaves none. Invalid where there is none.
  DefId spare_variant(TypeId type) const;
  // `std::move(list)`, `std::exchange(root, Tree::Leaf{})`: should something panic, a value stands there.
  cpp::Expr taken_out(cpp::Expr place, TypeId type) const;
  bool is_move_only(TypeId type) const { return move_only_(type); }
  bool may_be_move_only(TypeId type) const { return move_only_.may_be(type); }
  // A place of it is destroyed and made anew by an assignment, since C++ assigns part by part.
  bool is_reassigned(TypeId type) const;
  // The struct itself, where value() gives the reference to a shared object.
  cpp::Type object(TypeId type) const;
  // The types of the program that a struct or enum holds in place: they must be complete before it.
  std::vector<DefId> held_by_value(DefId type) const;
  // `Converter<F, Int>`: the trait for a rigid type, with the arguments that its bound gives.
  cpp::Type applied(DefId trait, TypeId self) const { return applied(trait, self, value(self)); }
  // In the class `Stack<T>`, the parameter `U` of an `impl<U> Stack<U>` is called `T` as well.
  std::string value_of_param(DefId param) const;
  void rename(DefId param, std::string as) { renamed_[param] = std::move(as); }
  // In the class of an enum its variants hide what else is called so.
  void stand_in(TypeId type);
  void stand_in(const types::TypeInfo& type);
  // The associated types of a trait's own `Self` are looked up in the impl for `name`.
  void look_up_associated_in(std::string name) { implementer_ = std::move(name); }

 private:
  cpp::Type named(TypeId type) const;
  cpp::Type applied(DefId trait, TypeId self, cpp::Type as) const;
  // A parameter of a function that is kept as a value: its type is one, however generic the code that spells it is.
  cpp::Type kept_param(TypeId type) const;
  // A generic type of which some instances are small.
  bool may_be_small(TypeId type) const;
  std::vector<cpp::Type> values(std::span<const TypeId> types) const;
  bool holds(TypeId type, TypeId part, std::vector<TypeId>& seen) const;

  const Input* input_;
  const Names* names_;
  ModuleId module_;
  types::MoveOnly move_only_;
  std::unordered_map<DefId, std::string> renamed_;
  std::string implementer_;
  std::set<std::string> hidden_;
};

}  // namespace ariac::lower
