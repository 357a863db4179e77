// What the protocols ask of the world that they run in. This is the real one: threads of the system, nothing to decide.
//
// The virtual world has a file of this name too (src/sim/seam). Which of the two is meant is settled by the include path
// when an archive is built, so the protocols themselves are the same text in both, and this one costs nothing.
#pragma once

#include <cstdint>

#include "scheduler/pause.hpp"
#include "sim/mutant.hpp"

namespace aria::detail::world {

// Before an access to what threads share: here others may come first. `what` names the access in a trace.
inline void point(const char*) noexcept {}

// Until some other thread has made `done` true.
template <typename Done>
void wait_until(const Done& done) noexcept {
  for (Backoff backoff; !done();) {
    backoff.pause();
  }
}

// A rule that holds unless the runtime is broken.
constexpr void require(bool, const char*) noexcept {}

// How often something happens before it counts as usual.
constexpr std::uint32_t often(std::uint32_t times) noexcept { return times; }

// Is the runtime to make this mistake? Only the virtual world can be told to.
constexpr bool mutated(Mutant) noexcept { return false; }

// A member of what must not be used after its end.
struct Alive {
  void check() const noexcept {}
};

}  // namespace aria::detail::world
