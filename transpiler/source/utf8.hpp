// UTF-8: checking, counting and stepping through scalars.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ariac::source {

// One scalar read from a text; `length` is 0 where the bytes are not valid UTF-8.
struct Scalar {
  char32_t value = 0;
  std::size_t length = 0;
};

Scalar decode_scalar(std::string_view text, std::size_t offset);

// Where the first byte stands that is not part of valid UTF-8 (overlong forms and surrogates are not).
std::optional<std::size_t> first_invalid_utf8(std::string_view text, std::size_t from = 0);

// The number of scalars of a text; each invalid byte counts as one.
std::size_t count_scalars(std::string_view text);

}  // namespace ariac::source
