// How numbers and text look when nothing says otherwise.
#include <aria/std/text.hpp>

#include <charconv>
#include <cmath>
#include <cstring>

namespace aria::detail {

namespace {

template <typename I>
void append_number(std::string& out, I value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

// Shortest digits that read back; plain notation from 1e-5 up to 1e16, else 1.5e-7.
template <typename F>
void append_float(std::string& out, F value) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-inf" : "inf";
    return;
  }
  const F size = std::fabs(value);
  const bool plain = size == 0 || (size >= F{1e-5} && size < F{1e16});
  char digits[64];
  const char* const end =
      std::to_chars(digits, digits + sizeof digits, value, plain ? std::chars_format::fixed : std::chars_format::scientific).ptr;
  std::string_view text(digits, static_cast<std::size_t>(end - digits));
  if (plain) {
    out += text;
    if (text.find('.') == std::string_view::npos) {
      out += ".0";
    }
    return;
  }
  const std::size_t e = text.find('e');
  out += text.substr(0, e + 1);
  text.remove_prefix(e + 1);
  if (text.starts_with('-')) {
    out += '-';
  }
  text.remove_prefix(1);
  out += text.substr(std::min(text.find_first_not_of('0'), text.size()));
}

void append_escaped(std::string& out, char32_t scalar, char32_t quote) {
  switch (scalar) {
    case U'\n': out += "\\n"; return;
    case U'\t': out += "\\t"; return;
    case U'\r': out += "\\r"; return;
    case U'\0': out += "\\0"; return;
    case U'\\': out += "\\\\"; return;
    default: break;
  }
  if (scalar == quote) {
    out += '\\';
  }
  if (scalar < 0x20 || scalar == 0x7F) {
    static constexpr char hex[] = "0123456789ABCDEF";
    out += "\\x";
    out += hex[scalar >> 4];
    out += hex[scalar & 15];
    return;
  }
  append_utf8(out, scalar);
}

}  // namespace

void show_signed(std::string& out, std::int64_t value) { append_number(out, value); }
void show_unsigned(std::string& out, std::uint64_t value) { append_number(out, value); }
void show_float(std::string& out, double value) { append_float(out, value); }
void show_float(std::string& out, float value) { append_float(out, value); }

void show_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char* at = text.data(); at != text.data() + text.size();) {
    const char32_t scalar = decode_utf8(at);
    if (scalar == U'#' && at != text.data() + text.size() && *at == '{') {
      out += '\\';
    }
    append_escaped(out, scalar, U'"');
  }
  out += '"';
}

void show_quoted(std::string& out, Char c) {
  out += '\'';
  append_escaped(out, c.value(), U'\'');
  out += '\'';
}

}  // namespace aria::detail
