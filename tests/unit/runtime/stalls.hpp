// Pauses at random moments, for tests with real threads.
#pragma once

#include <sched.h>

namespace rules {

// Pauses of very different lengths, so that threads meet in the middle of each other's steps.
class Stalls {
 public:
  explicit Stalls(unsigned seed) : state_(seed * 2654435761u + 1) {}
  unsigned next() noexcept {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    return state_ ^= state_ << 5;
  }
  void stall() noexcept {
    const unsigned kind = next() % 1024;
    if (kind == 0) {
      sched_yield();
    } else if (kind < 256) {
      for (unsigned i = next() % 300; i > 0; --i) {
        asm volatile("");
      }
    }
  }

 private:
  unsigned state_;
};

}  // namespace rules
