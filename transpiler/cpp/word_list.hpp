// A set of words kept as one string, a blank before and behind each: long tables that stay readable.
#pragma once

#include <cstddef>
#include <string_view>

namespace ariac::cpp {

constexpr bool has_word(std::string_view list, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = list.find(word, 1); at != std::string_view::npos; at = list.find(word, at + 1)) {
    if (list[at - 1] == ' ' && list[at + word.size()] == ' ') return true;
  }
  return false;
}

}  // namespace ariac::cpp
