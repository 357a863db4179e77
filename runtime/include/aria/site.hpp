// Where something happens in the Aria source.
//
// A function that wants to know its caller ends its parameter list with `Site site = Site::here()`. Builds carry
// `#line`, so file and line are those of the .aria file.
#pragma once

#include <cstdint>

namespace aria {

struct Site {
  const char* file = nullptr;
  std::uint32_t line = 0;

  static constexpr Site here(const char* file = __builtin_FILE(), std::uint32_t line = __builtin_LINE()) noexcept {
    return Site{file, line};
  }

  constexpr explicit operator bool() const noexcept { return file != nullptr; }
};

}  // namespace aria
