// Backwards through one body: after which use is a variable's value not needed any more?
//
// Only variables that the body owns can be moved: `let`, bare declarations and their kin, parameters (where their type
// lets the function take them over: see owning_places), and names of patterns, as parts of such a variable. Left out are
// variables that a block refers to, those a `defer` or `ensures` mentions, and a use beside another use of the same variable in
// one expression, whose order C++ leaves open; the target of an assignment is no such use. Loops are gone through until
// what is live at their start is known.
//
// A block may give away what it refers to where it assigns it again, `l = l.push(x)`: from its end on the variable is
// looked at. Not where somebody who rescues an error could find the variable without a value.
//
// A pattern releases the variable that it looks into where nothing reads it from there on: its parts may be moved.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ast/walk.hpp"
#include "ownership/body_facts.hpp"

namespace ariac::ownership {

class LastUses {
 public:
  LastUses(const resolve::Bindings& bindings, BodyFacts& out) : bindings_(bindings), out_(out) {}

  void find(const ast::Node* owner, std::span<const ast::Stmt* const> statements);

 private:
  using Live = std::unordered_set<resolve::LocalId>;
  // Of an open loop: what is live where its next run begins, and behind it.
  struct OpenLoop {
    Live at_start;
    Live behind;
  };
  // A use that gives a value away, or a pattern that may: certain once the whole expression around it is known.
  struct Candidate {
    resolve::NodeId at;
    resolve::LocalId local;
    bool captured = false;
    const ast::Pattern* pattern = nullptr;
    std::uint32_t mentions = 0;          // of the variable, in what is gone through in order with it
  };

  void visit_all(std::span<const ast::Stmt* const> statements);
  void visit(const ast::Node& node);
  void visit_in_reverse(const ast::Node& node);
  void visit_expression(const ast::Node& node);      // one full expression: uses beside each other do not move
  void visit_name(const ast::NameExpr& name);
  void visit_let(const ast::Let& let);
  void visit_if(const ast::If& expr);
  void visit_match(const ast::Match& expr);
  void visit_select(const ast::Select& expr);
  void visit_begin(const ast::Begin& expr);
  void visit_with(const ast::With& expr);
  void visit_while(const ast::While& loop);
  void visit_for(const ast::For& loop);
  template <typename Run>
  void visit_loop(const ast::Node& loop, Run run);
  template <typename Run>
  void visit_loop_over(const ast::Node& loop, const ast::Pattern& pattern, const ast::Expr& iterable, Run run);
  void visit_comprehension(const ast::Comprehension& made);
  void visit_clauses(const ast::Comprehension& made, std::span<const ast::ForClause> clauses);
  void visit_quantifier(const ast::Quantifier& asked);
  void visit_repeated(const ast::Node& node);
  void visit_assign(const ast::Assign& assign);
  void visit_closure(const ast::Node& closure);
  void release(const ast::Pattern& pattern, const ast::Expr* subject);
  void end_names(const ast::Pattern& pattern);
  void end_target(const ast::Expr& target);
  void mention(resolve::NodeId at, resolve::LocalId local, bool captured);
  void end_value(resolve::LocalId local);
  void go_on_with(const Live& live);
  void are_in_order(std::size_t first_candidate);
  void record(const Candidate& candidate);
  resolve::LocalId looked_into(const ast::Expr* subject) const;
  void keep_mentioned(const ast::Node& node);
  Live mentioned_from_outside(const ast::Node& node) const;
  void note_rescued(std::span<const ast::Stmt* const> statements);
  void collect_captured(const ast::Lambda& block);
  void collect_owned(const ast::Node* owner, std::span<const ast::Stmt* const> statements);

  const resolve::Bindings& bindings_;
  BodyFacts& out_;
  resolve::NodeId owner_;
  std::unordered_set<resolve::LocalId> owned_;
  Live around_;                                                      // what a block refers to: live wherever it is left
  Live rescued_;                                                     // mentioned in a `begin`, `with` or `handle` of the function
  Live live_;                                                        // all of kept_ is in it
  Live kept_;                                                        // looked at by who gets an error, or by a loop around
  std::vector<OpenLoop> loops_;
  std::unordered_map<resolve::LocalId, std::uint32_t> mentions_;     // in the full expression being visited
  std::vector<Candidate> candidates_;
};

}  // namespace ariac::ownership
