// OS threads of one's own: aria::spawn_thread(body) runs it on a new thread, with a handle to join.
//
//   auto h = aria::spawn_thread([] { return render(); });      auto picture = h.join();
//
// A thread belongs to no scope: nobody waits for it but who joins, and its failure stays with the handle. Inside, every
// operation on tasks works; what parks a task blocks the thread.
#pragma once

#include <type_traits>
#include <utility>

#include <aria/scope.hpp>

namespace aria {

template <typename T>
class JoinHandle {
 public:
  using value_type = T;
  explicit JoinHandle(Task<T> task) noexcept : task_(std::move(task)) {}

  // The value, or what ended the thread: a panic as TaskError::Panicked.
  T join(Site site = Site::here()) const { return task_.await(site); }
  bool is_finished() const noexcept { return task_.is_finished(); }

 private:
  Task<T> task_;
};

namespace detail {
ScopeCore& scope_of_threads();
void start_thread(TaskCore& task);
}  // namespace detail

struct ThreadOptions {
  Int stack = 0;  // bytes; 0 is what the system gives
};

template <typename Body>
auto spawn_thread(Body body, ThreadOptions options = {}, Site site = Site::here()) {
  using Value = std::invoke_result_t<Body&>;
  using T = std::conditional_t<std::is_void_v<Value>, Unit, std::decay_t<Value>>;
  detail::SpawnRequest request{"thread", static_cast<std::size_t>(options.stack), detail::Where::thread, site, nullptr};
  detail::Ref<detail::TaskCore> core(new detail::TaskOf<T, Body>(detail::scope_of_threads(), std::move(request), std::move(body)));
  Task<T> task(core);
  detail::start_task(*core);
  return JoinHandle<T>(std::move(task));
}

}  // namespace aria
