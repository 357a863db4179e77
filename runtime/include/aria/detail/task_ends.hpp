// The ends of several tasks in the order in which they happen: each task is looked at once, however many there are.
//
// Who waits for all of them may run them itself meanwhile, as calls; the first that fails cancels the others then.
// One waiter. A task that was added counts as awaited (see TaskCore::finish). See sync/task_ends.cpp.
#pragma once

#include <cstddef>
#include <memory>

#include <aria/detail/task_core.hpp>

namespace aria::detail {

class TaskEnds {
 public:
  enum class For { first, all };

  // Room for `count` tasks.
  explicit TaskEnds(std::size_t count, For what = For::first);
  ~TaskEnds();
  TaskEnds(const TaskEnds&) = delete;
  TaskEnds& operator=(const TaskEnds&) = delete;

  // Tasks are numbered from 0 in the order in which they are added. Their handles outlive this object.
  void add(TaskCore& task);
  // Waits for the next end and gives the task's number; each comes once. -1: all have come. Raises Cancelled.
  int next(Site site);

 private:
  struct State;
  const std::shared_ptr<State> state_;
  const For what_;
};

}  // namespace aria::detail
