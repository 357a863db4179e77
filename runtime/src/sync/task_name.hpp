// The running task's name for reports; async-signal-safe.
#pragma once

namespace aria::detail {
const char* name_of_running_task() noexcept;
}  // namespace aria::detail
