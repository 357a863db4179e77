// The Boost backend: fcontext's make and jump.
//
// Rejected: boost::context::fiber (allocates its own record on the stack and unwinds by exception), Boost.Fiber
// contexts (they belong to a scheduler and pin woken fibers to one thread).
#include "scheduler/stack_switch.hpp"

#if !defined(ARIA_SWITCH_NATIVE)

#include <boost/context/detail/fcontext.hpp>

namespace aria::detail::stack_switch {

namespace {

// Lives on the stack that is left until that is continued.
struct Passed {
  void** saved;
  void* message;
};

ARIA_NOT_INSTRUMENTED void* arrive(boost::context::detail::transfer_t transfer) {
  const Passed* passed = static_cast<Passed*>(transfer.data);
  *passed->saved = transfer.fctx;
  return passed->message;
}

// Is told where to begin before anybody switches to it: by make, to which it goes back.
ARIA_NOT_INSTRUMENTED void first_on_stack(boost::context::detail::transfer_t maker) {
  const Begin begin = *static_cast<const Begin*>(maker.data);
  begin(arrive(boost::context::detail::jump_fcontext(maker.fctx, nullptr)));
}

}  // namespace

ARIA_NOT_INSTRUMENTED void* make(char* top, std::size_t size, Begin begin) {
  return boost::context::detail::jump_fcontext(boost::context::detail::make_fcontext(top, size, &first_on_stack), &begin).fctx;
}

ARIA_NOT_INSTRUMENTED void* jump(void** saved, void* to, void* message) {
  Passed passed{saved, message};
  return arrive(boost::context::detail::jump_fcontext(to, &passed));
}

const char* backend() noexcept { return "boost"; }

}  // namespace aria::detail::stack_switch

#endif
