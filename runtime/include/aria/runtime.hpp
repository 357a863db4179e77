// The entry of a program with tasks, and the bridge from code outside the runtime.
//
//   int main(int argc, char** argv) { return aria::run_async_main(argc, argv, hello::main); }
#pragma once

#include <type_traits>
#include <utility>

#include <aria/main.hpp>
#include <aria/scope.hpp>

namespace aria {

namespace detail {
int run_async_root(int argc, char** argv, MainBody body, void* main_function);
}

// Runs main as the root task on all workers (ARIA_WORKERS). Exit codes as run_main; 2 for a deadlock, 130 and 143 after
// SIGINT and SIGTERM.
template <typename Value>
int run_async_main(int argc, char** argv, Value (*main_function)()) {
  return detail::run_async_root(argc, argv, &detail::call_main<Value (*)()>, reinterpret_cast<void*>(main_function));
}

// Async.block_on: runs `body` as a task and waits, also from a thread that knows nothing of tasks.
template <typename Body>
auto block_on(Body&& body, Site site = Site::here()) {
  using Value = std::invoke_result_t<Body&>;
  detail::Ref<detail::ScopeCore> core(new detail::ScopeCore({}, detail::current_node(), site));
  Scope handle(core);
  core->open();
  std::optional<Task<std::conditional_t<std::is_void_v<Value>, Unit, std::decay_t<Value>>>> task;
  core->close(detail::attempt([&] {
    task.emplace(handle.spawn([&body] { return body(); }, {}, site));
    task->core().wait_finished(INT64_MAX, site);
  }));
  task->core().raise_outcome();
  if constexpr (!std::is_void_v<Value>) {
    return task->await();
  }
}

}  // namespace aria
