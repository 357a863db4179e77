// Threads of the scheduler, and waiting that is a matter of real time. The virtual world has a file of this name too.
#pragma once

#include <pthread.h>
#include <time.h>

#include <atomic>
#include <cstdint>
#include <thread>

#include "base/stack_overflow.hpp"
#include "scheduler/pause.hpp"

namespace aria::detail {

std::int64_t real_nanoseconds() noexcept;

namespace world {

using Thread = std::thread;

// What a thread does while it is a worker.
template <typename Main>
void as_worker(const Main& main) {
  const OverflowStack overflow_stack;
  main();
}
template <typename Main>
Thread start_worker(Main main) {
  return Thread([main] { as_worker(main); });
}

// A thread that looks after the others now and then.
template <typename Main>
Thread start_watcher(Main main) {
  return Thread(main);
}

// How long a thread has been on a processor, for others to ask. Negative: it has not begun, or has ended.
class ThreadClock {
 public:
  // By the thread itself.
  void begin() noexcept {
    clockid_t id;
    if (pthread_getcpuclockid(pthread_self(), &id) == 0) {
      id_.store(id, std::memory_order_relaxed);
    }
  }
  std::int64_t nanoseconds() const noexcept {
    timespec time;
    const clockid_t id = id_.load(std::memory_order_relaxed);
    return id == none || clock_gettime(id, &time) != 0 ? -1 : static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
  }

 private:
  static constexpr clockid_t none = CLOCK_REALTIME;  // of no thread
  std::atomic<clockid_t> id_{none};
};

// For so long, or until it is `enough`.
template <typename Enough>
void spin(std::int64_t nanoseconds, const Enough& enough) {
  for (const std::int64_t end = real_nanoseconds() + nanoseconds; real_nanoseconds() < end && !enough();) {
    cpu_pause();
  }
}

}  // namespace world
}  // namespace aria::detail
