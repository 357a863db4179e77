// Child processes through posix_spawn; their output is read through one pipe each, all polled together.
#include "driver/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

extern char** environ;

namespace ariac::driver {
namespace {

struct Child {
  std::size_t index;
  pid_t pid;
  int output;  // the reading end of its pipe
};

std::vector<char*> as_c_strings(const std::vector<std::string>& argv) {
  std::vector<char*> pointers;
  for (const std::string& argument : argv) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

// Starts a child; on failure `result` says why and no child is made.
bool start(const std::vector<std::string>& argv, Child& child, ProcessResult& result) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    result = {127, std::string("cannot make a pipe: ") + std::strerror(errno)};
    return false;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  const int error = posix_spawnp(&child.pid, argv[0].c_str(), &actions, nullptr, as_c_strings(argv).data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    result = {127, "cannot run " + argv[0] + ": " + std::strerror(error)};
    return false;
  }
  child.output = ends[0];
  return true;
}

int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Reads what is there. False at the end of the output.
bool read_some(const Child& child, ProcessResult& result) {
  char buffer[16384];
  const ssize_t count = read(child.output, buffer, sizeof buffer);
  if (count > 0) {
    result.output.append(buffer, static_cast<std::size_t>(count));
  }
  return count > 0 || (count < 0 && errno == EINTR);
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& argv) { return run_processes({argv}, 1).front(); }

std::vector<ProcessResult> run_processes(const std::vector<std::vector<std::string>>& commands, unsigned at_once) {
  std::vector<ProcessResult> results(commands.size());
  std::vector<Child> running;
  std::size_t next = 0;
  while (next < commands.size() || !running.empty()) {
    while (next < commands.size() && running.size() < std::max(at_once, 1U)) {
      Child child{next, 0, -1};
      if (start(commands[next], child, results[next])) {
        running.push_back(child);
      }
      ++next;
    }
    if (running.empty()) {
      continue;  // none of them could be started
    }
    std::vector<pollfd> polled;
    for (const Child& child : running) {
      polled.push_back({child.output, POLLIN, 0});
    }
    if (poll(polled.data(), polled.size(), -1) < 0) {
      continue;
    }
    for (std::size_t i = polled.size(); i-- > 0;) {
      const Child child = running[i];
      if (polled[i].revents != 0 && !read_some(child, results[child.index])) {
        close(child.output);
        results[child.index].status = wait_for(child.pid);
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
  }
  return results;
}

void replace_process(const std::string& program, const std::vector<std::string>& argv) {
  execv(program.c_str(), as_c_strings(argv).data());
}

}  // namespace ariac::driver
