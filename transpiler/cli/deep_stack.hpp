// Runs the compiler on a stack that every program within the limits of language.md 13.9 fits: chains of 10,000 operators are
// trees of that depth, and the phases walk them recursively. Rejected: loops over the left spine in every phase, which would
// hide the grammar's structure in a dozen places for the sake of generated programs.
#pragma once

#include <functional>

namespace ariac::cli {

// Returns what `body` returns, after it has. `body` must not throw. Where no such stack is to be had it runs on the caller's.
int on_deep_stack(const std::function<int()>& body);

}  // namespace ariac::cli
