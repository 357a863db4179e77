// Types as written.
#pragma once

#include "ast/node.hpp"

namespace ariac::ast {

// `Int`, `a::Name<T>`, `Self::Item`, `Name[T]`, `T?`'s inner type …
struct NamedType : TypeExpr {
  static constexpr NodeKind kKind = NodeKind::NamedType;
  Path path;

  auto reflect() const { return std::tuple{Field{"path", path}}; }
};

// `[T]`
struct ArrayType : TypeExpr {
  static constexpr NodeKind kKind = NodeKind::ArrayType;
  const TypeExpr* element = nullptr;

  auto reflect() const { return std::tuple{Field{"element", element}}; }
};

// accepted `{K: V}`
struct MapType : TypeExpr {
  static constexpr NodeKind kKind = NodeKind::MapType;
  const TypeExpr* key = nullptr;
  const TypeExpr* value = nullptr;

  auto reflect() const { return std::tuple{Field{"key", key}, Field{"value", value}}; }
};

// `(A, B)`; `()` is Unit
struct TupleType : TypeExpr {
  static constexpr NodeKind kKind = NodeKind::TupleType;
  std::span<const TypeExpr* const> elements;

  auto reflect() const { return std::tuple{Field{"elements", elements}}; }
};

// `T?`
struct OptionType : TypeExpr {
  static constexpr NodeKind kKind = NodeKind::OptionType;
  const TypeExpr* inner = nullptr;

  auto reflect() const { return std::tuple{Field{"inner", inner}}; }
};

struct FunctionTypeParam {
  const TypeExpr* type = nullptr;
  bool mut = false;

  auto reflect() const { return std::tuple{Field{"type", type}, Field{"mut", mut}}; }
};

// `Fn(A, mut B) -> C !{E}`
struct FunctionType : TypeExpr {
  static constexpr NodeKind kKind = NodeKind::FunctionType;
  std::span<const FunctionTypeParam> params;
  const TypeExpr* result = nullptr;   // null: Unit
  EffectRow effects;

  auto reflect() const {
    return std::tuple{Field{"params", params}, Field{"result", result}, Field{"effects", effects}};
  }
};

// `dyn Trait<T>`
struct DynType : TypeExpr {
  static constexpr NodeKind kKind = NodeKind::DynType;
  Path path;

  auto reflect() const { return std::tuple{Field{"path", path}}; }
};

// `*T`, `*mut T`
struct PointerType : TypeExpr {
  static constexpr NodeKind kKind = NodeKind::PointerType;
  const TypeExpr* pointee = nullptr;
  bool mut = false;

  auto reflect() const { return std::tuple{Field{"pointee", pointee}, Field{"mut", mut}}; }
};

struct ErrorType : TypeExpr {
  static constexpr NodeKind kKind = NodeKind::ErrorType;

  auto reflect() const { return std::tuple{}; }
};

}  // namespace ariac::ast
