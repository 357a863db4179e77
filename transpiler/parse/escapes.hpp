// One escape of a string: `\n \t \r \0 \\ \" \' \# \xHH \u{…}`; a backslash before any other mark is refused.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ariac::parse {

struct Escape {
  std::string value;         // UTF-8; empty when not valid
  std::size_t length = 1;    // in the source, the backslash included
  bool valid = false;
};

// `text` starts with the backslash.
Escape read_escape(std::string_view text);

}  // namespace ariac::parse
