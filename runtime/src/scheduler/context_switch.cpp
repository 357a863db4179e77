// The Boost backend: fcontext's make and jump.
//
// Rejected: boost::context::fiber (allocates its own record on the stack and unwinds by exception), Boost.Fiber
// contexts (they belong to a scheduler and pin woken fibers to one thread).
// Sources: Itanium C++ ABI 2.2.2 (__cxa_eh_globals); LLVM issue 98479 and GCC PR 26461 (cached thread-local addresses).
#include "scheduler/context_switch.hpp"

#include <cxxabi.h>
#include <pthread.h>

#include <boost/context/detail/fcontext.hpp>

#include "scheduler/pause.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define ARIA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARIA_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define ARIA_TSAN 1
#endif
#endif

#if defined(ARIA_ASAN)
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(ARIA_TSAN)
#include <sanitizer/tsan_interface.h>
#define ARIA_NOT_INSTRUMENTED __attribute__((disable_sanitizer_instrumentation))
#else
#define ARIA_NOT_INSTRUMENTED
#endif

namespace aria::detail::context {

namespace {

struct ExceptionState {
  void* caught;
  unsigned uncaught;
};

// __cxa_get_globals is declared const, so its result would be kept across a switch if this were inlined.
[[gnu::noinline]] ExceptionState* exception_state() {
  asm volatile("");
  return reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
}

[[gnu::noinline]] void take_exceptions(Context& context) {
  asm volatile("");
  ExceptionState* state = exception_state();
  context.exceptions.caught = state->caught;
  context.exceptions.uncaught = state->uncaught;
  *state = {};
}

[[gnu::noinline]] void give_exceptions(Context& context) {
  asm volatile("");
  *exception_state() = {context.exceptions.caught, context.exceptions.uncaught};
}

// What the target learns about the context that was left.
struct Arrival {
  Context* left;
  Context* entered;
};

// The release pairs with the acquire in switch_to: the next one to run `left` sees its saved stack.
ARIA_NOT_INSTRUMENTED void leave_behind(Context& left, void* saved) {
  left.saved = saved;
  left.running.store(false, std::memory_order_release);
}

ARIA_NOT_INSTRUMENTED void start(boost::context::detail::transfer_t transfer) {
  Arrival arrival = *static_cast<Arrival*>(transfer.data);
  Context& self = *arrival.entered;
#if defined(ARIA_ASAN)
  __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
#endif
  leave_behind(*arrival.left, transfer.fctx);
  self.entry(self);
  __builtin_unreachable();
}

}  // namespace

void create(Context& context, StackMemory stack, Entry entry) {
  context.stack = stack;
  context.saved = boost::context::detail::make_fcontext(stack.bottom + stack.size, stack.size, &start);
  context.entry = entry;
#if defined(ARIA_TSAN)
  context.tsan_fiber = __tsan_create_fiber(0);
#endif
}

[[gnu::noinline]] ARIA_NOT_INSTRUMENTED void switch_to(Context& from, Context& to) {
  for (Backoff backoff; to.running.load(std::memory_order_acquire);) {
    backoff.pause();
  }
  to.running.store(true, std::memory_order_relaxed);
  take_exceptions(from);
  Arrival arrival{&from, &to};
#if defined(ARIA_ASAN)
  __sanitizer_start_switch_fiber(&from.asan_fake_stack, to.stack.bottom, to.stack.size);
#endif
#if defined(ARIA_TSAN)
  // With synchronisation: both sides run on this thread and share what belongs to its worker.
  __tsan_switch_to_fiber(to.tsan_fiber, 0);
#endif
  const boost::context::detail::transfer_t transfer = boost::context::detail::jump_fcontext(to.saved, &arrival);
#if defined(ARIA_ASAN)
  __sanitizer_finish_switch_fiber(from.asan_fake_stack, nullptr, nullptr);
#endif
  leave_behind(*static_cast<Arrival*>(transfer.data)->left, transfer.fctx);
  give_exceptions(from);
}

void retire(Context& context) {
#if defined(ARIA_TSAN)
  __tsan_destroy_fiber(context.tsan_fiber);
#endif
  context.tsan_fiber = nullptr;
  context.saved = nullptr;
}

void adopt_thread(Context& context) {
  context.running.store(true, std::memory_order_relaxed);
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    void* bottom = nullptr;
    pthread_attr_getstack(&attributes, &bottom, &context.stack.size);
    context.stack.bottom = static_cast<char*>(bottom);
    pthread_attr_destroy(&attributes);
  }
#if defined(ARIA_TSAN)
  context.tsan_fiber = __tsan_get_current_fiber();
#endif
}

}  // namespace aria::detail::context
