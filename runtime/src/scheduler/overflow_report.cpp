// Runs on the signal stack: only async-signal-safe calls here.
#include "scheduler/overflow_report.hpp"

#include <signal.h>
#include <unistd.h>

#include <cstring>
#include <mutex>

#include "scheduler/fiber.hpp"
#include "scheduler/stack_pool.hpp"
#include "sync/task_name.hpp"

namespace aria::detail {

namespace {

constexpr std::size_t signal_stack_size = 64 * 1024;

void say(const char* text) {
  if (write(STDERR_FILENO, text, std::strlen(text)) < 0) {
    _exit(101);
  }
}

void on_fault(int signal_number, siginfo_t* info, void*) {
  if (!is_stack_guard(info->si_addr)) {
    signal(signal_number, SIG_DFL);  // not ours: the retried instruction ends the program as usual
    return;
  }
  say("panic: stack overflow in task ");
  say(name_of_running_task());
  say("\n");
  _exit(101);
}

}  // namespace

void install_overflow_report() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action = {};
    action.sa_sigaction = &on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGSEGV, &action, nullptr);
    sigaction(SIGBUS, &action, nullptr);
  });
}

void OverflowStack::install() {
  memory_ = std::make_unique_for_overwrite<char[]>(signal_stack_size);
  stack_t stack = {};
  stack.ss_sp = memory_.get();
  stack.ss_size = signal_stack_size;
  sigaltstack(&stack, nullptr);
}

void OverflowStack::remove() {
  stack_t none = {};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
  memory_.reset();
}

}  // namespace aria::detail
