// Reading one escape.
#include "parse/escapes.hpp"

#include <algorithm>
#include <cstdint>

#include "source/utf8.hpp"

namespace ariac::parse {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string encode(char32_t scalar) {
  std::string out;
  if (scalar < 0x80) return {static_cast<char>(scalar)};
  if (scalar < 0x800) {
    out += static_cast<char>(0xC0 | scalar >> 6);
  } else if (scalar < 0x10000) {
    out += static_cast<char>(0xE0 | scalar >> 12);
    out += static_cast<char>(0x80 | (scalar >> 6 & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | scalar >> 18);
    out += static_cast<char>(0x80 | (scalar >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (scalar >> 6 & 0x3F));
  }
  out += static_cast<char>(0x80 | (scalar & 0x3F));
  return out;
}

// The scalar of `digits`; `\u{…}` may not name a surrogate or anything above U+10FFFF.
Escape of_digits(std::string_view digits, std::size_t length) {
  std::uint64_t value = 0;
  for (char c : digits) {
    if (hex_digit(c) < 0) return {{}, length, false};
    value = std::min<std::uint64_t>(value * 16 + static_cast<unsigned>(hex_digit(c)), 0x110000);
  }
  const bool scalar = !digits.empty() && value <= 0x10FFFF && !(value >= 0xD800 && value < 0xE000);
  return {scalar ? encode(static_cast<char32_t>(value)) : std::string(), length, scalar};
}

}  // namespace

Escape read_escape(std::string_view text) {
  if (text.size() < 2) return {{}, text.size(), false};
  switch (text[1]) {
    case 'n': return {"\n", 2, true};
    case 't': return {"\t", 2, true};
    case 'r': return {"\r", 2, true};
    case '0': return {std::string(1, '\0'), 2, true};
    case '\\': case '"': case '\'': case '#': case '`': return {std::string(1, text[1]), 2, true};
    case 'x': return text.size() < 4 ? Escape{{}, text.size(), false} : of_digits(text.substr(2, 2), 4);
    case 'u': {
      const std::size_t close = text.find('}');
      if (text.size() < 3 || text[2] != '{' || close == std::string_view::npos) return {{}, 2, false};
      return of_digits(text.substr(3, close - 3), close + 1);
    }
    default: {
      const source::Scalar scalar = source::decode_scalar(text, 1);
      return {{}, 1 + std::max<std::size_t>(scalar.length, 1), false};
    }
  }
}

}  // namespace ariac::parse
