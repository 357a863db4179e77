// Who waits for a child that nobody has begun runs it itself, as a call: no other stack, no switch.
//
// Legal because the waiter would do nothing else before the child's end, and whatever cancels the wait cancels the child,
// too: the innermost thing that can cancel the waiter is the child's own scope.
#pragma once

#include <aria/detail/task_core.hpp>

namespace aria::detail {

// False: that is not possible, and nothing has happened. The caller holds the child; `site` is where it waits, for
// reports.
bool run_in_place(TaskCore& child, const char* reason, Site site) noexcept;

}  // namespace aria::detail
