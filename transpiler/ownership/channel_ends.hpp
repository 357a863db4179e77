// When does a channel variable give up its sending half (rule H7)?
//
// A `for` over a channel ends when nobody is left who could send. A variable may send as long as a later statement uses
// it in a way that may, before it is assigned another channel. After the last such statement it only listens. So does
// what a task captures without such a use, and what is made in the middle of an expression for somebody who only listens.
// A variable of a closure that holds a channel is dropped after its last use.
#pragma once

#include "ownership/channel_sends.hpp"
#include "ownership/use_table.hpp"

namespace ariac::ownership {

class ChannelEnds {
 public:
  ChannelEnds(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner)
      : bindings_(bindings), sends_(bindings, types, interner) {}

  void record(const types::Instance& instance, InstanceUses& out) const;

 private:
  std::size_t mentions(const ast::Body& body, resolve::LocalId local) const;
  const ast::Body& home(const ast::Body& body, resolve::LocalId local) const;
  void body(const types::Instance& instance, const ast::Body& body, InstanceUses& out) const;
  void unnamed(const types::Instance& instance, const ast::Node& node, InstanceUses& out) const;
  resolve::LocalId closure_that_sends(const types::Instance& instance, const ast::Node& node, std::span<const resolve::LocalId> others, const InstanceUses& out) const;
  void task(const types::Instance& instance, const ast::Spawn& spawn, InstanceUses& out) const;

  const resolve::Bindings& bindings_;
  ChannelSends sends_;
};

}  // namespace ariac::ownership
