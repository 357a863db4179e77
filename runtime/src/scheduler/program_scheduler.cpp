// The program's own scheduler.
#include "scheduler/scheduler.hpp"

namespace aria::detail {

Scheduler& Scheduler::program() {
  static Scheduler* scheduler = new Scheduler;  // its threads may outlive main
  return *scheduler;
}

Scheduler& Scheduler::here() {
  const Worker* worker = this_worker();
  return worker != nullptr ? worker->scheduler : program();
}

}  // namespace aria::detail
