// Random choices of the runtime.
#pragma once

#include <cstdint>

namespace aria::detail {

std::uint64_t random_number() noexcept;

}  // namespace aria::detail
