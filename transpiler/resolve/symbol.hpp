// What names can stand for: definitions (known over the whole program) and locals (known inside one body).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ast/tree.hpp"
#include "support/id_map.hpp"
#include "support/strong_id.hpp"

namespace ariac::resolve {

using ast::NodeId;
using ast::SourceRange;
using support::Symbol;

using DefId = support::StrongId<struct DefTag>;
using LocalId = support::StrongId<struct LocalTag>;
using ModuleId = support::StrongId<struct ModuleTag>;

enum class DefKind : std::uint8_t {
  module,
  function,        // free, extension, static, method, trait method, effect operation, extern signature
  struct_,         // struct, data, class
  enum_,
  variant,
  trait,
  impl,
  effect,
  alias,           // `type A = B`
  associated_type, // `type Item` in a trait, `type Item = T` in an impl
  opaque_type,     // `type Array<T>` in an extern block
  constant,        // of a module, impl or trait
  type_param,      // written, or an undeclared single capital in a signature (implicit generic)
  field,           // of a struct, or a part of a variant
  test,            // test, litmus, property, examples
  program          // the top-level statements of the file that is run
};

// One definition. `parent` is the definition around it: module, struct, enum, trait, impl, effect, function.
struct Def {
  DefKind kind = DefKind::module;
  Symbol name;
  DefId parent;
  ModuleId module;
  ast::Visibility visibility = ast::Visibility::module;
  SourceRange name_range;
  NodeId node;                           // of the declaration (FieldDecl::id, Variant::id, TypeParam::id for parts)
  const ast::Decl* decl = nullptr;       // null for variants, fields, type parameters and implicit definitions
  const ast::Variant* variant = nullptr;
  const ast::FieldDecl* field = nullptr;
  const ast::TypeParam* type_param = nullptr;
  std::uint32_t index = 0;               // of a variant, field or type parameter among its kin
  bool is_library = false;               // stands in the standard library
  bool is_extern = false;                // stands in an extern block
  bool is_implicit = false;              // a type parameter that was not declared (an undeclared single capital)
  const ast::ExternDecl* extern_block = nullptr;
};

enum class LocalKind : std::uint8_t {
  let,             // `let x`: assigning it draws a warning
  let_mut,
  bare,            // `x = e`, `x: T = e`
  param,           // assigning it is an error
  mut_param,
  self_param,
  mut_self_param,
  pattern,         // bound by match, for, let pattern, rescue, select: assigning it is an error
  it,              // the implicit parameter of a block
  result           // the function's value, in `ensures`
};

struct Local {
  LocalKind kind = LocalKind::bare;
  Symbol name;
  SourceRange range;       // where it is declared
  NodeId declared_by;      // BindingPattern, TypedPattern's inner, Param::id, RescueClause::id, ArrayPattern::rest_id, the NameExpr of a bare assignment, the Lambda of `it`, the FunctionDecl of `result`, the StructDecl of an invariant's `self`
  NodeId owner;            // the FunctionDecl, Lambda, TestDecl, StructDecl or ConstDecl it belongs to; invalid: the program's statements
};

}  // namespace ariac::resolve
