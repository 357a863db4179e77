// The mistakes that the virtual world can have the runtime make, to see that its tests notice.
#pragma once

#include <cstdint>

namespace aria::detail {

enum class Mutant : std::uint8_t {
  none,
#define ARIA_MUTANT(name, mistake) name,
#include "sim/mutants.def"
#include "sim/worker_mutants.def"
#undef ARIA_MUTANT
  count
};

}  // namespace aria::detail
