// What the protocols ask of the world that they run in. This is the virtual one: one thread of the system plays all
// threads of the program, and at every point somebody chooses which of them goes on (sim/virtual_threads.hpp).
#pragma once

#include <cstdint>

#include "sim/mutant.hpp"

namespace aria::detail::world {

void point(const char* what) noexcept;

using Test = bool (*)(const void* context);
void block(Test done, const void* context) noexcept;

template <typename Done>
void wait_until(const Done& done) noexcept {
  block([](const void* context) { return static_cast<bool>((*static_cast<const Done*>(context))()); }, &done);
}

// Ends the schedule as a failure.
[[noreturn]] void broken(const char* rule) noexcept;

inline void require(bool holds, const char* rule) noexcept {
  if (!holds) {
    broken(rule);
  }
}

// How often something happens before it counts as usual: programs are small here.
constexpr std::uint32_t often(std::uint32_t) noexcept { return 2; }

extern Mutant active_mutant;
inline bool mutated(Mutant mutant) noexcept { return active_mutant == mutant; }

class Alive {
 public:
  Alive() noexcept = default;
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;
  ~Alive() { *const_cast<volatile std::uint32_t*>(&mark_) = 0; }
  void check() const noexcept { require(mark_ == alive, "something was used after its end"); }

 private:
  static constexpr std::uint32_t alive = 0xA11FE;
  std::uint32_t mark_ = alive;
};

}  // namespace aria::detail::world
