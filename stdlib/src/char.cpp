// Characters beyond ASCII: properties and case from utf8proc.
#include <utf8proc.h>

#include <aria/std/char.hpp>
#include <aria/std/string.hpp>

namespace aria {

namespace {

utf8proc_category_t category(char32_t scalar) { return utf8proc_category(static_cast<utf8proc_int32_t>(scalar)); }

bool is_scalar(std::int64_t code) { return code >= 0 && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF); }

}  // namespace

std::optional<Char> Char::from_code(Int code) {
  return is_scalar(code.value()) ? std::optional<Char>(static_cast<char32_t>(code.value())) : std::nullopt;
}

bool Char::is_letter_beyond_ascii() const noexcept {
  const utf8proc_category_t kind = category(scalar_);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool Char::is_whitespace_beyond_ascii() const noexcept {
  const utf8proc_category_t kind = category(scalar_);
  return kind == UTF8PROC_CATEGORY_ZS || kind == UTF8PROC_CATEGORY_ZL || kind == UTF8PROC_CATEGORY_ZP || scalar_ == 0x85;
}

bool Char::is_upper_beyond_ascii() const noexcept { return category(scalar_) == UTF8PROC_CATEGORY_LU; }
bool Char::is_lower_beyond_ascii() const noexcept { return category(scalar_) == UTF8PROC_CATEGORY_LL; }

bool Char::is_punctuation() const noexcept {
  const utf8proc_category_t kind = category(scalar_);
  const bool ascii_symbol = is_ascii() && kind >= UTF8PROC_CATEGORY_SM && kind <= UTF8PROC_CATEGORY_SO;
  return ascii_symbol || (kind >= UTF8PROC_CATEGORY_PC && kind <= UTF8PROC_CATEGORY_PO);
}

Char Char::to_upper() const noexcept {
  if (is_ascii()) {
    return is_lower() ? Char(static_cast<char32_t>(scalar_ - 0x20)) : *this;
  }
  if (scalar_ == U'ß') {  // its upper case is two letters: String::to_upper writes them
    return *this;
  }
  return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(scalar_)));
}

Char Char::to_lower() const noexcept {
  if (is_ascii()) {
    return is_upper() ? Char(static_cast<char32_t>(scalar_ + 0x20)) : *this;
  }
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(scalar_)));
}

std::optional<Int> Char::to_digit(Int base) const {
  if (base < 2 || base > 36) {
    detail::fail("a base must be from 2 to 36");
  }
  const char32_t letter = scalar_ | 0x20;
  const std::int64_t digit = is_digit() ? scalar_ - U'0' : is_ascii() && is_letter() ? letter - U'a' + 10 : 36;
  return digit < base ? std::optional<Int>(digit) : std::nullopt;
}

Char Char::offset(Int by) const {
  const Int code = this->code() + by;
  if (!is_scalar(code.value())) {
    detail::fail("overflow: no character has the code " + std::to_string(code.value()));
  }
  return static_cast<char32_t>(code.value());
}

String Char::repeat(Int n) const { return to_string().repeat(n); }

String Char::to_string() const {
  std::string text;
  detail::append_utf8(text, scalar_);
  return String::trusted(std::move(text));
}

template <typename Rep>
Char Integer<Rep>::to_char() const {
  const std::optional<Char> made = Char::from_code(to_int());
  if (!made) {
    detail::fail("overflow: no character has the code " + std::to_string(value_));
  }
  return *made;
}

namespace detail {

void append_utf8(std::string& out, char32_t scalar) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (scalar < 0x80) {
    put(scalar);
  } else if (scalar < 0x800) {
    put(0xC0 | scalar >> 6);
    put(0x80 | (scalar & 0x3F));
  } else if (scalar < 0x10000) {
    put(0xE0 | scalar >> 12);
    put(0x80 | (scalar >> 6 & 0x3F));
    put(0x80 | (scalar & 0x3F));
  } else {
    put(0xF0 | scalar >> 18);
    put(0x80 | (scalar >> 12 & 0x3F));
    put(0x80 | (scalar >> 6 & 0x3F));
    put(0x80 | (scalar & 0x3F));
  }
}

}  // namespace detail

template Char Integer<std::int8_t>::to_char() const;
template Char Integer<std::int16_t>::to_char() const;
template Char Integer<std::int32_t>::to_char() const;
template Char Integer<std::int64_t>::to_char() const;
template Char Integer<std::uint8_t>::to_char() const;
template Char Integer<std::uint16_t>::to_char() const;
template Char Integer<std::uint32_t>::to_char() const;
template Char Integer<std::uint64_t>::to_char() const;

}  // namespace aria
