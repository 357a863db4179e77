// Deadlines that call back: one queue for the process, in the order of the exact deadlines, served by a thread of its own
// that starts with the first timer.
//
// add and remove are thread-safe. A callback runs on the timer thread without any lock held; it must not suspend. After
// remove returns, the callback is neither running nor going to run.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "scheduler/spin_lock.hpp"
#include "time/timer_wheel.hpp"

namespace aria::detail {

std::int64_t real_nanoseconds() noexcept;

struct TimerNode {
  using Fire = void (*)(TimerNode& self);

  explicit TimerNode(Fire callback) noexcept : fire(callback) {}
  TimerNode(const TimerNode&) = delete;
  TimerNode& operator=(const TimerNode&) = delete;

  static constexpr std::size_t in_wheel = SIZE_MAX;

  enum class State : std::uint8_t { idle, queued, firing };

  Fire fire;
  std::int64_t deadline = 0;
  std::int64_t period = 0;  // > 0: fires again and again, on an aligned schedule
  std::uint64_t order = 0;  // among equal deadlines, the first added fires first
  TimerNode* next = nullptr;  // in the wheel
  TimerNode* previous = nullptr;
  std::size_t index = in_wheel;  // in the heap
  std::atomic<State> state{State::idle};
  bool is_let_go = false;  // fires once and is idle before it does: it may be gone when the callback returns, and remove does not wait for that
  [[no_unique_address]] world::Alive alive;
};

class TimerQueue {
 public:
  static TimerQueue& shared();

  void add(TimerNode& node, std::int64_t deadline);
  // True if the timer had not fired. Waits for a callback that is running.
  bool remove(TimerNode& node);

  // Timers queued or firing.
  std::size_t pending() const noexcept { return pending_.load(std::memory_order_seq_cst); }

  // Virtual time: no thread; time moves only through advance_to_next and advance_to.
  void use_virtual_time(std::int64_t start);
  void use_real_time();
  bool is_virtual() const noexcept { return virtual_.load(std::memory_order_relaxed); }
  // Fires the earliest timers and sets the clock to their deadline; false if there are none.
  bool advance_to_next();
  void advance_to(std::int64_t time);

 private:
  void serve();
  TimerNode* take_due(std::int64_t now);  // with the lock held, as those below
  std::int64_t next_look() const noexcept;
  void enqueue(TimerNode& node);
  void push(TimerNode& node);
  void fire(TimerNode& node);
  void sift_up(std::size_t index);
  void sift_down(std::size_t index);
  void place(TimerNode* node, std::size_t index);

  SpinLock lock_;
  std::vector<TimerNode*> heap_ ARIA_GUARDED_BY(lock_);  // up to the wheel's horizon
  TimerWheel wheel_ ARIA_GUARDED_BY(lock_);
  std::uint64_t next_order_ ARIA_GUARDED_BY(lock_) = 0;
  bool thread_started_ ARIA_GUARDED_BY(lock_) = false;
  std::int64_t sleeping_until_ ARIA_GUARDED_BY(lock_) = 0;
  std::atomic<std::uint32_t> epoch_{0};
  std::atomic<std::size_t> pending_{0};
  std::atomic<bool> virtual_{false};
};

}  // namespace aria::detail
