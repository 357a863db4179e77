// The handler runs on the signal stack: only async-signal-safe calls there, but for the flush of stdout, which is tried
// because the program ends in any case.
#include "base/stack_overflow.hpp"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <new>

namespace aria::detail {

namespace {

constexpr std::size_t signal_stack_size = 64 * 1024;
// How far below a thread's stack a fault still counts as its overflow: frames are probed page by page, so the first
// access is near the end.
constexpr std::uintptr_t guard_reach = 64 * 1024;

std::atomic<const TaskStacks*> task_stacks{nullptr};
thread_local std::uintptr_t lowest_address = 0;  // of this thread's stack; 0 where no OverflowStack exists
struct sigaction previous_segv;
struct sigaction previous_bus;

void say(const char* text) {
  if (write(STDERR_FILENO, text, std::strlen(text)) < 0) {
    _exit(101);
  }
}

// Acquire pairs with the release in report_overflow_of.
bool is_overflow(const void* address, const TaskStacks* stacks) {
  if (stacks != nullptr && stacks->is_guard(address)) {
    return true;
  }
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  constexpr std::uintptr_t page = 4096;
  return lowest_address != 0 && at >= lowest_address - guard_reach && at < lowest_address + page;
}

void on_fault(int signal_number, siginfo_t* info, void*) {
  const TaskStacks* stacks = task_stacks.load(std::memory_order_acquire);
  if (!is_overflow(info->si_addr, stacks)) {
    // The retried instruction faults again, now for the handler that was there first.
    sigaction(signal_number, signal_number == SIGBUS ? &previous_bus : &previous_segv, nullptr);
    return;
  }
  if (ftrylockfile(stdout) == 0) {
    std::fflush(stdout);
  }
  say("panic: stack overflow");
  if (stacks != nullptr) {
    say(" in task ");
    say(stacks->running_task());
  }
  say("\n");
  _exit(101);
}

std::uintptr_t lowest_address_of_this_thread() {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) {
    return 0;
  }
  void* low = nullptr;
  std::size_t size = 0;
  pthread_attr_getstack(&attributes, &low, &size);
  pthread_attr_destroy(&attributes);
  return reinterpret_cast<std::uintptr_t>(low);
}

}  // namespace

void install_overflow_report() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action = {};
    action.sa_sigaction = &on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGSEGV, &action, &previous_segv);
    sigaction(SIGBUS, &action, &previous_bus);
  });
}

void report_overflow_of(const TaskStacks& stacks) noexcept { task_stacks.store(&stacks, std::memory_order_release); }

OverflowStack::OverflowStack() : memory_(mmap(nullptr, signal_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0)) {
  if (memory_ == MAP_FAILED) throw std::bad_alloc();
  stack_t stack = {};
  stack.ss_sp = memory_;
  stack.ss_size = signal_stack_size;
  sigaltstack(&stack, nullptr);
  lowest_address = lowest_address_of_this_thread();
}

OverflowStack::~OverflowStack() {
  stack_t none = {};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
  munmap(memory_, signal_stack_size);
  lowest_address = 0;
}

}  // namespace aria::detail
