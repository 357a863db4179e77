// match(node, overloads…) calls the overload for the node's own type. There is no generic fallback on purpose: a new
// kind fails to compile wherever it is not handled.
//
//   match(expr, [](const IntLiteral& e) { … }, [](const Call& e) { … }, …);
//
// visit(node, f) calls f(const Kind&) with a generic f; as<T>(node) is the checked cast to one kind, or null.
#pragma once

#include <cstdlib>
#include <utility>

#include "ast/tree.hpp"

namespace ariac::ast {

template <typename... F>
struct Overloads : F... {
  using F::operator()...;
};
template <typename... F>
Overloads(F...) -> Overloads<F...>;

template <typename T>
const T* as(const Node* node) {
  return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

#define ARIA_VISIT_CASE(kind_) \
  case NodeKind::kind_: return f(static_cast<const kind_&>(node));

template <typename F>
decltype(auto) visit(const Expr& node, F&& f) {
  switch (node.kind) {
#define ARIA_EXPR(kind_) ARIA_VISIT_CASE(kind_)
#include "ast/node_kinds.def"
    default: std::abort();
  }
}

template <typename F>
decltype(auto) visit(const Stmt& node, F&& f) {
  switch (node.kind) {
#define ARIA_STMT(kind_) ARIA_VISIT_CASE(kind_)
#include "ast/node_kinds.def"
    default: std::abort();
  }
}

template <typename F>
decltype(auto) visit(const Decl& node, F&& f) {
  switch (node.kind) {
#define ARIA_DECL(kind_) ARIA_VISIT_CASE(kind_)
#include "ast/node_kinds.def"
    default: std::abort();
  }
}

template <typename F>
decltype(auto) visit(const Pattern& node, F&& f) {
  switch (node.kind) {
#define ARIA_PATTERN(kind_) ARIA_VISIT_CASE(kind_)
#include "ast/node_kinds.def"
    default: std::abort();
  }
}

template <typename F>
decltype(auto) visit(const TypeExpr& node, F&& f) {
  switch (node.kind) {
#define ARIA_TYPE_EXPR(kind_) ARIA_VISIT_CASE(kind_)
#include "ast/node_kinds.def"
    default: std::abort();
  }
}

// A node of any family.
template <typename F>
decltype(auto) visit(const Node& node, F&& f) {
  switch (node.kind) {
#define ARIA_NODE(kind_) ARIA_VISIT_CASE(kind_)
#include "ast/node_kinds.def"
  }
  std::abort();
}
#undef ARIA_VISIT_CASE

template <typename Family, typename... F>
decltype(auto) match(const Family& node, F&&... overloads) {
  return visit(node, Overloads{std::forward<F>(overloads)...});
}

}  // namespace ariac::ast
