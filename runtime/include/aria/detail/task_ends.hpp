// The ends of several tasks in the order in which they happen: each task is looked at once, however many there are.
//
// One waiter. A task that was added counts as awaited (see TaskCore::finish). See sync/task_ends.cpp.
#pragma once

#include <cstddef>
#include <memory>

#include <aria/detail/task_core.hpp>

namespace aria::detail {

class TaskEnds {
 public:
  // Room for `count` tasks.
  explicit TaskEnds(std::size_t count);
  ~TaskEnds();
  TaskEnds(const TaskEnds&) = delete;
  TaskEnds& operator=(const TaskEnds&) = delete;

  // Tasks are numbered from 0 in the order in which they are added. Their handles outlive this object.
  void add(TaskCore& task);
  // Waits for the next end and gives the task's number; each comes once. -1: all have come. Raises Cancelled.
  int next(Site site);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace aria::detail
