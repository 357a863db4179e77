// What tells of events outside of the process. There is at most one, and a program without descriptors has none; who makes it is io/reactor.
//
// It has no thread. Who looks at it:
//   an idle worker    the last that falls asleep waits in it instead of on its futex (idle_workers.cpp); one at a time
//   a napping worker  before each nap
//   a busy worker     at every 61st pick, if nobody has looked for a while
//   the watcher       if nobody has looked for longer (overdue.cpp); so a worker that runs one item for ever holds nobody up
// Only one thread at a time is inside: else somebody who looks could take the interrupt that was meant for the one who waits.
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>

#include "seam/world.hpp"

namespace aria::detail {

std::int64_t real_nanoseconds() noexcept;

class Poller {
 public:
  // Null before the first descriptor.
  static Poller* of_process() noexcept { return process_poller_.load(std::memory_order_acquire); }

  // Serves what has happened, without waiting; false if that was nothing.
  virtual bool poll() noexcept = 0;
  // Waits until something has happened and serves it; ends after so long (negative: never), or by interrupt.
  virtual void wait(std::int64_t nanoseconds) noexcept = 0;
  // Ends the wait that goes on, or else the next one.
  virtual void interrupt() noexcept = 0;

  // Operations that wait for an event.
  void expect() noexcept { expected_.fetch_add(1, std::memory_order_seq_cst); }
  void expect_no_more() noexcept { expected_.fetch_sub(1, std::memory_order_seq_cst); }
  bool is_expected() const noexcept { return expected_.load(std::memory_order_seq_cst) != 0; }

  // Who may wait: one thread at a time. Looks are short, so a look that goes on is waited for: whoever falls asleep last has to get in. Each side
  // says that it comes, then looks for the other.
  bool try_attend() noexcept {
    if (attended_.exchange(true, std::memory_order_seq_cst)) {
      return false;
    }
    world::wait_until([this] { return !looking_.load(std::memory_order_seq_cst); });
    return true;
  }
  void leave() noexcept {
    last_look_.store(real_nanoseconds(), std::memory_order_relaxed);
    attended_.store(false, std::memory_order_release);
  }
  bool is_attended() const noexcept { return attended_.load(std::memory_order_relaxed); }

  // Polls if there is somebody to serve and nobody waits; true if something had happened.
  bool look() noexcept {
    if (!is_expected() || is_attended() || looking_.exchange(true, std::memory_order_seq_cst)) {
      return false;
    }
    bool happened = false;
    if (!attended_.load(std::memory_order_seq_cst)) {
      last_look_.store(real_nanoseconds(), std::memory_order_relaxed);
      happened = poll();
    }
    looking_.store(false, std::memory_order_release);
    return happened;
  }
  // As look, if that was not done for so long.
  bool look_if_neglected(std::int64_t nanoseconds) noexcept {
    return is_expected() && real_nanoseconds() - last_look_.load(std::memory_order_relaxed) >= nanoseconds && look();
  }

 protected:
  ~Poller() = default;
  static void install(Poller& poller) noexcept { process_poller_.store(&poller, std::memory_order_release); }

 private:
  static inline std::atomic<Poller*> process_poller_{nullptr};

  std::atomic<std::int64_t> expected_{0};
  std::atomic<std::int64_t> last_look_{0};
  std::atomic<bool> attended_{false};
  std::atomic<bool> looking_{false};
};

}  // namespace aria::detail
