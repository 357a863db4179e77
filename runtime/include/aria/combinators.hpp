// Waiting for several tasks.
//
//   aria::await_all(tasks)                                  values in spawn order; the first error cancels the rest
//   aria::await_all(urls, load, {.limit = 16})              every element as a task of an inner scope
//   aria::await_first(tasks), await_any(tasks), await_results(tasks), race({…})
#pragma once

#include <memory>
#include <mutex>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <aria/detail/task_ends.hpp>
#include <aria/scope.hpp>
#include <aria/std/array.hpp>

namespace aria {

namespace detail {

template <typename T>
inline constexpr bool is_task = false;
template <typename T>
inline constexpr bool is_task<Task<T>> = true;

template <typename T>
void cancel_all(const std::vector<Task<T>>& tasks) {
  for (const Task<T>& task : tasks) {
    task.cancel();
  }
}

// Joins without looking at outcomes; the tasks count as seen.
template <typename T>
void join_quietly(const std::vector<Task<T>>& tasks) {
  for (const Task<T>& task : tasks) {
    task.core().wait_finished(INT64_MAX, Site{}, true);
  }
}

template <typename T>
void add_all(TaskEnds& ends, const std::vector<Task<T>>& tasks) {
  for (const Task<T>& task : tasks) {
    ends.add(task.core());
  }
}

template <typename T, typename Tasks>
std::vector<Task<T>> list_of(const Tasks& tasks) {
  std::vector<Task<T>> list;
  for (const auto& task : tasks) {
    list.push_back(task);
  }
  return list;
}

template <typename Tasks>
using ElementOf = std::decay_t<decltype(*std::declval<const Tasks&>().begin())>;
template <typename Tasks>
  requires is_task<ElementOf<Tasks>>
using TaskValueOf = typename ElementOf<Tasks>::value_type;

}  // namespace detail

template <typename Tasks, typename T = detail::TaskValueOf<Tasks>>
Array<T> await_all(const Tasks& tasks, Site site = Site::here()) {
  const std::vector<Task<T>> list = detail::list_of<T>(tasks);
  detail::TaskEnds ends(list.size(), detail::TaskEnds::For::all);
  detail::add_all(ends, list);
  for (int i = 0; (i = ends.next(site)) >= 0;) {
    const auto at = static_cast<std::size_t>(i);
    list[at].core().observe();
    if (list[at].core().outcome() != detail::TaskCore::Outcome::value) {
      detail::cancel_all(list);
      detail::join_quietly(list);
      list[at].core().raise_outcome(site);
    }
  }
  Array<T> values;
  for (const Task<T>& task : list) {
    values.push(task.await(site));
  }
  return values;
}

template <typename... T>
std::tuple<T...> await_all(const std::tuple<Task<T>...>& tasks, Site site = Site::here()) {
  detail::TaskEnds ends(sizeof...(T), detail::TaskEnds::For::all);
  std::apply([&](const auto&... task) { (ends.add(task.core()), ...); }, tasks);
  const detail::ErrorRef error = detail::attempt([&] {
    for (int i = 0; (i = ends.next(site)) >= 0;) {
      int at = 0;
      std::apply([&](const auto&... task) { ((at++ == i ? task.wait(site) : void()), ...); }, tasks);
    }
  });
  if (error) {
    std::apply([](const auto&... task) { (task.cancel(), ...); }, tasks);
    std::apply([](const auto&... task) { (task.core().wait_finished(INT64_MAX, Site{}, true), ...); }, tasks);
    error->raise_again();
  }
  return std::apply([&](const auto&... task) { return std::tuple<T...>(task.await(site)...); }, tasks);
}

struct AwaitAllOptions {
  Int limit = 0;
};

// xs.map { … }.await_all: every element runs as a task; results in order.
template <typename Items, typename Body>
auto await_all(const Items& items, Body body, AwaitAllOptions options = {}, Site site = Site::here()) {
  using Item = std::decay_t<decltype(*items.begin())>;
  using Value = std::invoke_result_t<Body&, const Item&>;
  using T = std::conditional_t<std::is_void_v<Value>, Unit, std::decay_t<Value>>;
  return scope(
      [&](Scope& s) {
        std::vector<Task<T>> tasks;
        for (const Item& item : items) {
          tasks.push_back(s.spawn([body, item]() mutable { return body(item); }, {}, site));
        }
        return await_all(tasks, site);
      },
      ScopeOptions{.limit = options.limit}, site);
}

template <typename Items, typename Body>
auto await_all(const Items& items, Body body, Int limit, Site site = Site::here()) {
  return await_all(items, std::move(body), AwaitAllOptions{limit}, site);
}

template <typename Tasks, typename T = detail::TaskValueOf<Tasks>>
Array<Result<T, TaskError>> await_results(const Tasks& tasks, Site site = Site::here()) {
  Array<Result<T, TaskError>> results;
  for (const auto& task : tasks) {
    results.push(task.await_result(site));
  }
  return results;
}

// The first to end, well or badly; cancels and joins the others.
template <typename Tasks, typename T = detail::TaskValueOf<Tasks>>
T await_first(const Tasks& tasks, Site site = Site::here()) {
  const std::vector<Task<T>> list = detail::list_of<T>(tasks);
  if (list.empty()) {
    panic("await_first of no tasks", site);
  }
  detail::TaskEnds ends(list.size());
  detail::add_all(ends, list);
  const int first = ends.next(site);
  detail::cancel_all(list);
  detail::join_quietly(list);
  return list[static_cast<std::size_t>(first)].await(site);
}

// The first success, else the first error; cancels and joins the others.
template <typename Tasks, typename T = detail::TaskValueOf<Tasks>>
T await_any(const Tasks& tasks, Site site = Site::here()) {
  const std::vector<Task<T>> list = detail::list_of<T>(tasks);
  if (list.empty()) {
    panic("await_any of no tasks", site);
  }
  detail::TaskEnds ends(list.size());
  detail::add_all(ends, list);
  int first = -1;
  int chosen = -1;
  for (int i = 0; chosen < 0 && (i = ends.next(site)) >= 0;) {
    first = first < 0 ? i : first;
    if (list[static_cast<std::size_t>(i)].core().outcome() == detail::TaskCore::Outcome::value) {
      chosen = i;
    }
  }
  detail::cancel_all(list);
  detail::join_quietly(list);
  return list[static_cast<std::size_t>(chosen < 0 ? first : chosen)].await(site);
}

template <typename Tasks>
auto gather(const Tasks& tasks, Site site = Site::here()) {
  return await_all(tasks, site);
}

// What is no task is its own value.
template <typename T>
  requires(!detail::is_task<T>)
const Array<T>& await_all(const Array<T>& values) {
  return values;
}

// race do spawn a; spawn b end: the first task of the block to end gives the value; the others are cancelled and joined.
// `body` spawns into the scope it is given; what its last expression gives, a task, says the type.
template <typename Body>
auto race(Body&& body, Site site = Site::here()) {
  using T = typename std::invoke_result_t<Body&, Scope&>::value_type;
  detail::ScopeSettings settings;
  settings.function = true;
  std::vector<detail::Ref<detail::TaskCore>> children;
  return detail::run_plain_scope(
      [&](Scope& tasks) {
        tasks.core().keep_children(children);
        body(tasks);
        std::vector<Task<T>> all;
        for (const detail::Ref<detail::TaskCore>& child : tasks.core().kept_children()) {
          all.push_back(Task<T>(child));
        }
        return await_first(all, site);
      },
      std::move(settings), site);
}

// TaskGroup<T>: collects the handles of tasks that a scope owns.
template <typename T>
class TaskGroup {
 public:
  TaskGroup() : group_(std::make_shared<Group>()) {}
  template <typename Body>
  Task<T> spawn(const Scope& scope, Body body, SpawnOptions options = {}, Site site = Site::here()) const {
    Task<T> task = scope.spawn(std::move(body), std::move(options), site);
    const std::lock_guard guard(group_->lock);
    group_->tasks.push_back(task);
    return task;
  }
  Array<T> join_all(Site site = Site::here()) const { return await_all(tasks(), site); }
  void cancel_all() const { detail::cancel_all(tasks()); }

 private:
  struct Group {
    std::mutex lock;  // never held across a suspension
    std::vector<Task<T>> tasks;
  };
  std::vector<Task<T>> tasks() const {
    const std::lock_guard guard(group_->lock);
    return group_->tasks;
  }

  std::shared_ptr<Group> group_;
};

}  // namespace aria
