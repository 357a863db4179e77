// `defer` and `ensure` that cannot suspend.
//
//   aria::Defer close_file([&] { file.close(); });
//
// The action runs when the object goes out of scope, shielded from cancellation. If it raises while another error is
// on its way, its error is attached to that one as suppressed; otherwise it propagates. An action that may suspend is
// never a Defer: a destructor must not suspend (use aria::with_cleanup, <aria/cancel.hpp>).
#pragma once

#include <exception>
#include <utility>

#include <aria/error.hpp>

namespace aria {

namespace detail {

// Shields the running task's cleanup from cancellation; does nothing in programs without tasks.
class CleanupShield {
 public:
  CleanupShield() noexcept;
  ~CleanupShield();
  CleanupShield(const CleanupShield&) = delete;
  CleanupShield& operator=(const CleanupShield&) = delete;
};

// Attaches `error` to the error that unwinds the stack.
void suppress_into(ErrorRecord* in_flight, const Unwinding& error);

}  // namespace detail

template <typename Action>
class Defer {
 public:
  explicit Defer(Action action) noexcept : action_(std::move(action)), unwinding_(std::uncaught_exceptions()) {}
  Defer(const Defer&) = delete;
  Defer& operator=(const Defer&) = delete;

  ~Defer() noexcept(false) {
    detail::CleanupShield shield;
    if (std::uncaught_exceptions() == unwinding_) {
      action_();
      return;
    }
    detail::ErrorRecord* in_flight = detail::in_flight();
    try {
      action_();
    } catch (const Unwinding& error) {
      detail::suppress_into(in_flight, error);
    }
    detail::set_in_flight(in_flight);
  }

 private:
  Action action_;
  int unwinding_;
};

}  // namespace aria
