// Cancellation by hand: checkpoints, tokens, shields, cleanup that may suspend.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include <aria/cancel_token.hpp>
#include <aria/scope.hpp>

namespace aria {

namespace cancel {

// Raises Cancelled if a cancellation is visible here.
inline void check() { detail::checkpoint(); }
inline bool is_cancelled() noexcept {
  const detail::CancelNode* node = detail::current_node();
  return node != nullptr && node->visible();
}
template <typename Callback>
void on_cancel(Callback callback) {
  if (detail::CancelNode* node = detail::current_node()) {
    node->on_cancel(std::move(callback));
  }
}
inline CancelToken token() {
  detail::CancelNode* node = detail::current_node();
  return node == nullptr ? CancelToken() : CancelToken(detail::Ref<detail::CancelNode>::share(node));
}

// The end of a `rescue Cancelled`: the cancellation goes on, unless the current scope is the one that asked for it.
inline void pass_on(const Caught<Cancelled>& caught) {
  const detail::CancelNode* node = detail::current_node();
  while (node != nullptr && node->role() != detail::CancelNode::Role::scope) {
    node = node->parent();
  }
  if (node == nullptr || node->number() != (*caught).scope()) {
    caught.raise_again();
  }
}

}  // namespace cancel

namespace detail {
// Runs `call` shielded: for the scope's cleanup grace, or for `time`.
ErrorRef attempt_cleanup(void (*call)(void*), void* context);
ErrorRef attempt_shielded(Duration time, void (*call)(void*), void* context);
// Raises what is left of a body's and its cleanup's errors.
void settle_cleanup(const ErrorRef& body, const ErrorRef& cleanup);
}  // namespace detail

struct ShieldOptions {
  Duration deadline = Duration::seconds(std::int64_t{5});  // the longest time the shield holds
};

// with Async.shield(deadline: d): a cancellation from outside shows only when the time is over.
template <typename Body>
auto shield(Body&& body, ShieldOptions options = {}) -> std::invoke_result_t<Body&> {
  using Value = std::invoke_result_t<Body&>;
  if constexpr (std::is_void_v<Value>) {
    auto call = [&] { body(); };
    const detail::ErrorRef error =
        detail::attempt_shielded(options.deadline, [](void* context) { (*static_cast<decltype(call)*>(context))(); }, &call);
    if (error) {
      error->raise_again();
    }
  } else {
    std::optional<Value> value;
    auto call = [&] { value.emplace(body()); };
    const detail::ErrorRef error =
        detail::attempt_shielded(options.deadline, [](void* context) { (*static_cast<decltype(call)*>(context))(); }, &call);
    if (error) {
      error->raise_again();
    }
    return std::move(*value);
  }
}
template <typename Body>
auto shield(Duration time, Body&& body) -> std::invoke_result_t<Body&> {
  return shield(body, ShieldOptions{time});
}

// `defer` and `ensure` whose action may suspend: runs `cleanup` after `body` on every way out, outside any handler.
template <typename Body, typename Cleanup>
auto with_cleanup(Body&& body, Cleanup&& cleanup) {
  using Value = std::invoke_result_t<Body&>;
  const auto clean = [&] {
    auto call = [&] { cleanup(); };
    return detail::attempt_cleanup([](void* context) { (*static_cast<decltype(call)*>(context))(); }, &call);
  };
  if constexpr (std::is_void_v<Value>) {
    const detail::ErrorRef error = detail::attempt([&] { body(); });
    detail::settle_cleanup(error, clean());
  } else {
    std::optional<Value> value;
    const detail::ErrorRef error = detail::attempt([&] { value.emplace(body()); });
    detail::settle_cleanup(error, clean());
    return std::move(*value);
  }
}

}  // namespace aria
