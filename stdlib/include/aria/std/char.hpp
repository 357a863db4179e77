// One Unicode scalar value.
//
//   for (aria::Char c : word) if (c.is_letter()) …
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include <aria/std/int.hpp>

namespace aria {

class Char {
 public:
  constexpr Char() noexcept = default;
  constexpr Char(char32_t scalar) noexcept : scalar_(scalar) {}
  // An ASCII character; 'é' and its like are written U'é'.
  constexpr Char(char ascii) noexcept : scalar_(static_cast<unsigned char>(ascii)) {}

  static std::optional<Char> from_code(Int code);

  constexpr char32_t value() const noexcept { return scalar_; }
  constexpr Int code() const noexcept { return static_cast<std::int64_t>(scalar_); }
  constexpr Int to_int() const noexcept { return code(); }

  constexpr bool is_ascii() const noexcept { return scalar_ < 0x80; }
  constexpr bool is_digit() const noexcept { return scalar_ - U'0' < 10; }
  bool is_letter() const noexcept { return is_ascii() ? (scalar_ | 0x20) - U'a' < 26 : is_letter_beyond_ascii(); }
  bool is_alphanumeric() const noexcept { return is_digit() || is_letter(); }
  bool is_whitespace() const noexcept {
    return is_ascii() ? scalar_ == U' ' || scalar_ - 9 < 5 : is_whitespace_beyond_ascii();
  }
  bool is_upper() const noexcept { return is_ascii() ? scalar_ - U'A' < 26 : is_upper_beyond_ascii(); }
  bool is_lower() const noexcept { return is_ascii() ? scalar_ - U'a' < 26 : is_lower_beyond_ascii(); }
  bool is_punctuation() const noexcept;
  constexpr bool is_control() const noexcept { return scalar_ < 0x20 || scalar_ - 0x7F < 0x21; }
  Char to_upper() const noexcept;
  Char to_lower() const noexcept;
  std::optional<Int> to_digit(Int base = 10) const;
  constexpr Int byte_len() const noexcept { return scalar_ < 0x80 ? 1 : scalar_ < 0x800 ? 2 : scalar_ < 0x10000 ? 3 : 4; }
  Char offset(Int by) const;
  String repeat(Int n) const;
  String to_string() const;

  friend constexpr bool operator==(Char, Char) noexcept = default;
  friend constexpr std::strong_ordering operator<=>(Char, Char) noexcept = default;

 private:
  bool is_letter_beyond_ascii() const noexcept;
  bool is_whitespace_beyond_ascii() const noexcept;
  bool is_upper_beyond_ascii() const noexcept;
  bool is_lower_beyond_ascii() const noexcept;

  char32_t scalar_ = 0;
};

namespace detail {

// Appends the UTF-8 form.
void append_utf8(std::string& out, char32_t scalar);

// Reads one scalar of valid UTF-8 and moves behind it.
inline char32_t decode_utf8(const char*& at) noexcept {
  const auto byte = [&at](int i) { return static_cast<char32_t>(static_cast<unsigned char>(at[i])); };
  const char32_t lead = byte(0);
  if (lead < 0x80) {
    at += 1;
    return lead;
  }
  if (lead < 0xE0) {
    const char32_t scalar = (lead & 0x1F) << 6 | (byte(1) & 0x3F);
    at += 2;
    return scalar;
  }
  if (lead < 0xF0) {
    const char32_t scalar = (lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    at += 3;
    return scalar;
  }
  const char32_t scalar = (lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
  at += 4;
  return scalar;
}

}  // namespace detail
}  // namespace aria
