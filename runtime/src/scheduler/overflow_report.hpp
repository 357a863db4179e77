// Stack overflow of a task: a fault in a guard below a fiber's stack ends the program with a report and status 101.
#pragma once

#include <memory>

namespace aria::detail {

// Installs the handler once per process.
void install_overflow_report();

// The stack that a fault of a worker's thread is handled on. install and remove are called by that thread.
class OverflowStack {
 public:
  void install();
  void remove();

 private:
  std::unique_ptr<char[]> memory_;
};

}  // namespace aria::detail
