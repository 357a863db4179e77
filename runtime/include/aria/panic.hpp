// Panics: the end of a task that met a broken promise (overflow, index, contract, unwrap of None).
//
// A panic unwinds the task and runs its defers; no rescue sees it. Reaching main it ends the program with status 101
// and a trace of Aria lines. This header is what the basic value types include, so it holds nothing else.
#pragma once

#include <string_view>

#include <aria/site.hpp>

namespace aria {

// Ends the current task. Thread-safe; the text is copied.
[[noreturn]] void panic(std::string_view message, Site site = Site::here());

// Stands for the value of what never gives one, behind it; reaching it is undefined behaviour.
template <class T>
[[noreturn]] T unreachable() {
  __builtin_unreachable();
}

}  // namespace aria
