// Forwards through one body: is every variable assigned when it is read, and not moved away before?
//
// The state at a point is two sets of locals: those assigned on every path to it, and those moved on some path. Paths
// that do not arrive (after `return`, `raise`, a call of type Never …) count for neither. A loop's body is visited
// twice, so that what its first run moves is missed in the second.
#pragma once

#include <unordered_map>
#include <vector>

#include "ast/walk.hpp"
#include "diagnostics/sink.hpp"
#include "ownership/use_table.hpp"
#include "resolve/bindings.hpp"

namespace ariac::ownership {

class Flow {
 public:
  // With the uses of an instance only its moves are followed, also those that nobody has written as one.
  Flow(const resolve::Bindings& bindings, const support::Interner& interner, diagnostics::Sink& sink, const InstanceUses* uses = nullptr)
      : bindings_(bindings), interner_(interner), sink_(sink), uses_(uses) {}

  void check(std::span<const ast::Stmt* const> statements);

 private:
  struct State {
    std::vector<bool> assigned;
    std::vector<bool> moved;
    bool dead = false;            // no path arrives here
  };
  // What a jump may leave: a loop, or a block given to a call.
  struct Target {
    bool is_block = false;
    State breaks;                 // joined over all `break`s
  };

  void track(std::span<const ast::Stmt* const> statements);
  void track(resolve::LocalId local);
  static State join(State a, const State& b);
  static State nowhere() { return {{}, {}, true}; }

  void visit_all(std::span<const ast::Stmt* const> statements);
  void visit(const ast::Node& node);
  void visit_parts(const ast::Node& node);
  void end_moved(const ast::Node& node);
  void visit_defer(const ast::Defer& defer);
  void visit_optional(const ast::Node* node);
  void visit_name(const ast::NameExpr& name);
  void visit_move(const ast::Unary& unary);
  void visit_assign(const ast::Assign& assign);
  void visit_target(const ast::Expr& target, bool reads);
  void visit_let(const ast::Let& let);
  void visit_pattern(const ast::Pattern& pattern);
  void visit_if(const ast::If& expr);
  void visit_loop(const ast::Condition* condition, const ast::Pattern* pattern, const ast::Body& body);
  void visit_match(const ast::Match& expr);
  void visit_begin(const ast::Begin& expr);
  void visit_select(const ast::Select& expr);
  void visit_handle(const ast::Handle& expr);
  void visit_lambda(const ast::Lambda& lambda);
  void visit_call(const ast::Call& call);
  void visit_aside(const ast::Node& node);     // may or may not run, and any number of times
  void set_assigned(resolve::LocalId local);
  void leave_to_break();
  bool never_returns(const ast::Expr& callee) const;

  const resolve::Bindings& bindings_;
  const support::Interner& interner_;
  diagnostics::Sink& sink_;
  const InstanceUses* uses_;
  std::unordered_map<resolve::LocalId, ast::SourceRange> deferred_;    // what a `defer` above speaks of
  std::unordered_map<resolve::LocalId, std::size_t> index_;
  std::vector<resolve::LocalId> tracked_;
  std::unordered_map<resolve::LocalId, ast::SourceRange> moved_at_;
  State state_;
  std::vector<Target> targets_;
  bool second_run_ = false;       // of a loop: what an inner loop's second run would find has been found
};

}  // namespace ariac::ownership
