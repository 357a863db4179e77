// Comparing, hashing and showing recurse as deep as a value is, and a task's stack is bounded: from a certain depth on they
// go on upon stacks of their own, each as large as a task's, which end with the recursion.
//
//   return detail::deeper([&] { return hash_of(*box); });
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace aria::detail {

// How many levels share the stack they began on.
inline constexpr int levels_on_first_stack = 32;
// What the code at one level may need, that of a program's own `to_string` among it.
inline constexpr std::uintptr_t room_of_a_level = std::uintptr_t{128} * 1024;

struct Depth {
  std::uintptr_t low = 0;      // of the stack made last, while it runs
  std::uintptr_t high = 0;
  int levels = 0;              // open on the stack they began on
};
extern constinit thread_local Depth depth;

// Errors that leave `call` pass on to the caller.
[[gnu::cold]] void on_stack_of_its_own(void (*call)(void*), void* what);

class OpenLevel {
 public:
  OpenLevel() noexcept { ++depth.levels; }
  ~OpenLevel() { --depth.levels; }
  OpenLevel(const OpenLevel&) = delete;
  OpenLevel& operator=(const OpenLevel&) = delete;
};

template <typename F>
std::invoke_result_t<F> deeper(F f) {
  using R = std::invoke_result_t<F>;
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  if (here > depth.low && here < depth.high) {
    if (here - depth.low > room_of_a_level) {
      return f();
    }
  } else if (depth.levels < levels_on_first_stack) {
    const OpenLevel open;
    return f();
  }
  if constexpr (std::is_void_v<R>) {
    on_stack_of_its_own([](void* what) { (*static_cast<F*>(what))(); }, &f);
  } else {
    struct Outcome {
      F& f;
      std::optional<R> value;
    } outcome{f, std::nullopt};
    on_stack_of_its_own([](void* what) { static_cast<Outcome*>(what)->value.emplace(static_cast<Outcome*>(what)->f()); }, &outcome);
    return *std::move(outcome.value);
  }
}

}  // namespace aria::detail
