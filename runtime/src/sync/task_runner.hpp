// From tasks to queues.
#pragma once

#include <aria/detail/task_core.hpp>

namespace aria::detail {

class Scheduler;

// Makes the task runnable where it asked to run, with the queue's reference.
void queue_task(TaskCore& task);
// On the workers of another runtime than the caller's.
void queue_task_on(Scheduler& scheduler, TaskCore& task);

// Raises what a parked operation raises that was woken by a cancellation.
[[noreturn]] void raise_cancelled();

}  // namespace aria::detail
