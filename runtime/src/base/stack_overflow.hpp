// Stack overflow: a fault in the guard below a stack ends the program with a report and status 101, after what it had
// printed has been written.
#pragma once

namespace aria::detail {

// Installs the handler once per process. A fault that is no overflow goes to the handler that was there before.
void install_overflow_report();

// What the handler asks of a scheduler, if there is one. Both are async-signal-safe.
struct TaskStacks {
  bool (*is_guard)(const void* address) noexcept;
  const char* (*running_task)() noexcept;
};

// `stacks` must live as long as the program.
void report_overflow_of(const TaskStacks& stacks) noexcept;

// While one exists, faults of the thread that made it are handled on a stack of its own, and an overflow of the thread's
// stack is told from other faults. That thread destroys it.
class OverflowStack {
 public:
  OverflowStack();
  ~OverflowStack();
  OverflowStack(const OverflowStack&) = delete;
  OverflowStack& operator=(const OverflowStack&) = delete;

 private:
  void* memory_;     // from the system: leak checkers do not look for what it refers to on stacks that tasks have left
};

}  // namespace aria::detail
