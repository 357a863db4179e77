// Statements: what they declare, and where it can be seen (language.md 6).
#include "diagnostics/catalogue/ownership.hpp"
#include "resolve/resolver.hpp"

namespace ariac::resolve {

using namespace ast;

void Resolver::resolve_body(const Body& body) {
  scopes_.push_scope();
  resolve_statements(body.statements);
  scopes_.pop_scope();
}

void Resolver::resolve_statements(std::span<const Stmt* const> statements) {
  declare_in_body(statements);
  for (const Stmt* stmt : statements) resolve_stmt(*stmt);
}

// Declarations in a body can be used in all of it, also above themselves.
void Resolver::declare_in_body(std::span<const Stmt* const> statements) {
  for (const Stmt* stmt : statements) {
    const auto* item = as<DeclStmt>(stmt);
    if (item == nullptr) continue;
    if (const auto* import = as<ImportDecl>(item->decl)) {
      for (const ModuleNames::Imported& imported : names_.import_in_body(*import, module_))
        scopes_.declare(imported.name, imported.def);
      continue;
    }
    const DefId id = collector_.collect_local(*item->decl, module_, around_);
    if (id.valid() && out_.def(id).name.valid()) scopes_.declare(out_.def(id).name, id);
  }
}

void Resolver::resolve_stmt(const Stmt& stmt) {
  match(
      stmt, [&](const ExprStmt& s) { resolve_expr(*s.value); },
      [&](const Let& s) { s.bare ? resolve_bare_declaration(s) : resolve_let(s); },
      [&](const Assign& s) { resolve_assign(s); }, [&](const Defer& s) { resolve_body(s.body); },
      [&](const Contract& s) { resolve_contract(s); }, [&](const DeclStmt& s) { resolve_decl(*s.decl); },
      [](const ErrorStmt&) {});
}

void Resolver::resolve_let(const Let& let) {
  resolve_optional(let.type);
  const auto* binding = as<BindingPattern>(let.pattern);
  if (binding != nullptr) resolve_given(binding->name, let.value);
  else resolve_optional(let.value);
  resolve_pattern(*let.pattern, let.mut ? LocalKind::let_mut : binding != nullptr ? LocalKind::let : LocalKind::pattern);
}

// What a variable is given is resolved before the variable is there.
void Resolver::resolve_given(const ast::Name& name, const Expr* value) {
  const bool is_closure = value != nullptr && value->kind == NodeKind::Lambda;
  const auto outer = is_closure ? std::exchange(closure_name_, name) : closure_name_;
  resolve_optional(value);
  closure_name_ = outer;
}

// `x: T = e` declares `x` for the whole frame, or assigns the `x` in scope.
void Resolver::resolve_bare_declaration(const Let& let) {
  resolve_optional(let.type);
  const auto* binding = as<BindingPattern>(let.pattern);
  if (binding == nullptr) {
    resolve_optional(let.value);
    return resolve_pattern(*let.pattern, LocalKind::bare);
  }
  resolve_given(binding->name, let.value);
  const ScopeEntry* entry = scopes_.find(binding->name.symbol);
  if (entry != nullptr && entry->local.valid()) return record(binding->id, entity_of(*entry, binding->name));
  scopes_.declare_in_frame(binding->name.symbol, make_local(LocalKind::bare, binding->name, binding->id));
}

void Resolver::resolve_assign(const Assign& assign) {
  if (assign.op == AssignOp::assign) {
    const auto* name = as<NameExpr>(assign.target);
    if (name != nullptr) resolve_given(name->name, assign.value);
    else resolve_expr(*assign.value);
    resolve_target(*assign.target, assign.op);
  } else {
    resolve_target(*assign.target, assign.op);
    resolve_expr(*assign.value);
  }
}

void Resolver::resolve_target(const Expr& target, AssignOp op) {
  if (const auto* tuple = as<TupleLiteral>(&target)) {
    for (const Expr* element : tuple->elements) resolve_target(*element, op);
    return;
  }
  const auto* name = as<NameExpr>(&target);
  if (name == nullptr || name->name.symbol == self_) return resolve_expr(target);
  const Symbol symbol = name->name.symbol;
  if (symbol == underscore_) return;
  const ScopeEntry* entry = scopes_.find(symbol);
  if (entry != nullptr && entry->local.valid()) return record(name->id, entity_of(*entry, name->name));
  if (symbol == it_ && frame_of_it() < scopes_.frame_count()) return use_it(*name);
  const Found found = names_.lookup(symbol, module_);
  if (found.kind == Found::Kind::def && out_.def(found.def).kind == DefKind::constant && !out_.def(found.def).is_library) {
    sink_->report(name->range, diag::AssignToConstant{.name = text(symbol)})
        .label(out_.def(found.def).name_range, "defined here");
    return;
  }
  if (op != AssignOp::assign) return report_unknown(name->name, Sought::value);
  const LocalId local = make_local(LocalKind::bare, name->name, name->id);
  scopes_.declare_in_frame(symbol, local);
  record(name->id, {Entity::Kind::local, local, DefId(), 1});
}

void Resolver::resolve_contract(const Contract& contract) {
  const bool outer = in_ensures_;
  in_ensures_ = contract.contract == ContractKind::ensures;
  resolve_expr(*contract.condition);
  resolve_optional(contract.message);
  in_ensures_ = outer;
}

}  // namespace ariac::resolve
