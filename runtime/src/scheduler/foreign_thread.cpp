// Threads that are no workers.
#include "scheduler/fiber.hpp"

namespace aria::detail {

namespace {

struct ForeignThread {
  Fiber fiber;
  ForeignThread() { context::adopt_thread(fiber); }
};

}  // namespace

[[gnu::noinline]] Fiber& foreign_fiber() noexcept {
  asm volatile("");
  static thread_local ForeignThread self;
  return self.fiber;
}

}  // namespace aria::detail
