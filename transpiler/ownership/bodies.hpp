// Every body of the program's own modules: what the checks of ownership go through, one function at a time.
#pragma once

#include "ast/walk.hpp"
#include "resolve/bindings.hpp"

namespace ariac::ownership {

// Calls f(node, statements) for each function, test and the program's statements; `node` is null for the latter.
// Contracts, field defaults and constants hold no statements and are left out, and so is what has syntax errors.
template <typename F>
void for_each_body(const resolve::Bindings& bindings, F&& f) {
  for (const resolve::Module& module : bindings.modules) {
    if (module.is_library || module.tree == nullptr) continue;
    std::vector<const ast::Stmt*> program;
    for (const ast::Stmt* stmt : module.tree->items.statements) {
      if (stmt->kind != ast::NodeKind::DeclStmt && module.program.valid()) program.push_back(stmt);
      ast::walk(*stmt, [&](const ast::Node& node) {
        if (bindings.unreadable.contains(node.id)) return false;
        if (const auto* function = ast::as<ast::FunctionDecl>(&node)) f(&node, function->body.statements);
        if (const auto* test = ast::as<ast::TestDecl>(&node)) f(&node, test->body.statements);
        return true;
      });
    }
    if (!program.empty() && !bindings.is_unreadable(module.program)) f(static_cast<const ast::Node*>(nullptr), std::span<const ast::Stmt* const>(program));
  }
}

// Declarations inside a body are bodies of their own.
inline bool is_own_body(const ast::Node& node) { return node.kind == ast::NodeKind::DeclStmt; }

}  // namespace ariac::ownership
