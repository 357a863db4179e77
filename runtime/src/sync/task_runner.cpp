// The queue entry of a task. A task that somebody already runs in place leaves an entry that does nothing.
#include "sync/task_runner.hpp"

#include "scheduler/blocking_pool.hpp"
#include "scheduler/scheduler.hpp"

namespace aria::detail {

namespace {

class TaskJob final : public Job {
 public:
  explicit TaskJob(TaskCore& task) noexcept : task_(Ref<TaskCore>::share(&task)) {}
  void run() noexcept override {
    const Ref<TaskCore> task = std::move(task_);
    delete this;
    task->run_now();
  }

 private:
  Ref<TaskCore> task_;
};

}  // namespace

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
  auto* job = new TaskJob(task);
  switch (task.where()) {
    case Where::blocking:
      BlockingPool::shared().submit(scheduler, *job);
      return;
    case Where::here:
      if (TaskCore* spawner = current_task(); this_worker() != nullptr && spawner != nullptr) {
        task.hold_spawner(*spawner);
        scheduler.submit_here(*job);
      } else {
        job->run();  // a thread without a queue: in place
      }
      return;
    default:
      break;
  }
  if (task.stack_size() != 0) {
    scheduler.submit_with_stack(*job, task.stack_size());
  } else {
    scheduler.submit(*job);
  }
}

void queue_task_on(Scheduler& scheduler, TaskCore& task) { scheduler.inject(*new TaskJob(task)); }

}  // namespace aria::detail
