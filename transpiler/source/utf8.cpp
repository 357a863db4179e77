// Decoding one scalar at a time.
#include "source/utf8.hpp"

namespace ariac::source {

namespace {

struct Form {
  std::size_t length;
  char32_t lead_bits;
  char32_t smallest;   // below it the form is overlong
};

Form form_of(unsigned char lead) {
  if (lead < 0x80) return {1, lead, 0};
  if (lead >= 0xC2 && lead < 0xE0) return {2, static_cast<char32_t>(lead & 0x1F), 0x80};
  if (lead >= 0xE0 && lead < 0xF0) return {3, static_cast<char32_t>(lead & 0x0F), 0x800};
  if (lead >= 0xF0 && lead < 0xF5) return {4, static_cast<char32_t>(lead & 0x07), 0x10000};
  return {0, 0, 0};
}

}  // namespace

Scalar decode_scalar(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return {};
  const Form form = form_of(static_cast<unsigned char>(text[offset]));
  if (form.length == 0 || offset + form.length > text.size()) return {};
  char32_t value = form.lead_bits;
  for (std::size_t i = 1; i < form.length; ++i) {
    const auto byte = static_cast<unsigned char>(text[offset + i]);
    if ((byte & 0xC0) != 0x80) return {};
    value = value << 6 | (byte & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value < 0xE000;
  if (value < form.smallest || value > 0x10FFFF || surrogate) return {};
  return {value, form.length};
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    const Scalar scalar = decode_scalar(text, i);
    if (scalar.length == 0) return i;
    i += scalar.length;
  }
  return std::nullopt;
}

std::size_t count_scalars(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    const Scalar scalar = decode_scalar(text, i);
    i += scalar.length == 0 ? 1 : scalar.length;
  }
  return count;
}

}  // namespace ariac::source
