// CancelToken: a cancellation that can be handed around.
//
//   aria::CancelToken token;      s.spawn(body, {.token = token});      token.cancel();
//
// Copies share the token. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include <aria/detail/cancel_node.hpp>
#include <aria/std/string.hpp>

namespace aria {

class CancelToken {
 public:
  CancelToken() : node_(new detail::CancelNode(detail::CancelNode::Role::token, nullptr)) {}
  explicit CancelToken(detail::Ref<detail::CancelNode> node) noexcept : node_(std::move(node)) {}

  void cancel(const String& reason = String("cancelled")) const { node_->request(std::string(std::string_view(reason))); }
  bool is_cancelled() const noexcept { return node_->visible(); }
  CancelToken child() const {
    return CancelToken(detail::Ref<detail::CancelNode>(new detail::CancelNode(detail::CancelNode::Role::token, node_.get())));
  }
  detail::CancelNode& node() const noexcept { return *node_; }

 private:
  detail::Ref<detail::CancelNode> node_;
};

}  // namespace aria
