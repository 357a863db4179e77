// Types of Aria as types of C++ (emitted_cpp.md, rule 2).
#pragma once

#include "cpp/type.hpp"
#include "lower/names.hpp"

namespace ariac::lower {

using types::TypeId;

class TypeLowering {
 public:
  TypeLowering(const Input& input, const Names& names, ModuleId module) : input_(input), names_(names), module_(module) {}

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

 private:
  cpp::Type named(TypeId type) const;
  std::vector<cpp::Type> values(std::span<const TypeId> types) const;

  const Input& input_;
  const Names& names_;
  ModuleId module_;
};

}  // namespace ariac::lower
