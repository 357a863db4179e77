#include "sync/run_in_place.hpp"

#include <aria/detail/scope_core.hpp>

#include "scheduler/scheduler.hpp"
#include "sync/wait.hpp"

namespace aria::detail {

namespace {

bool shares_fate(const TaskCore& waiter, const TaskCore& child) noexcept {
  const bool plain = (child.where() == Where::anywhere || child.where() == Where::job) && child.stack_size() == 0;
  const bool ends_with_the_wait = waiter.current_node == &child.scope() && waiter.shield == nullptr;
  return plain && (ends_with_the_wait || world::mutated(Mutant::runs_what_outlives_the_wait));
}

}  // namespace

bool run_in_place(TaskCore& child, const char* reason, Site site) noexcept {
  Fiber& fiber = current_fiber();
  TaskCore* waiter = fiber.task;
  if (waiter == nullptr || !shares_fate(*waiter, child) || !Scheduler::here().take_back(child)) {
    return false;
  }
  const Wait waiting(fiber, reason, site);
  waiter->parked_on.store(&waiting, std::memory_order_release);
  child.run();
  waiter->parked_on.store(nullptr, std::memory_order_release);
  return true;
}

}  // namespace aria::detail
