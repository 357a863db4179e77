// What may send on a channel that a variable holds (rule H7)?
//
// Sending, handing it to a function that may send, storing it, capturing it. Receiving from it, asking and closing it do
// not; neither does handing it to a function that only listens.
#pragma once

#include <unordered_set>
#include <vector>

#include "support/interner.hpp"
#include "types/type_table.hpp"

namespace ariac::ownership {

class ChannelSends {
 public:
  ChannelSends(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner);

  // Without a loop over a channel of its type nobody notices who could still send.
  bool matter() const { return !walked_.empty(); }
  bool is_walked_channel(const types::Instance& instance, resolve::LocalId local) const;
  // What a call or a block gives: nobody but who is given it could send through it.
  bool is_unnamed_channel(const types::Instance& instance, const ast::Expr& e) const;
  // Whether the call goes over the channel that it is called on, `ch.iter`.
  bool iterates_over_receiver(const types::CallPlan& plan) const;
  // Whether the function may send on what it is given there.
  bool argument_sends(const types::CallPlan& plan, std::size_t at) const;
  bool names(const ast::Expr* e, resolve::LocalId local) const;
  bool mentions(const ast::Node& node, resolve::LocalId local) const;
  bool sends(const types::Instance& instance, const ast::Node& node, resolve::LocalId local) const;

 private:
  void find_walked();
  bool is_walked(types::TypeId type) const;
  bool sends(const types::Instance& instance, const ast::Body& body, resolve::LocalId local) const;
  bool call_sends(const types::Instance& instance, const types::CallPlan& plan, resolve::LocalId local) const;

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  std::vector<std::vector<bool>> may_send_;    // by instance and parameter
  std::unordered_set<types::TypeId> walked_;   // types of channels that a loop goes over
};

}  // namespace ariac::ownership
