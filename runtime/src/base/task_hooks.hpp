// What the base library asks of a scheduler, if there is one.
#pragma once

namespace aria::detail {

struct TaskHooks {
  void (*enter_cleanup)() noexcept;
  void (*leave_cleanup)() noexcept;
};

// `hooks` must live as long as the program.
void install_task_hooks(const TaskHooks& hooks) noexcept;

}  // namespace aria::detail
