// Waiting for what a test needs to have happened, without sleeping: a task is parked when it has linked itself into the
// lists of what it waits for.
#pragma once

#include <aria/concurrency.hpp>

namespace rules {

// Stress tests do less where a sanitizer makes everything slow.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr int slowdown = 4;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
inline constexpr int slowdown = 20;
#else
inline constexpr int slowdown = 1;
#endif
#else
inline constexpr int slowdown = 1;
#endif

inline bool is_parked(const aria::detail::TaskHandle& task) {
  return task.core().parked_on.load(std::memory_order_acquire) != nullptr;
}

inline void until_parked(const aria::detail::TaskHandle& task) {
  while (!is_parked(task) && !task.is_finished()) {
    aria::yield_now();
  }
}

struct Boom {
  int n;
};

// The number of the Boom that the call raises; 0 if it raises none.
template <typename Call>
int boom_of(Call&& call) {
  aria::Caught<Boom> caught;
  try {
    call();
  } catch (const aria::Raised<Boom>& raised) {
    caught = raised;
  }
  return caught ? (*caught).n : 0;
}

template <typename Call>
bool raises_cancelled(Call&& call) {
  aria::Caught<aria::Cancelled> caught;
  try {
    call();
  } catch (const aria::Raised<aria::Cancelled>& raised) {
    caught = raised;
  }
  return static_cast<bool>(caught);
}

}  // namespace rules
