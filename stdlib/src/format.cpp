// aria::format: patterns, specs, padding. The grammar of a spec is [[fill]align][sign][#][0][width][.precision][type].
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

#include <aria/std/text.hpp>

namespace aria::detail {

namespace {

class SpecReader {
 public:
  explicit SpecReader(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  FormatSpec read() {
    FormatSpec spec;
    read_alignment(spec);
    if (at_ != end_ && (*at_ == '+' || *at_ == '-' || *at_ == ' ')) {
      spec.sign = *at_++;
    }
    spec.alternate = take('#');
    spec.zero = take('0');
    spec.width = read_number();
    if (take('.')) {
      spec.precision = read_number();
    }
    if (at_ != end_) {
      spec.type = *at_++;
    }
    if (at_ != end_) {
      fail("malformed format spec");
    }
    return spec;
  }

 private:
  static bool is_align(char c) { return c == '<' || c == '>' || c == '^'; }

  void read_alignment(FormatSpec& spec) {
    if (at_ == end_) {
      return;
    }
    const char* behind_fill = at_;
    const char32_t fill = decode_utf8(behind_fill);
    if (behind_fill < end_ && is_align(*behind_fill)) {
      spec.fill = fill;
      spec.align = *behind_fill;
      at_ = behind_fill + 1;
    } else if (is_align(*at_)) {
      spec.align = *at_++;
    }
  }
  bool take(char c) {
    const bool found = at_ != end_ && *at_ == c;
    at_ += found ? 1 : 0;
    return found;
  }
  int read_number() {
    int n = 0;
    const auto [stop, problem] = std::from_chars(at_, end_, n);
    if (problem == std::errc::result_out_of_range || n > 1'000'000) {
      fail("a width or precision in a format spec is too large");
    }
    at_ = stop;
    return n;
  }

  const char* at_;
  const char* end_;
};

// As `std::format` estimates it: two columns for what East Asian fonts and emoji draw wide.
int columns(char32_t scalar) {
  struct Wide {
    char32_t first, last;
  };
  static constexpr Wide wide[] = {{0x1100, 0x115F},   {0x2329, 0x232A},   {0x2E80, 0x303E},   {0x3040, 0xA4CF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
                                  {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF},
                                  {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD}};
  for (const Wide& range : wide) {
    if (scalar <= range.last) {
      return scalar >= range.first ? 2 : 1;
    }
  }
  return 1;
}

int columns(std::string_view text) {
  int n = 0;
  for (const char *at = text.data(), *end = at + text.size(); at < end;) {
    n += columns(decode_utf8(at));
  }
  return n;
}

void append_fill(std::string& out, char32_t fill, int n) {
  for (; n > 0; --n) {
    append_utf8(out, fill);
  }
}

// `sign` ("-0x") stands before zeros that fill the width.
void append_padded(std::string& out, std::string_view sign, std::string_view body, const FormatSpec& spec, char default_align) {
  const int gap = spec.width - columns(sign) - columns(body);
  if (spec.zero && spec.align == '\0' && default_align == '>') {
    out += sign;
    append_fill(out, U'0', gap);
    out += body;
    return;
  }
  const char align = spec.align != '\0' ? spec.align : default_align;
  const int left = align == '>' ? gap : align == '^' ? gap / 2 : 0;
  append_fill(out, spec.fill, left);
  out += sign;
  out += body;
  append_fill(out, spec.fill, gap - (left > 0 ? left : 0));
}

const char* sign_of(bool negative, const FormatSpec& spec) { return negative ? "-" : spec.sign == '+' ? "+" : spec.sign == ' ' ? " " : ""; }

void append_integer(std::string& out, bool negative, std::uint64_t size, const FormatSpec& spec) {
  int base = 10;
  const char* prefix = "";
  switch (spec.type) {
    case '\0': case 'd': break;
    case 'x': base = 16; prefix = "0x"; break;
    case 'X': base = 16; prefix = "0X"; break;
    case 'b': base = 2; prefix = "0b"; break;
    case 'o': base = 8; prefix = "0"; break;
    case 'c': {
      std::string text;
      append_utf8(text, Int(size).to_char().value());
      append_padded(out, "", text, spec, '<');
      return;
    }
    default: {
      const double value = static_cast<double>(size);
      append_float(out, negative ? -value : value, spec);
      return;
    }
  }
  char digits[72];
  char* const end = std::to_chars(digits, digits + sizeof digits, size, base).ptr;
  if (spec.type == 'X') {
    for (char* c = digits; c != end; ++c) {
      *c = *c >= 'a' ? static_cast<char>(*c - 0x20) : *c;
    }
  }
  std::string sign = sign_of(negative, spec);
  sign += spec.alternate ? prefix : "";
  append_padded(out, sign, {digits, static_cast<std::size_t>(end - digits)}, spec, '>');
}

}  // namespace

void append_signed(std::string& out, std::int64_t value, const FormatSpec& spec) {
  append_integer(out, value < 0, value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value), spec);
}

void append_unsigned(std::string& out, std::uint64_t value, const FormatSpec& spec) { append_integer(out, false, value, spec); }

void append_float(std::string& out, double value, const FormatSpec& spec) {
  std::string body;
  const double size = std::fabs(value);
  if (!std::isfinite(value)) {
    body = std::isnan(value) ? "NaN" : "inf";
  } else if (spec.precision < 0 && spec.type == '\0') {
    show_float(body, size);
  } else {
    const char kind = spec.type == '\0' ? 'g' : spec.type;
    if (std::strchr("fFeEgG%d", kind) == nullptr) {
      fail("this format type does not fit a Float");
    }
    const char form[] = {'%', '.', '*', kind == '%' || kind == 'F' || kind == 'd' ? 'f' : kind, '\0'};
    const int precision = kind == 'd' ? 0 : spec.precision < 0 ? 6 : spec.precision;
    const double shown = kind == '%' ? size * 100 : kind == 'd' ? std::trunc(size) : size;
    body.resize(static_cast<std::size_t>(std::snprintf(nullptr, 0, form, precision, shown)));
    std::snprintf(body.data(), body.size() + 1, form, precision, shown);
    body += kind == '%' ? "%" : "";
  }
  append_padded(out, sign_of(std::signbit(value) && !std::isnan(value), spec), body, spec, '>');
}

void append_text(std::string& out, std::string_view text, const FormatSpec& spec) {
  if (spec.precision >= 0) {
    int room = spec.precision;
    const char* at = text.data();
    for (const char *next = at, *end = at + text.size(); next < end && (room -= columns(decode_utf8(next))) >= 0;) {
      at = next;
    }
    text = text.substr(0, static_cast<std::size_t>(at - text.data()));
  }
  append_padded(out, "", text, spec, '<');
}

void append_format(std::string& out, std::string_view pattern, const FormatArg* args, std::size_t count) {
  std::size_t next = 0;
  while (!pattern.empty()) {
    const std::size_t brace = pattern.find_first_of("{}");
    out += pattern.substr(0, brace);
    if (brace == std::string_view::npos) {
      return;
    }
    const char kind = pattern[brace];
    pattern.remove_prefix(brace + 1);
    if (pattern.starts_with(kind)) {
      out += kind;
      pattern.remove_prefix(1);
      continue;
    }
    const std::size_t close = pattern.find('}');
    if (kind == '}' || close == std::string_view::npos || next == count) {
      fail("malformed format pattern");
    }
    const FormatArg& arg = args[next++];
    if (pattern.starts_with(':') && close > 1) {
      const FormatSpec spec = SpecReader(pattern.substr(1, close - 1)).read();
      arg.append(out, arg.value, &spec);
    } else {
      arg.append(out, arg.value, nullptr);
    }
    pattern.remove_prefix(close + 1);
  }
}

}  // namespace aria::detail
