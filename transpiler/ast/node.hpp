// What every node has: its kind, an id that is unique over the whole compilation, and its range in the source.
//
// Nodes are plain structs owned by their tree's arena and never change after parsing; what later phases find out
// stands in side tables keyed by NodeId.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>

#include "source/source_range.hpp"
#include "support/interner.hpp"

namespace ariac::ast {

using source::SourceRange;
using support::Symbol;

using NodeId = support::StrongId<struct NodeTag>;

// Hands out node ids; one for all files of a compilation.
class NodeIds {
 public:
  NodeId next() { return NodeId(next_++); }
  std::uint32_t count() const { return next_; }

 private:
  std::uint32_t next_ = 0;
};

enum class NodeKind : std::uint8_t {
#define ARIA_NODE(kind) kind,
#include "ast/node_kinds.def"
};

struct Node {
  NodeKind kind;
  NodeId id;
  SourceRange range;
};

// The families. A pointer to one of them is what other nodes hold.
struct Expr : Node {
  bool grouped = false;          // stands in parentheses of its own
};
struct Stmt : Node {};
struct Decl : Node {};
struct Pattern : Node {};
struct TypeExpr : Node {};

#define ARIA_NODE(kind) struct kind;
#include "ast/node_kinds.def"

// A name as written, with its place. `symbol` is invalid where the source has none.
struct Name {
  Symbol symbol;
  SourceRange range;
  explicit operator bool() const { return symbol.valid(); }
};

// A member of a node under its name: every node lists its own in reflect(), which child walk, dump and equality use.
template <typename T>
struct Field {
  const char* name;
  const T& value;
};
template <typename T>
Field(const char*, const T&) -> Field<T>;

// What a generic reader of fields asks of their types.
template <typename T>
inline constexpr bool is_span = false;
template <typename T>
inline constexpr bool is_span<std::span<T>> = true;

// A list of statements; its value is that of the last one.
struct Body {
  std::span<const Stmt* const> statements;
  SourceRange range;
  bool empty() const { return statements.empty(); }

  auto reflect() const { return std::tuple{Field{"statements", statements}}; }
};

// `Name<T, Item = U>`: one argument between the angles.
struct TypeArgument {
  Name binding;                  // `Item`, else invalid
  const TypeExpr* type = nullptr;

  auto reflect() const { return std::tuple{Field{"binding", binding}, Field{"type", type}}; }
};

// One step of `a::b::Name<T>`.
struct PathSegment {
  Name name;
  std::span<const TypeArgument> arguments;

  auto reflect() const { return std::tuple{Field{"name", name}, Field{"arguments", arguments}}; }
};

using Path = std::span<const PathSegment>;

// The written row `!{IO, Raise<E> | e}`.
struct EffectRow {
  bool written = false;
  std::span<const TypeExpr* const> effects;
  Name tail;                     // `e`
  SourceRange range;

  auto reflect() const {
    return std::tuple{Field{"written", written}, Field{"effects", effects}, Field{"tail", tail}};
  }
};

enum class Visibility : std::uint8_t { module, package, everywhere };

}  // namespace ariac::ast
