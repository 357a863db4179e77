// The machine's part of a context: a stack pointer with the registers that a call preserves stacked below it.
//
// Two backends, chosen when the runtime is configured (ARIA_SWITCH): `native`, own assembly for x86-64 and aarch64, and
// `boost`, which runs wherever Boost.Context does.
#pragma once

#include <cstddef>

#include "scheduler/sanitizers.hpp"

namespace aria::detail::stack_switch {

// Where a new stack begins, with what the first switch to it passed. Never returns.
using Begin = void (*)(void* message);

// The saved pointer of a stack that has not begun.
void* make(char* top, std::size_t size, Begin begin);

// Stores the running stack's pointer in *saved and continues `to`. Returns, when somebody continues *saved, what that
// switch passed. *saved is set once the other side runs.
void* jump(void** saved, void* to, void* message);

const char* backend() noexcept;

}  // namespace aria::detail::stack_switch

#if defined(ARIA_SWITCH_NATIVE)
extern "C" void* aria_switch_stacks(void** saved, void* to, void* message);
ARIA_NOT_INSTRUMENTED inline void* aria::detail::stack_switch::jump(void** saved, void* to, void* message) {
  return aria_switch_stacks(saved, to, message);
}
#endif
