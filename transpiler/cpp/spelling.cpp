// Escapes for identifiers, string literals, comments and #line paths.
#include "cpp/spelling.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "cpp/macro_names.hpp"

namespace ariac::cpp {

namespace {

// Keywords, alternative tokens, and lower-case names that some system headers define as macros.
constexpr std::array keywords = std::to_array<std::string_view>(
    {"alignas",      "alignof",     "and",           "and_eq",       "asm",          "assert",    "auto",
     "bitand",       "bitor",       "bool",          "break",        "case",         "catch",     "char",
     "char16_t",     "char32_t",    "char8_t",       "class",        "co_await",     "co_return", "co_yield",
     "compl",        "concept",     "const",         "const_cast",   "consteval",    "constexpr", "constinit",
     "continue",     "decltype",    "default",       "delete",       "do",           "double",    "dynamic_cast",
     "else",         "enum",        "errno",         "explicit",     "export",       "extern",    "false",
     "float",        "for",         "friend",        "goto",         "if",           "inline",    "int",
     "linux",        "long",        "major",         "minor",        "mutable",      "namespace", "new",
     "noexcept",     "not",         "not_eq",        "nullptr",      "operator",     "or",        "or_eq",
     "private",      "protected",   "public",        "register",     "reinterpret_cast", "requires", "return",
     "short",        "signed",      "sizeof",        "static",       "static_assert", "static_cast", "stderr",
     "stdin",        "stdout",      "struct",        "switch",       "template",     "this",      "thread_local",
     "throw",        "true",        "try",           "typedef",      "typeid",       "typename",  "union",
     "unix",         "unsigned",    "using",         "virtual",      "void",         "volatile",  "wchar_t",
     "while",        "xor",         "xor_eq"});

struct Scalar {
  char32_t value;
  std::size_t length;  // 0: not UTF-8
};

Scalar decode(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() < length) return {0, 0};
  char32_t value = lead & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 0};
    value = value << 6 | (byte(i) & 0x3F);
  }
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const bool valid = value >= smallest[length] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  return valid ? Scalar{value, length} : Scalar{0, 0};
}

// Whether a reader sees the character as what it is.
bool readable(char32_t c) {
  if (c < 0x80) return c >= 0x20 && c != 0x7F;
  if (c < 0xA1 || c == 0xAD || c == 0x61C || c == 0xFEFF) return false;
  if (c >= 0x200B && c <= 0x200F) return false;
  if (c >= 0x2028 && c <= 0x202F) return false;
  if (c >= 0x2060 && c <= 0x206F) return false;
  if (c >= 0xE000 && c <= 0xF8FF) return false;
  return c < 0xE0000 && (c < 0xFFF0 || c > 0xFFFF);
}

std::string formatted(const char* format, unsigned value) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, value);
  return buffer.data();
}

void append_scalar(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
  } else if (c < 0x10000) {
    out += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
  } else {
    out += {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 0x3F)), static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
  }
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

bool is_cpp_keyword(std::string_view name) { return std::ranges::find(keywords, name) != keywords.end(); }

std::string spell_identifier(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size();) {
    const Scalar scalar = decode(name.substr(i));
    if (scalar.length == 1 && is_word(name[i])) {
      out += name[i];
    } else {
      out += formatted("_u%04X", scalar.length == 0 ? static_cast<unsigned char>(name[i]) : scalar.value);
    }
    i += std::max<std::size_t>(scalar.length, 1);
  }
  if (out.empty() || (out[0] >= '0' && out[0] <= '9')) out.insert(0, "n");
  for (std::size_t at = out.find("__"); at != std::string::npos; at = out.find("__")) out.replace(at, 2, "_");
  const bool reserved = out.size() > 1 && out[0] == '_' && out[1] >= 'A' && out[1] <= 'Z';
  if (reserved) out.insert(0, "n");
  if (is_cpp_keyword(out) || is_macro_name(out)) out += '_';
  return out;
}

std::string spell_string(std::string_view bytes) {
  std::string out = "\"";
  for (std::size_t i = 0; i < bytes.size();) {
    const Scalar scalar = decode(bytes.substr(i));
    if (scalar.length == 0) {
      out += formatted("\\%03o", static_cast<unsigned char>(bytes[i]));
      ++i;
      continue;
    }
    switch (scalar.value) {
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '\r': out += "\\r"; break;
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      default:
        if (readable(scalar.value)) {
          out += bytes.substr(i, scalar.length);
        } else {
          for (const char c : bytes.substr(i, scalar.length)) out += formatted("\\%03o", static_cast<unsigned char>(c));
        }
    }
    i += scalar.length;
  }
  return out + '"';
}

std::string spell_char(char32_t scalar) {
  switch (scalar) {
    case U'\n': return "U'\\n'";
    case U'\t': return "U'\\t'";
    case U'\r': return "U'\\r'";
    case U'\0': return "U'\\0'";
    case U'\'': return "U'\\''";
    case U'\\': return "U'\\\\'";
    default: break;
  }
  if (!readable(scalar)) return formatted("U'\\x%X'", scalar);
  std::string out = "U'";
  append_scalar(out, scalar);
  return out + "'";
}

std::string spell_comment(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size();) {
    const Scalar scalar = decode(line.substr(i));
    if (scalar.length == 0) {
      out += formatted("<%02X>", static_cast<unsigned char>(line[i]));
      ++i;
      continue;
    }
    if (readable(scalar.value)) {
      out += line.substr(i, scalar.length);
    } else if (scalar.value == '\t') {
      out += ' ';
    } else if (scalar.value != '\r' && scalar.value != '\n') {
      out += formatted("<U+%04X>", scalar.value);
    }
    i += scalar.length;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  if (!out.empty() && out.back() == '\\') out += '.';
  return out;
}

std::string spell_line_directive(int line, std::string_view file) {
  return "#line " + std::to_string(line) + " " + spell_string(file);
}

}  // namespace ariac::cpp
