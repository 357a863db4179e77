// Which worker a thread is.
#include "scheduler/worker.hpp"

namespace aria::detail {

extern "C" {
// By this name the inline this_worker finds it.
extern constinit thread_local Worker* aria_this_worker;
constinit thread_local Worker* aria_this_worker = nullptr;
}

#if !(defined(__x86_64__) && (!defined(__PIC__) || defined(__PIE__)))
[[gnu::noinline]] Worker* this_worker() noexcept {
  asm volatile("");
  return aria_this_worker;
}
#endif

[[gnu::noinline]] void set_this_worker(Worker* worker) noexcept {
  asm volatile("");
  aria_this_worker = worker;
}

}  // namespace aria::detail
