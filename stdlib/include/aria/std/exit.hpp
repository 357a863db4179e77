// Leaving a function call from a block that was given to it.
//
//   aria::Int stopped = aria::breakable<aria::Int>([&](const auto& leave) {
//     return scan(items, [&](aria::Int x) { if (x == 2) leave(99); });
//   });
//   if (const auto answer = aria::returning<aria::Int>([&](const auto& leave) { … leave(7); … })) {
//     return *answer;
//   }
//
// `leave` unwinds to the call that made it and no further; no rescue sees it. It may be called as long as that call runs.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>

namespace aria {

namespace detail {

struct Leaving {
  const void* exit;

  // In a handler of it: what leaves for another call goes on.
  void stop_at(const void* wanted) const {
    if (exit != wanted) {
      throw;
    }
  }
};

template <typename T>
class Exit {
 public:
  Exit() = default;
  Exit(const Exit&) = delete;
  Exit& operator=(const Exit&) = delete;

  [[noreturn]] void operator()(T value) const {
    value_.emplace(std::move(value));
    throw Leaving{this};
  }
  T take() const { return *std::move(value_); }

 private:
  mutable std::optional<T> value_;
};

template <>
class Exit<void> {
 public:
  Exit() = default;
  Exit(const Exit&) = delete;
  Exit& operator=(const Exit&) = delete;

  [[noreturn]] void operator()() const { throw Leaving{this}; }
};

}  // namespace detail

// What the body left with, if it did.
template <typename T, typename Body>
std::optional<T> returning(Body&& body) {
  const detail::Exit<T> exit;
  try {
    body(exit);
  } catch (const detail::Leaving& leaving) {
    leaving.stop_at(&exit);
    return std::optional<T>(exit.take());
  }
  return std::nullopt;
}
template <typename Body>
bool returning(Body&& body) {
  const detail::Exit<void> exit;
  try {
    body(exit);
  } catch (const detail::Leaving& leaving) {
    leaving.stop_at(&exit);
    return true;
  }
  return false;
}

// What the body gives, or what it left with.
template <typename T, typename Body>
T breakable(Body&& body) {
  const detail::Exit<T> exit;
  try {
    return body(exit);
  } catch (const detail::Leaving& leaving) {
    leaving.stop_at(&exit);
    return exit.take();
  }
}
template <typename Body>
void breakable(Body&& body) {
  returning(std::forward<Body>(body));
}

}  // namespace aria
