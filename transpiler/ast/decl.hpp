// Declarations: what can stand at the top level of a file, in a module block, or among the members of a type.
#pragma once

#include <string_view>

#include "ast/control.hpp"
#include "ast/node.hpp"

namespace ariac::ast {

// `@name(args)`
struct Attribute {
  Name name;
  std::span<const Argument> arguments;
  SourceRange range;

  auto reflect() const { return std::tuple{Field{"name", name}, Field{"arguments", arguments}}; }
};

// What every declaration may carry.
struct DeclHead {
  std::span<const Attribute> attributes;
  Visibility visibility = Visibility::module;
  std::string_view doc;          // the text of its `##` lines, without the marks

  auto reflect() const {
    return std::tuple{Field{"attributes", attributes}, Field{"visibility", visibility}, Field{"doc", doc}};
  }
};

// `T: A + B = Default`
struct TypeParam {
  NodeId id;
  Name name;
  std::span<const TypeExpr* const> bounds;
  const TypeExpr* fallback = nullptr;

  auto reflect() const {
    return std::tuple{Field{"id", id}, Field{"name", name}, Field{"bounds", bounds}, Field{"fallback", fallback}};
  }
};

// `where U: Iterator<Item = T>`
struct WhereBound {
  const TypeExpr* type = nullptr;
  std::span<const TypeExpr* const> bounds;

  auto reflect() const { return std::tuple{Field{"type", type}, Field{"bounds", bounds}}; }
};

struct Generics {
  std::span<const TypeParam> params;
  std::span<const WhereBound> where;

  auto reflect() const { return std::tuple{Field{"params", params}, Field{"where", where}}; }
};

// `mut name: T = value`, `...rest: T`, `self`, `mut self`, `self: Shape`
struct Param {
  NodeId id;
  Name name;
  const TypeExpr* type = nullptr;     // null: untyped (for a plain `self`: the type around it)
  const Expr* fallback = nullptr;
  bool mut = false;
  bool rest = false;
  bool is_self = false;
  bool escaping = false;              // `@escaping`

  auto reflect() const {
    return std::tuple{Field{"id", id}, Field{"name", name}, Field{"type", type}, Field{"fallback", fallback},
                      Field{"mut", mut}, Field{"rest", rest}, Field{"is_self", is_self},
                      Field{"escaping", escaping}};
  }
};

// `fn name<T>(params) -> R !{E} where … contracts body end`, the short form `= e`, and bodiless signatures
struct FunctionDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::FunctionDecl;
  DeclHead head;
  Name name;
  Generics generics;
  std::span<const Param> params;
  bool has_params = false;            // parentheses were written
  const TypeExpr* result = nullptr;
  EffectRow effects;
  std::span<const Contract* const> contracts;   // `requires` and `ensures`, not repeated in the body
  Body body;
  bool has_body = false;
  bool short_form = false;
  bool is_async = false;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"name", name}, Field{"generics", generics},
                      Field{"params", params}, Field{"has_params", has_params}, Field{"result", result},
                      Field{"effects", effects}, Field{"contracts", contracts}, Field{"body", body},
                      Field{"has_body", has_body}, Field{"short_form", short_form}, Field{"is_async", is_async}};
  }
};

// A field of a struct, class or data, or a part of an enum variant (nameless when positional).
struct FieldDecl {
  NodeId id;
  Visibility visibility = Visibility::module;
  std::string_view doc;
  Name name;
  const TypeExpr* type = nullptr;
  const Expr* fallback = nullptr;
  SourceRange range;

  auto reflect() const {
    return std::tuple{Field{"id", id}, Field{"visibility", visibility}, Field{"doc", doc}, Field{"name", name},
                      Field{"type", type}, Field{"fallback", fallback}};
  }
};

enum class StructKind : std::uint8_t { struct_, data, class_ };

// `struct User … end`, `data Point(x: Float, y: Float)`, `@shared class Cache … end`
struct StructDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::StructDecl;
  DeclHead head;
  StructKind form = StructKind::struct_;
  Name name;
  Generics generics;
  std::span<const FieldDecl> fields;
  std::span<const Contract* const> invariants;
  std::span<const TypeExpr* const> derives;
  std::span<const Decl* const> members;        // functions and constants

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"form", form}, Field{"name", name}, Field{"generics", generics},
                      Field{"fields", fields}, Field{"invariants", invariants}, Field{"derives", derives},
                      Field{"members", members}};
  }
};

struct Variant {
  NodeId id;
  std::string_view doc;
  Name name;
  std::span<const FieldDecl> parts;
  bool has_parts = false;
  const Expr* value = nullptr;        // `A = 3`
  SourceRange range;

  auto reflect() const {
    return std::tuple{Field{"id", id}, Field{"doc", doc}, Field{"name", name}, Field{"parts", parts},
                      Field{"has_parts", has_parts}, Field{"value", value}};
  }
};

struct EnumDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::EnumDecl;
  DeclHead head;
  Name name;
  Generics generics;
  std::span<const Variant> variants;
  std::span<const TypeExpr* const> derives;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"name", name}, Field{"generics", generics},
                      Field{"variants", variants}, Field{"derives", derives}};
  }
};

// Members: functions (with or without body), constants, associated types (TypeDecl).
struct TraitDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::TraitDecl;
  DeclHead head;
  Name name;
  Generics generics;
  std::span<const TypeExpr* const> supertraits;
  std::span<const Decl* const> members;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"name", name}, Field{"generics", generics},
                      Field{"supertraits", supertraits}, Field{"members", members}};
  }
};

// `impl<T> Trait for Type … end`, `impl Type … end` (trait is then null)
struct ImplDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::ImplDecl;
  DeclHead head;
  Generics generics;
  const TypeExpr* trait = nullptr;
  const TypeExpr* type = nullptr;
  std::span<const Decl* const> members;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"generics", generics}, Field{"trait", trait}, Field{"type", type},
                      Field{"members", members}};
  }
};

struct EffectDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::EffectDecl;
  DeclHead head;
  Name name;
  Generics generics;
  std::span<const FunctionDecl* const> operations;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"name", name}, Field{"generics", generics},
                      Field{"operations", operations}};
  }
};

// `type Grid<T> = [[T]]`; `type Item` in a trait; an opaque type in an extern block
struct TypeDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::TypeDecl;
  DeclHead head;
  Name name;
  Generics generics;
  std::span<const TypeExpr* const> bounds;
  const TypeExpr* type = nullptr;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"name", name}, Field{"generics", generics},
                      Field{"bounds", bounds}, Field{"type", type}};
  }
};

struct ConstDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::ConstDecl;
  DeclHead head;
  Name name;
  const TypeExpr* type = nullptr;
  const Expr* value = nullptr;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"name", name}, Field{"type", type}, Field{"value", value}};
  }
};

enum class TestKind : std::uint8_t { test, litmus, property, examples };

struct TestDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::TestDecl;
  DeclHead head;
  TestKind test = TestKind::test;
  std::string_view name;
  std::span<const Param> params;      // of `property … forall(…)`
  Body body;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"test", test}, Field{"name", name}, Field{"params", params},
                      Field{"body", body}};
  }
};

// `import a::b::{X, y as z}`, flattened: one item per imported name.
struct ImportItem {
  std::span<const Name> path;         // `a`, `b`, `X`
  std::string_view file;              // `import "./rel/file"`
  Name alias;                         // `as z`
  bool everything = false;            // `*`
  SourceRange range;

  auto reflect() const {
    return std::tuple{Field{"path", path}, Field{"file", file}, Field{"alias", alias},
                      Field{"everything", everything}};
  }
};

struct ImportDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::ImportDecl;
  DeclHead head;                      // `pub use` re-exports
  std::span<const ImportItem> items;

  auto reflect() const { return std::tuple{Field{"head", head}, Field{"items", items}}; }
};

// `module a::b` (renames the file's module) or `module X … end`
struct ModuleDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::ModuleDecl;
  DeclHead head;
  std::span<const Name> path;
  bool is_header = false;
  std::span<const Stmt* const> items;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"path", path}, Field{"is_header", is_header}, Field{"items", items}};
  }
};

// `extern C from "m.h"`, with a block of declarations when `has_block`
struct ExternDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::ExternDecl;
  DeclHead head;
  Name language;                      // C, Cpp, Aria
  std::string_view header;
  Name alias;
  bool has_block = false;
  std::span<const Decl* const> members;

  auto reflect() const {
    return std::tuple{Field{"head", head}, Field{"language", language}, Field{"header", header},
                      Field{"alias", alias}, Field{"has_block", has_block}, Field{"members", members}};
  }
};

}  // namespace ariac::ast
