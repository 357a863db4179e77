// What a failure says of threads and tasks.
#pragma once

#include <string>

#include "scheduler/fiber.hpp"
#include "sim/chooser.hpp"

namespace aria::detail {
class ScopeCore;
}

namespace aria::sim {

std::string describe_thread(ThreadId id, bool is_clock, const detail::Fiber& fiber);
// Of this schedule; null for none.
void describe_below(detail::ScopeCore* root);
// Every scope and task below the root, and what the tasks wait for.
std::string describe_tree();
bool somebody_is_parked();

}  // namespace aria::sim
