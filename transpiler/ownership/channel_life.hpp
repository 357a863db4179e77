// The life of one channel variable, backwards through the body that it lives in.
//
// Where nothing behind a statement may send any more before the variable is assigned another channel, the statement is
// its last sender, and the variable gives up its sending half there, provided that somebody could wait for the end: the
// variable is used later, or somebody else has the channel, too. A loop's body is gone through until what its next run may do is
// known. What a `rescue` or an `ensure` sends may come after any part of the body, what a `defer` sends after all of its
// block. Where one branch sends and another does not, the other begins without the half.
#pragma once

#include <vector>

#include "ownership/channel_sends.hpp"
#include "ownership/use_table.hpp"

namespace ariac::ownership {

class ChannelLife {
 public:
  enum class Origin : std::uint8_t { declared, captured };

  ChannelLife(const resolve::Bindings& bindings, const ChannelSends& sends, const types::Instance& instance, resolve::LocalId local, InstanceUses& out)
      : bindings_(bindings), sends_(sends), instance_(instance), local_(local), out_(out) {}

  void end_in(const ast::Body& body, Origin origin);

 private:
  // What may still happen to the channel: `used` speaks of the body at hand, and of the next run of a loop. Where it is
  // true, the body knows the variable.
  struct Later {
    bool sends = false;
    bool used = false;

    friend Later operator|(Later a, Later b) { return {a.sends || b.sends, a.used || b.used}; }
    bool operator==(const Later&) const = default;
  };
  struct OpenLoop {
    Later at_start;
    Later behind;
  };

  Later body(const ast::Body& body, Later later);
  Later statement(const ast::Stmt& stmt, Later later);
  Later node(const ast::Node& node, Later later);
  Later leaf(const ast::Node& node, Later later);
  const ast::Node* only_part(const ast::Node& node) const;
  Later with(const ast::With& expr, Later later);
  Later if_else(const ast::If& expr, Later later);
  Later match(const ast::Match& expr, Later later);
  Later select(const ast::Select& expr, Later later);
  Later begin(const ast::Begin& expr, Later later);
  template <typename Run>
  Later loop(const ast::Node& node, Later later, Run run);
  bool replaces(const ast::Stmt& stmt) const;
  bool is_shared(const ast::Body& body) const;
  bool comes_from_elsewhere(const ast::Node& stmt) const;
  bool defers_a_send(const ast::Body& body) const;
  bool gives_away(const ast::Node& node) const;
  void end_after(const ast::Stmt& stmt);
  Later branch(const ast::Body& body, Later later, std::vector<const ast::Body*>& silent);
  void end_before(std::span<const ast::Body* const> silent, Later before);

  const resolve::Bindings& bindings_;
  const ChannelSends& sends_;
  const types::Instance& instance_;
  const resolve::LocalId local_;
  InstanceUses& out_;
  bool shared_ = false;          // somebody else may wait for the end
  bool recording_ = true;        // not while a loop's start is being found out
  bool kept_ = false;            // a clause around may send
  std::vector<OpenLoop> loops_;
};

}  // namespace ariac::ownership
