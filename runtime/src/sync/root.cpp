// The program's root: main as a task, signals, the deadlock report.
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include <aria/detail/error_types.hpp>
#include <aria/detail/scope_core.hpp>
#include <aria/main.hpp>

#include "base/report.hpp"
#include "base/task_hooks.hpp"
#include "scheduler/scheduler.hpp"
#include "sync/shield.hpp"
#include "sync/task_tree.hpp"
#include "sync/wait.hpp"

namespace aria::detail {

void set_program_arguments(int argc, char** argv) noexcept;

namespace {

constexpr std::size_t main_stack = std::size_t{8} << 20;
std::atomic<int> signal_exit_code{0};

// A destructor's cleanup: its frame cannot live in the destructor's object, so it is kept in a list of the task.
void enter_cleanup() noexcept {
  if (current_task() != nullptr) {
    new ShieldFrame(ShieldFrame::Purpose::cleanup, cleanup_grace());
  }
}

void leave_cleanup() noexcept {
  if (TaskCore* task = current_task()) {
    delete task->shield;
  }
}

constexpr TaskHooks hooks{&enter_cleanup, &leave_cleanup};

// Main and everything below it, from the first task to the end of the last.
struct Root final : Job {
  Root(Scheduler& workers, ScopeCore& all, TaskCore& first) : scheduler(workers), scope(all), main(first) {}

  void serve() noexcept {
    error = attempt([&] {
      start_task(main);
      scope.close({});
    });
  }
  void run() noexcept override {
    serve();
    scheduler.leave();
  }

  Scheduler& scheduler;
  ScopeCore& scope;
  TaskCore& main;
  ErrorRef error;
};

void report_deadlock(Scheduler&) {
  const std::string tasks = describe_parked_tasks(ScopeCore::root());
  if (tasks.empty()) {
    return;
  }
  write_report("deadlock: every task waits for another\n" + tasks);
  _exit(2);
}

// The first SIGINT or SIGTERM cancels the root, the second ends the program; SIGQUIT prints the task tree.
void serve_signals(sigset_t signals) {
  for (;;) {
    int number = 0;
    if (sigwait(&signals, &number) != 0) {
      return;
    }
    if (number == SIGQUIT) {
      write_report(describe_tasks(ScopeCore::root()));
      continue;
    }
    const int code = 128 + number;
    if (signal_exit_code.exchange(code) != 0) {
      write_report("");  // what was printed so far
      _exit(code);
    }
    ScopeCore::root().request(number == SIGINT ? "SIGINT" : "SIGTERM");
  }
}

void block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGQUIT}) {
    sigaddset(&signals, number);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  std::thread([signals] { serve_signals(signals); }).detach();
}

}  // namespace

int run_async_root(int argc, char** argv, MainBody body, void* main_function) {
  set_program_arguments(argc, argv);
  install_task_hooks(hooks);
  Scheduler& scheduler = Scheduler::program();  // first: the kernel takes milliseconds to make barriers for a process with threads
  block_signals();
  scheduler.on_deadlock(&report_deadlock);
  ScopeCore& root = ScopeCore::root();
  int code = 0;
  auto main_body = [&code, body, main_function] { code = body(main_function); };
  struct Nothing {};
  SpawnRequest request{.name = "main", .stack = main_stack, .where = Where::anywhere, .site = {}, .token = nullptr};
  Ref<TaskCore> main_task(new TaskOf<Nothing, decltype(main_body)>(root, std::move(request), main_body));
  Root whole(scheduler, root, *main_task);
  if (!scheduler.work_here(whole)) {
    whole.serve();
  }
  const ErrorRef error = whole.error;
  if (const int signalled = signal_exit_code.load(); signalled != 0) {
    return signalled;
  }
  if (error) {
    const auto* wrapped = static_cast<const TaskError*>(error->payload(typeid(TaskError)));
    const ErrorRef shown = wrapped != nullptr && error->cause() && error->kind() == ErrorKind::panic ? error->cause() : error;
    write_report(describe_uncaught(*shown));
    return exit_code_of(*shown);
  }
  return code;
}

}  // namespace aria::detail
