// What may send on a channel that a variable holds (rule H7)?
//
// Sending, handing it to a function that may send, storing it, capturing it. Receiving from it, asking and closing it do
// not; neither does handing it to a function that only listens.
#pragma once

#include <vector>

#include "support/interner.hpp"
#include "types/type_table.hpp"

namespace ariac::ownership {

class ChannelSends {
 public:
  ChannelSends(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner);

  // Without a loop over a channel nobody notices who could still send.
  bool matter() const { return matter_; }
  bool is_channel(const types::Instance& instance, resolve::LocalId local) const;
  bool names(const ast::Expr* e, resolve::LocalId local) const;
  bool mentions(const ast::Node& node, resolve::LocalId local) const;
  bool sends(const types::Instance& instance, const ast::Node& node, resolve::LocalId local) const;

 private:
  bool loops_over_channels() const;
  bool sends(const types::Instance& instance, const ast::Body& body, resolve::LocalId local) const;
  bool call_sends(const types::Instance& instance, const types::CallPlan& plan, resolve::LocalId local) const;

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  std::vector<std::vector<bool>> may_send_;    // by instance and parameter
  bool matter_;
};

}  // namespace ariac::ownership
