// Every body of the program's own modules: what the checks of ownership go through, one function at a time.
#pragma once

#include <array>
#include <span>

#include "ast/walk.hpp"
#include "resolve/bindings.hpp"

namespace ariac::ownership {

// An expression as the only statement of a body. It is in no tree and has no id.
inline ast::ExprStmt alone(const ast::Expr& value) {
  ast::ExprStmt stmt;
  stmt.kind = ast::NodeKind::ExprStmt;
  stmt.range = value.range;
  stmt.value = &value;
  return stmt;
}

// Calls f(value) for each expression that a declaration computes outside of functions: defaults of parameters, fields and
// parts, and the value of a constant.
template <typename F>
void for_each_initialiser(const ast::Node& declaration, F&& f) {
  const auto each = [&](const auto& places) {
    for (const auto& place : places)
      if (place.fallback != nullptr) f(*place.fallback);
  };
  if (const auto* function = ast::as<ast::FunctionDecl>(&declaration)) each(function->params);
  if (const auto* type = ast::as<ast::StructDecl>(&declaration)) each(type->fields);
  if (const auto* choice = ast::as<ast::EnumDecl>(&declaration))
    for (const ast::Variant& variant : choice->variants) each(variant.parts);
  if (const auto* constant = ast::as<ast::ConstDecl>(&declaration); constant != nullptr && constant->value != nullptr) f(*constant->value);
}

// Calls f(node, statements) for each function, test, initialiser and the program's statements; `node` is null for the
// latter. The parameters that a default names are not its own: its node is the default itself. Contracts hold no statements
// and are left out, and so is what has syntax errors.
template <typename F>
void for_each_body(const resolve::Bindings& bindings, F&& f) {
  for (const resolve::Module& module : bindings.modules) {
    if (module.is_library || module.tree == nullptr) continue;
    std::vector<const ast::Stmt*> program;
    for (const ast::Stmt* stmt : module.tree->items.statements) {
      if (stmt->kind != ast::NodeKind::DeclStmt && module.program.valid()) program.push_back(stmt);
      ast::walk(*stmt, [&](const ast::Node& node) {
        if (bindings.unreadable.contains(node.id)) return false;
        for_each_initialiser(node, [&](const ast::Expr& value) {
          const ast::ExprStmt stmt = alone(value);
          const ast::Node* owner = node.kind == ast::NodeKind::FunctionDecl ? static_cast<const ast::Node*>(&value) : &node;
          f(owner, std::array{static_cast<const ast::Stmt*>(&stmt)});
        });
        if (const auto* function = ast::as<ast::FunctionDecl>(&node)) f(&node, function->body.statements);
        if (const auto* test = ast::as<ast::TestDecl>(&node)) f(&node, test->body.statements);
        return true;
      });
    }
    if (!program.empty() && !bindings.is_unreadable(module.program)) f(static_cast<const ast::Node*>(nullptr), std::span<const ast::Stmt* const>(program));
  }
}

// Whether the block of a `with` runs once, as those of the library's scopes and locks do: nothing in it comes twice.
inline bool runs_once(const ast::With& with, const resolve::Bindings& bindings) {
  const ast::Node* head = with.head;
  for (;;) {
    if (const auto* call = ast::as<ast::Call>(head)) head = call->callee;
    else if (const auto* member = ast::as<ast::Member>(head)) head = member->object;
    else break;
  }
  const resolve::Entity& entity = bindings.entity(head->id);
  return entity.kind == resolve::Entity::Kind::def && bindings.def(entity.def).is_library;
}

// Whether a name stands for a value of which another one stands for a part: `whole @ Some(part)`.
inline bool has_alias(const ast::Pattern& pattern) {
  bool found = false;
  ast::walk(pattern, [&](const ast::Node& node) {
    const auto* binding = ast::as<ast::BindingPattern>(&node);
    found = found || (binding != nullptr && binding->inner != nullptr) || node.kind == ast::NodeKind::TypedPattern;
    return !found;
  });
  return found;
}

// Declarations inside a body are bodies of their own.
inline bool is_own_body(const ast::Node& node) { return node.kind == ast::NodeKind::DeclStmt; }

}  // namespace ariac::ownership
