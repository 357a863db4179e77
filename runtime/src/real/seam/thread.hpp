// Threads of the scheduler, and waiting that is a matter of real time. The virtual world has a file of this name too.
#pragma once

#include <cstdint>
#include <thread>

#include "base/stack_overflow.hpp"
#include "scheduler/pause.hpp"

namespace aria::detail {

std::int64_t real_nanoseconds() noexcept;

namespace world {

using Thread = std::thread;

template <typename Main>
Thread start_worker(Main main) {
  return Thread([main] {
    const OverflowStack overflow_stack;
    main();
  });
}

// A thread that looks after the others now and then.
template <typename Main>
Thread start_watcher(Main main) {
  return Thread(main);
}

// For so long, or until it is `enough`.
template <typename Enough>
void spin(std::int64_t nanoseconds, const Enough& enough) {
  for (const std::int64_t end = real_nanoseconds() + nanoseconds; real_nanoseconds() < end && !enough();) {
    cpu_pause();
  }
}

}  // namespace world
}  // namespace aria::detail
