// A task's locals are an immutable map that children share at spawn; setting a value makes a new map.
#include <aria/task_local.hpp>

#include <map>

#include <aria/detail/task_core.hpp>

namespace aria::detail {

struct LocalValues {
  std::map<const void*, LocalValue> values;
};

namespace {

LocalValue find_in(const LocalValues* locals, const void* key) {
  if (locals == nullptr) {
    return {};
  }
  const auto found = locals->values.find(key);
  return found == locals->values.end() ? LocalValue{} : found->second;
}

// Out of line with a barrier: a fiber may continue on another thread, so the address must be computed anew.
[[gnu::noinline]] LocalValues& of_this_thread() noexcept {
  asm volatile("");
  static thread_local LocalValues values;
  return values;
}

}  // namespace

LocalValue find_task_local(const void* key) {
  const TaskCore* task = current_task();
  return task == nullptr ? find_in(&of_this_thread(), key) : find_in(task->locals.get(), key);
}

void set_task_local(const void* key, LocalValue value) {
  TaskCore* task = current_task();
  if (task == nullptr) {
    set_thread_local(key, std::move(value));
    return;
  }
  auto changed = task->locals ? std::make_shared<LocalValues>(*task->locals) : std::make_shared<LocalValues>();
  changed->values[key] = std::move(value);
  task->locals = std::move(changed);
}

LocalValue find_thread_local(const void* key) { return find_in(&of_this_thread(), key); }

void set_thread_local(const void* key, LocalValue value) { of_this_thread().values[key] = std::move(value); }

}  // namespace aria::detail
