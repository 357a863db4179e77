// One line of execution that can park: a carrier of a worker, a fiber with a stack of its own, or a foreign thread.
//
// A worker always runs on some carrier. A job is a plain call on the carrier's stack; only if it parks does that carrier
// become the job's fiber, and the worker goes on with another one. So a task that never parks costs no stack.
#pragma once

#include <atomic>
#include <cstdint>

#include "scheduler/context_switch.hpp"

namespace aria::detail {

class Job;
class Scheduler;
class TaskCore;

struct Fiber : Context {
  TaskCore* task = nullptr;         // what runs on it now
  Scheduler* scheduler = nullptr;   // null: a foreign thread
  Fiber* next_free = nullptr;       // in a worker's list of idle carriers
  Job* only_job = nullptr;          // of a fiber with a stack of its own, which was made for it
  std::atomic<std::int32_t> pinned_to{-1};     // worker that must run it, or -1
  std::atomic<std::uint32_t> thread_wakeups{0};  // foreign threads wait here
  int suspension_bans = 0;          // > 0: suspending is a bug
};

// The calling thread's own fiber, if it is no worker.
Fiber& foreign_fiber() noexcept;

// Stops the running fiber until somebody calls unpark once. The caller has published `fiber` to exactly one waker, which
// may call unpark before, during or after this call.
void park() noexcept;
void unpark(Fiber& fiber) noexcept;
// As unpark, but those that can go on already are first: for hand-offs that will come again soon.
void unpark_in_turn(Fiber& fiber) noexcept;

// Lets others run first.
void yield_fiber() noexcept;

}  // namespace aria::detail
