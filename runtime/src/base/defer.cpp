// Cleanup that runs from destructors. The shield reaches the running task through hooks that the scheduler installs, so
// that a program without tasks links no scheduler.
#include <aria/defer.hpp>

#include "base/task_hooks.hpp"

namespace aria::detail {

namespace {
std::atomic<const TaskHooks*> installed{nullptr};
}

void install_task_hooks(const TaskHooks& hooks) noexcept { installed.store(&hooks, std::memory_order_release); }

// Acquire pairs with the release in install_task_hooks.
CleanupShield::CleanupShield() noexcept {
  if (const TaskHooks* hooks = installed.load(std::memory_order_acquire)) {
    hooks->enter_cleanup();
  }
}

CleanupShield::~CleanupShield() {
  if (const TaskHooks* hooks = installed.load(std::memory_order_acquire)) {
    hooks->leave_cleanup();
  }
}

void suppress_into(ErrorRecord* in_flight, const Unwinding& error) {
  if (in_flight != nullptr) {
    in_flight->suppress(error.record());
  }
}

}  // namespace aria::detail
