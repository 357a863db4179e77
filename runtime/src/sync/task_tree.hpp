// Texts about scopes and tasks for reports.
#pragma once

#include <string>

#include <aria/detail/scope_core.hpp>

namespace aria::detail {

// One indented line per scope and task.
std::string describe_tasks(ScopeCore& root);
// Only the tasks that wait, with what they wait for and where. Empty if there are none.
std::string describe_parked_tasks(ScopeCore& root);

}  // namespace aria::detail
