// Stack overflow of a task: a fault in a guard below a fiber's stack ends the program with a report and status 101.
#pragma once

namespace aria::detail {

// Installs the handler once per process.
void install_overflow_report();

// The stack a fault of this thread is handled on. One per worker thread, for its lifetime.
class OverflowStack {
 public:
  OverflowStack();
  ~OverflowStack();
  OverflowStack(const OverflowStack&) = delete;
  OverflowStack& operator=(const OverflowStack&) = delete;

 private:
  char* memory_;
};

}  // namespace aria::detail
