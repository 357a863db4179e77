// A thread's body is a task that runs on a thread of its own, so that awaiting, errors and cancellation need no second
// mechanism. The thread is detached: the task's record says when it has ended.
#include <aria/thread.hpp>

#include <limits.h>
#include <pthread.h>

#include <algorithm>
#include <memory>
#include <string>

#include <aria/panic.hpp>

#include "base/stack_overflow.hpp"
#include "scheduler/scheduler.hpp"

namespace aria::detail {

namespace {

struct ThreadStart {
  TaskCore& task;
  Scheduler& scheduler;
};

void* thread_main(void* argument) {
  const OverflowStack overflow_stack;
  const std::unique_ptr<ThreadStart> start(static_cast<ThreadStart*>(argument));
  start->task.run();
  start->scheduler.remove_external();
  return nullptr;
}

}  // namespace

ScopeCore& scope_of_threads() {
  static ScopeCore* scope = [] {
    ScopeSettings settings;
    settings.name = "threads";
    settings.isolates = true;
    return new ScopeCore(std::move(settings), nullptr, Site{});
  }();
  return *scope;
}

void start_thread(TaskCore& task) {
  Scheduler& scheduler = Scheduler::here();
  auto start = std::make_unique<ThreadStart>(ThreadStart{task, scheduler});
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  if (task.stack_size() != 0) {
    constexpr std::size_t page = 4096;
    const std::size_t wanted = std::max(task.stack_size(), static_cast<std::size_t>(PTHREAD_STACK_MIN));
    pthread_attr_setstacksize(&attributes, (wanted + page - 1) / page * page);
  }
  scheduler.add_external();
  pthread_t thread;
  const int failure = pthread_create(&thread, &attributes, &thread_main, start.get());
  pthread_attr_destroy(&attributes);
  if (failure != 0) {
    scheduler.remove_external();
    task.release();
    panic("no thread could be started: error " + std::to_string(failure), task.site());
  }
  static_cast<void>(start.release());  // thread_main owns it
}

}  // namespace aria::detail
