// Handlers of effects: the operations that are performed, and the `handle` that would answer them.
#include "lower/unavailable.hpp"

#include "ast/match.hpp"
#include "ast/walk.hpp"
#include "diagnostics/catalogue/internal.hpp"

namespace ariac::lower {

namespace {

class UnavailableSearch {
 public:
  UnavailableSearch(const Input& input, const types::Instance& instance) : input_(input), instance_(instance) {}

  void body(const ast::Body& body) {
    for (const ast::Stmt* stmt : body.statements) node(*stmt);
  }

  void node(const ast::Node& root) {
    ast::walk(root, [&](const ast::Node& inner) {
      if (inner.kind == ast::NodeKind::DeclStmt) return false;
      if (inner.kind == ast::NodeKind::Handle) report(inner.range, "`handle`");
      if (const types::CallPlan* plan = instance_.calls.find(inner.id); plan != nullptr && plan->kind == types::CalleeKind::operation) {
        const resolve::Def& operation = input_.bindings.def(plan->def);
        const std::string effect(input_.interner.text(input_.bindings.def(operation.parent).name));
        report(inner.range, "performing `" + effect + "." + std::string(input_.interner.text(operation.name)) + "`, an operation of an effect,");
      }
      return true;
    });
  }

 private:
  void report(source::SourceRange range, std::string feature) {
    input_.sink.report(range, diag::NotAvailableYet{.feature = std::move(feature)}).help("effects can be declared; handlers that give them a meaning come later");
  }

  const Input& input_;
  const types::Instance& instance_;
};

}  // namespace

void report_unavailable(const Input& input) {
  for (const types::Instance& instance : input.types.instances) {
    if (!instance.def.valid() || instance.has_errors || instance.check_only) continue;
    const resolve::Def& def = input.bindings.def(instance.def);
    if (def.is_library && def.kind != resolve::DefKind::program) continue;
    UnavailableSearch search(input, instance);
    if (const auto* function = ast::as<ast::FunctionDecl>(def.decl)) {
      search.body(function->body);
    } else if (const auto* constant = ast::as<ast::ConstDecl>(def.decl); constant != nullptr && constant->value != nullptr) {
      search.node(*constant->value);
    } else if (def.kind == resolve::DefKind::program) {
      if (const ast::Tree* tree = input.bindings.modules[def.module.index()].tree; tree != nullptr) search.body(tree->items);
    }
  }
}

}  // namespace ariac::lower
