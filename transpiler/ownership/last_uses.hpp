// Backwards through one body: after which use is a variable's value not needed any more?
//
// Only variables that the body owns can be moved: `let`, bare declarations and their kin, and parameters (where their type
// lets the function take them over: see owning_places). Left out are pattern names (they may refer to someone else's value), variables that a block refers to, those a `defer` mentions, and a use
// beside another use of the same variable in one expression, whose order C++ leaves open; the target of an assignment is no such use. A loop keeps alive what was
// declared outside it.
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

  void visit_all(std::span<const ast::Stmt* const> statements);
  void visit(const ast::Node& node);
  void visit_in_reverse(const ast::Node& node);
  void visit_expression(const ast::Node& node);      // one full expression: uses beside each other do not move
  void visit_name(const ast::NameExpr& name);
  void visit_if(const ast::If& expr);
  void visit_match(const ast::Match& expr);
  void visit_select(const ast::Select& expr);
  void visit_repeated(const ast::Node& node);
  void visit_assign(const ast::Assign& assign);
  void visit_closure(const ast::Node& closure);
  void mention(resolve::NodeId at, resolve::LocalId local, bool captured);
  bool runs_once(const ast::With& with) const;
  void keep_mentioned(const ast::Node& node);
  void collect_owned(const ast::Node* owner, std::span<const ast::Stmt* const> statements);

  const resolve::Bindings& bindings_;
  BodyFacts& out_;
  resolve::NodeId owner_;
  std::unordered_set<resolve::LocalId> owned_;
  Live live_;
  std::unordered_map<resolve::LocalId, std::uint32_t> mentions_;     // in the full expression being visited
  int rescued_ = 0;                                                  // how many `begin` are around
  struct Candidate {
    resolve::NodeId at;
    resolve::LocalId local;
    bool captured;
  };
  std::vector<Candidate> candidates_;
};

}  // namespace ariac::ownership
