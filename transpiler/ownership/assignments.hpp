// Which captures may be assigned: those of blocks, not those of closures and tasks that own copies. (Names that never
// change are the affair of inference, which knows what assigning a part of a value means.)
#pragma once

#include "diagnostics/sink.hpp"
#include "ast/tree.hpp"
#include "ownership/body_facts.hpp"

namespace ariac::ownership {

// Also fills BodyFacts::owning_closures.
class Assignments {
 public:
  Assignments(const resolve::Bindings& bindings, const support::Interner& interner, diagnostics::Sink& sink, BodyFacts& out)
      : bindings_(bindings), interner_(interner), sink_(sink), out_(out) {}

  void check(std::span<const ast::Stmt* const> statements);

 private:
  enum class ClosureKind : std::uint8_t {
    block,       // refers to the variables around it
    owning,      // owns copies
    argument,    // a lambda value given to a call: whether it escapes is the callee's affair
    task
  };
  struct Closure {
    resolve::NodeId node;
    ClosureKind kind;
  };

  void visit(const ast::Node& node);
  void visit_lambda(const ast::Lambda& lambda, ClosureKind kind);
  void visit_call(const ast::Call& call);
  void visit_spawn(const ast::Spawn& spawn);
  void check_target(const ast::Expr& target);
  void check_capture(const ast::NameExpr& name, const resolve::Local& local);

  const resolve::Bindings& bindings_;
  const support::Interner& interner_;
  diagnostics::Sink& sink_;
  BodyFacts& out_;
  std::vector<Closure> closures_;          // those open around the node, innermost last
};

}  // namespace ariac::ownership
