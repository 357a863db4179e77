// A thread of the system as a context.
#include <cxxabi.h>
#include <pthread.h>

#include "scheduler/context_switch.hpp"
#include "scheduler/sanitizers.hpp"

#if defined(ARIA_TSAN)
#include <sanitizer/tsan_interface.h>
#endif

namespace aria::detail::context {

void adopt_thread(Context& context) {
  context.exceptions_of_thread = reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
  context.running.store(true, std::memory_order_relaxed);
#if defined(ARIA_ASAN)  // nobody else asks for its bounds, and finding them takes long on the first thread
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    void* bottom = nullptr;
    pthread_attr_getstack(&attributes, &bottom, &context.stack.size);
    context.stack.bottom = static_cast<char*>(bottom);
    pthread_attr_destroy(&attributes);
  }
#endif
#if defined(ARIA_TSAN)
  context.tsan_fiber = __tsan_get_current_fiber();
#endif
}

}  // namespace aria::detail::context
