// When does a channel variable give up its sending half (rule H7)?
//
// A `for` over a channel ends when nobody is left who could send. A variable may send as long as a later statement uses
// it in a way that may: sends, hands it to a function that may, stores it, captures it. After the last such statement of
// the body that declares it, it only listens. So does what a task captures without such a use.
#pragma once

#include "ownership/use_table.hpp"
#include "support/interner.hpp"

namespace ariac::ownership {

class ChannelEnds {
 public:
  ChannelEnds(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner);

  void record(const types::Instance& instance, InstanceUses& out) const;

 private:
  bool loops_over_channels() const;
  bool is_channel(const types::Instance& instance, resolve::LocalId local) const;
  bool names(const ast::Expr* e, resolve::LocalId local) const;
  bool sends(const types::Instance& instance, const ast::Node& node, resolve::LocalId local) const;
  bool sends(const types::Instance& instance, const ast::Body& body, resolve::LocalId local) const;
  bool call_sends(const types::Instance& instance, const types::CallPlan& plan, resolve::LocalId local) const;
  bool mentions(const ast::Node& node, resolve::LocalId local) const;
  void body(const types::Instance& instance, const ast::Body& body, InstanceUses& out) const;
  void nested(const types::Instance& instance, const ast::Node& node, InstanceUses& out) const;
  // From `last`, which declares the variable, or null for a captured one, through what follows.
  void end(const types::Instance& instance, const ast::Stmt* last, std::span<const ast::Stmt* const> statements, resolve::LocalId local, InstanceUses& out) const;
  bool defers_a_send(const types::Instance& instance, std::span<const ast::Stmt* const> statements, resolve::LocalId local) const;
  bool captures(const ast::Node& node, resolve::LocalId local) const;
  bool moves(const ast::Node& node, resolve::LocalId local, const InstanceUses& uses) const;
  void end_inside(const types::Instance& instance, const ast::Node& node, resolve::LocalId local, InstanceUses& out) const;
  void closure(const types::Instance& instance, const ast::Node& node, const ast::Node& code, InstanceUses& out) const;

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  std::vector<std::vector<bool>> may_send_;    // by instance and parameter
  bool needed_;
};

}  // namespace ariac::ownership
