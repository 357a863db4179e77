// Waiting for another thread's next few instructions.
#pragma once

#include <sched.h>

namespace aria::detail {

inline void cpu_pause() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

class Backoff {
 public:
  void pause() noexcept {
    if (++rounds_ < 100) {
      cpu_pause();
    } else {
      rounds_ = 0;
      sched_yield();
    }
  }

 private:
  int rounds_ = 0;
};

}  // namespace aria::detail
