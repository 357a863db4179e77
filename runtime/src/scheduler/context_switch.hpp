// Contexts: a stack and a place to continue on it.
//
// Four operations: create, switch_to, retire, adopt_thread. Nothing else in the runtime touches stack pointers.
//
// Invariants
// - A context is on at most one processor: `running` is true from the moment somebody decides to switch to it until its
//   stack has been left. Whoever resumes a context waits for the flag, so a waker may queue a context that is still on
//   its way out (this replaces a lock held across the switch).
// - C++ keeps per-thread exception state (__cxa_eh_globals). It belongs to the context: where there is any, it is saved,
//   zeroed and restored here.
// - Nothing that caches a thread-local address may be inlined around switch_to: it is out of line, with a barrier.
#pragma once

#include <atomic>
#include <cstddef>

namespace aria::detail {

struct StackMemory {
  char* bottom = nullptr;  // lowest usable address
  std::size_t size = 0;
};

// The beginning of __cxa_eh_globals, as the Itanium C++ ABI lays it out.
struct ExceptionState {
  void* caught = nullptr;
  unsigned uncaught = 0;
};

struct Context {
  void* saved = nullptr;
  void (*entry)(Context& self) = nullptr;
  std::atomic<bool> running{false};
  StackMemory stack;
  ExceptionState exceptions;                       // while it does not run
  ExceptionState* exceptions_of_thread = nullptr;  // while it runs: the state of its thread
  void* tsan_fiber = nullptr;
  void* asan_fake_stack = nullptr;
};

namespace context {

using Entry = void (*)(Context& self);

// Makes `context` start in `entry`, which never returns, at its first switch_to.
void create(Context& context, StackMemory stack, Entry entry);

// Leaves `from`, the running context, and continues `to`. Returns when `from` is continued, maybe on another thread.
void switch_to(Context& from, Context& to);

// Frees what sanitizers hold for a context that will not run again. Its stack is the caller's.
void retire(Context& context);

// Makes `context` stand for the calling thread's own stack.
void adopt_thread(Context& context);

}  // namespace context
}  // namespace aria::detail
