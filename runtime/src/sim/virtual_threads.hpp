// Threads that one thread of the system plays, one at a time. Which goes on is chosen at every point (seam/world.hpp).
//
// A schedule is one run of a body and of all threads that it starts, from nothing to the last thread's end. It fails when
// a rule is broken, when no thread can go on (deadlock), or when it does not end.
//
// Invariants
// - A thread runs until it meets a point, waits or ends; nothing else switches. So between two points it is alone.
// - A thread that waits can go on exactly when its condition holds; conditions are looked at, never signalled, so the
//   world itself can lose no wake-up.
// - Virtual time moves when nothing else can go on; with racing time also at any other moment, as if all were slow.
// - After a failure the other threads are abandoned where they stand: their stacks are used again, nothing is unwound.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scheduler/context_switch.hpp"
#include "scheduler/fiber.hpp"
#include "seam/world.hpp"
#include "sim/chooser.hpp"

namespace aria::detail {
class Job;
struct Worker;
}  // namespace aria::detail

namespace aria::sim {

struct Outcome {
  std::string failure;  // empty: all is well
  Choices choices;
  std::string trace;    // if it was asked for
  bool failed() const noexcept { return !failure.empty(); }
};

struct Settings {
  bool racing_time = true;
  bool traced = false;
  std::uint32_t most_steps = 20'000;
};

class VirtualThreads {
 public:
  using Main = void (*)(void* argument);

  // The failure of a schedule that does not end.
  static constexpr const char* endless = "no end in sight";

  // Why a parked thread waits.
  static constexpr const char* to_be_woken = "to be woken";

  static VirtualThreads& shared();
  VirtualThreads(const VirtualThreads&) = delete;
  VirtualThreads& operator=(const VirtualThreads&) = delete;

  // Runs one schedule on the calling thread.
  Outcome run(Chooser& chooser, const Settings& settings, Main main, void* argument);

  // Called by threads of the schedule.
  bool inside() const noexcept { return current_ != nullptr; }
  void start(Main main, void* argument);
  // Ends a thread that has not begun, if the chooser likes to. False: it goes on, has begun, or there is none such.
  bool withdraw(Main main, const void* argument) noexcept;
  void point(const char* what) noexcept;
  // Timed: may go on at any moment, as if the time were over.
  enum class Limit { none, timed };
  void block(detail::world::Test done, const void* context, const char* why, Limit limit = Limit::none) noexcept;
  std::uint32_t number(std::uint32_t limit) noexcept;
  [[noreturn]] void fail(std::string what) noexcept;
  // The fiber of the running thread. Outside of schedules there is one, too.
  detail::Fiber& fiber() noexcept;

 private:
  struct Thread;
  VirtualThreads();
  ~VirtualThreads();

  static void begin(void* world);
  Thread& new_thread(Main main, void* argument);
  void start_clock();
  // Chooses who goes on, and goes there. The running thread can go on itself, unless it is `leaving`.
  void choose(bool leaving, const char* what) noexcept;
  void collect(bool leaving) noexcept;
  void go_to(Thread& next) noexcept;
  void go_home() noexcept;
  void trace(const Thread& next, const char* what);
  std::string describe_deadlock() const;

  std::vector<std::unique_ptr<Thread>> threads_;  // the first count_ of them belong to this schedule
  std::uint32_t count_ = 0;
  std::uint32_t alive_ = 0;                       // without the clock
  Thread* current_ = nullptr;
  std::vector<ThreadId> ready_;
  bool goes_on_ = false;
  void* home_ = nullptr;
  std::uint32_t steps_ = 0;
  bool looking_ = false;  // conditions are being looked at: their loads are no points
  Chooser* chooser_ = nullptr;
  Settings settings_;
  Outcome outcome_;
  detail::Fiber outside_;
};

}  // namespace aria::sim
