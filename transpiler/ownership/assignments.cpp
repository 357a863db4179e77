// Captures that are assigned, and closures that own what they capture.
#include "ownership/assignments.hpp"

#include "diagnostics/catalogue/concurrency.hpp"
#include "diagnostics/catalogue/ownership.hpp"
#include "ownership/bodies.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::Local;

void Assignments::check(std::span<const Stmt* const> statements) {
  closures_.clear();
  for (const Stmt* stmt : statements) visit(*stmt);
}

void Assignments::visit(const Node& node) {
  if (is_own_body(node)) return;
  if (const auto* lambda = as<Lambda>(&node))
    return visit_lambda(*lambda, lambda->form == LambdaForm::value ? ClosureKind::owning : ClosureKind::block);
  if (const auto* call = as<Call>(&node)) return visit_call(*call);
  if (const auto* spawn = as<Spawn>(&node)) return visit_spawn(*spawn);
  if (const auto* assign = as<Assign>(&node)) check_target(*assign->target);
  for_each_child(node, [&](const Node& child) { visit(child); });
}

void Assignments::visit_lambda(const Lambda& lambda, ClosureKind kind) {
  if (kind == ClosureKind::owning || kind == ClosureKind::task) out_.owning_closures.insert(lambda.id);
  closures_.push_back({lambda.id, kind});
  for_each_child(lambda, [&](const Node& child) { visit(child); });
  closures_.pop_back();
}

void Assignments::visit_call(const Call& call) {
  visit(*call.callee);
  for (const Argument& argument : call.arguments) {
    const auto* lambda = as<Lambda>(argument.value);
    if (lambda != nullptr) visit_lambda(*lambda, ClosureKind::argument);
    else if (argument.value != nullptr) visit(*argument.value);
  }
  if (call.base != nullptr) visit(*call.base);
  if (call.block != nullptr) visit_lambda(*call.block, ClosureKind::block);
}

void Assignments::visit_spawn(const Spawn& spawn) {
  if (spawn.receiver != nullptr) visit(*spawn.receiver);
  for (const Argument& option : spawn.options)
    if (option.value != nullptr) visit(*option.value);
  if (spawn.token != nullptr) visit(*spawn.token);
  if (const auto* lambda = as<Lambda>(spawn.value)) return visit_lambda(*lambda, ClosureKind::task);
  if (spawn.value == nullptr) return;
  out_.owning_closures.insert(spawn.id);
  closures_.push_back({spawn.id, ClosureKind::task});
  visit(*spawn.value);
  closures_.pop_back();
}

void Assignments::check_target(const Expr& target) {
  if (const auto* tuple = as<TupleLiteral>(&target)) {
    for (const Expr* element : tuple->elements) check_target(*element);
    return;
  }
  const auto* name = as<NameExpr>(&target);
  if (name == nullptr) return;     // a place inside a value: what it may do depends on types
  const resolve::LocalId id = bindings_.entity(name->id).local;
  if (!id.valid() || bindings_.local_of(name->id).valid()) return;   // a declaration
  check_capture(*name, bindings_.local(id));
}

// The innermost closure that the variable does not belong to and that owns its captures decides.
void Assignments::check_capture(const NameExpr& name, const Local& local) {
  const std::string text(interner_.text(name.name.symbol));
  for (auto closure = closures_.rbegin(); closure != closures_.rend(); ++closure) {
    if (closure->node == local.owner) return;
    if (closure->kind == ClosureKind::task) {
      sink_.report(name.range, diag::TaskAssignsCapture{.name = text})
          .label(local.range, "it belongs to the task that spawns")
          .help("use an `Atomic` (`.fetch_add`, `.store`), a `Mutex` (`.lock`), a channel, or the task's result");
      return;
    }
    if (closure->kind == ClosureKind::owning) {
      sink_.report(name.range, diag::ClosureAssignsCapture{.name = text})
          .label(local.range, "captured by value when the closure is made")
          .help("share it: an `Atomic`, a `@shared class`, or within one task an `Rc`");
      return;
    }
  }
}

}  // namespace ariac::ownership
