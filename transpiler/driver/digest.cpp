// Digests over xxHash's 128-bit function.
#include "driver/digest.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <charconv>
#include <fstream>
#include <sstream>

namespace ariac::driver {

std::string Digest::hex() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(32, '0');
  for (int i = 0; i < 16; ++i) {
    text[15 - i] = digits[(high >> (4 * i)) & 15];
    text[31 - i] = digits[(low >> (4 * i)) & 15];
  }
  return text;
}

std::optional<Digest> Digest::from_hex(std::string_view text) {
  if (text.size() != 32) {
    return std::nullopt;
  }
  Digest digest;
  const char* middle = text.data() + 16;
  const auto first = std::from_chars(text.data(), middle, digest.high, 16);
  const auto second = std::from_chars(middle, middle + 16, digest.low, 16);
  if (first.ptr != middle || second.ptr != middle + 16) {
    return std::nullopt;
  }
  return digest;
}

KeyBuilder& KeyBuilder::add(std::string_view part) {
  parts_ += std::to_string(part.size());
  parts_ += ':';
  parts_ += part;
  return *this;
}

KeyBuilder& KeyBuilder::add(const Digest& part) { return add(part.hex()); }

Digest KeyBuilder::digest() const { return digest_of(parts_); }

Digest digest_of(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return {hash.high64, hash.low64};
}

std::optional<Digest> digest_of_file(const std::filesystem::path& file) {
  const std::optional<std::string> text = read_whole_file(file);
  if (!text) {
    return std::nullopt;
  }
  return digest_of(*text);
}

std::optional<std::string> read_whole_file(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    return std::nullopt;
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return std::nullopt;
  }
  std::ostringstream content;
  content << in.rdbuf();
  if (in.bad()) {
    return std::nullopt;
  }
  return std::move(content).str();
}

}  // namespace ariac::driver
