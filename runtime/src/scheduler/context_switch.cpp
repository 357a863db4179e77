// Switching: the running flag, exception state, and what sanitizers have to know.
//
// Sources: Itanium C++ ABI 2.2.2 (__cxa_eh_globals); LLVM issue 98479 and GCC PR 26461 (cached thread-local addresses).
#include "scheduler/context_switch.hpp"

#include "scheduler/sanitizers.hpp"
#include "scheduler/stack_switch.hpp"
#include "seam/world.hpp"

#if defined(ARIA_ASAN)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(ARIA_TSAN)
#include <sanitizer/tsan_interface.h>
#endif

namespace aria::detail {

namespace {

// What the target learns about the context that was left.
struct Arrival {
  Context* left;
  Context* entered;
};

// The release pairs with the acquire in switch_to: the next one to run `left` sees its saved stack.
ARIA_NOT_INSTRUMENTED void leave_behind(Context& left) {
  world::point("leave");
  left.running.store(false, std::memory_order_release);
}

ARIA_NOT_INSTRUMENTED void begin(void* message) {
  const Arrival arrival = *static_cast<Arrival*>(message);
#if defined(ARIA_ASAN)
  __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
#endif
  leave_behind(*arrival.left);
  arrival.entered->entry(*arrival.entered);
  __builtin_unreachable();
}

}  // namespace

namespace context {

void create(Context& context, StackMemory stack, Entry entry) {
  context.stack = stack;
#if defined(ARIA_ASAN)
  __asan_unpoison_memory_region(stack.bottom, stack.size);   // it may have been another stack, whose frames never returned
#endif
  context.saved = stack_switch::make(stack.bottom + stack.size, stack.size, &begin);
  context.entry = entry;
#if defined(ARIA_TSAN)
  context.tsan_fiber = __tsan_create_fiber(0);
#endif
}

[[gnu::noinline]] ARIA_NOT_INSTRUMENTED void switch_to(Context& from, Context& to) {
  world::wait_until([&to] { return !to.running.load(std::memory_order_acquire); });
  to.running.store(true, std::memory_order_relaxed);
  ExceptionState* thread = from.exceptions_of_thread;
  const bool has_exceptions = thread->caught != nullptr || thread->uncaught != 0;
  if (has_exceptions) [[unlikely]] {
    from.exceptions = *thread;
    *thread = {};
  }
  to.exceptions_of_thread = thread;
  Arrival arrival{&from, &to};
#if defined(ARIA_ASAN)
  __sanitizer_start_switch_fiber(&from.asan_fake_stack, to.stack.bottom, to.stack.size);
#endif
#if defined(ARIA_TSAN)
  // With synchronisation: both sides run on this thread and share what belongs to its worker.
  __tsan_switch_to_fiber(to.tsan_fiber, 0);
#endif
  const auto* arrived = static_cast<Arrival*>(stack_switch::jump(&from.saved, to.saved, &arrival));
#if defined(ARIA_ASAN)
  __sanitizer_finish_switch_fiber(from.asan_fake_stack, nullptr, nullptr);
#endif
  leave_behind(*arrived->left);
  if (has_exceptions) [[unlikely]] {
    *from.exceptions_of_thread = from.exceptions;
  }
}

void retire(Context& context) {
#if defined(ARIA_TSAN)
  __tsan_destroy_fiber(context.tsan_fiber);
#endif
  context.tsan_fiber = nullptr;
  context.saved = nullptr;
}

}  // namespace context
}  // namespace aria::detail
