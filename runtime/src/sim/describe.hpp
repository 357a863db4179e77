// What a failure says of threads and tasks.
#pragma once

#include <string>

#include "scheduler/fiber.hpp"
#include "sim/chooser.hpp"

namespace aria::sim {

std::string describe_thread(ThreadId id, bool is_clock, const detail::Fiber& fiber);
// The whole tree that the task belongs to.
std::string describe_tree_of(detail::TaskCore& task);

}  // namespace aria::sim
