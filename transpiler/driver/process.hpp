// Child processes: the C++ compiler and linker. They never see the terminal; what they say is captured.
#pragma once

#include <string>
#include <vector>

namespace ariac::driver {

struct ProcessResult {
  int status = 0;      // exit status, or 128 + signal number
  std::string output;  // stdout and stderr together
};

// Runs one program (found through PATH when `argv[0]` has no slash) with no standard input and waits for it.
ProcessResult run_process(const std::vector<std::string>& argv);

// Runs all of them, at most `at_once` at a time; results are in the order of the commands.
std::vector<ProcessResult> run_processes(const std::vector<std::vector<std::string>>& commands, unsigned at_once);

// Replaces this process. Returns (with the reason in errno) only when that failed.
void replace_process(const std::string& program, const std::vector<std::string>& argv);

}  // namespace ariac::driver
