// From tasks to queues: a task is its own queue entry.
#include "sync/task_runner.hpp"

#include "scheduler/blocking_pool.hpp"
#include "scheduler/scheduler.hpp"

namespace aria::detail {

void start_thread(TaskCore& task);

void queue_task(TaskCore& task) {
  if (task.where() == Where::thread) {
    start_thread(task);
    return;
  }
  if (task.where() == Where::own_workers) {
    return;  // queue_task_on starts it
  }
  Scheduler& scheduler = Scheduler::here();
  switch (task.where()) {
    case Where::blocking:
      BlockingPool::shared().submit(scheduler, task);
      return;
    case Where::here:
      if (TaskCore* spawner = current_task(); this_worker() != nullptr && spawner != nullptr) {
        task.hold_spawner(*spawner);
        scheduler.submit_here(task);
      } else {
        task.run();  // a thread without a queue: in place
      }
      return;
    default:
      break;
  }
  if (const std::size_t stack = task.stack_size(); stack != 0) {
    scheduler.submit_with_stack(task, stack);
  } else {
    scheduler.submit(task);
  }
}

void queue_task_on(Scheduler& scheduler, TaskCore& task) { scheduler.inject(static_cast<Job&>(task)); }

}  // namespace aria::detail
