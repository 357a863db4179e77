// Hashing of bytes: 16 at a time through the folded product, the rest padded with their number.
#include <aria/std/hash.hpp>

#include <cstring>

namespace aria::detail {

std::uint64_t hash_bytes(std::string_view bytes) noexcept {
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t seed = 0x9E3779B97F4A7C15 ^ left;
  const auto word = [](const char* from, std::size_t size) {
    std::uint64_t value = 0;
    std::memcpy(&value, from, size);
    return value;
  };
  for (; left > 16; at += 16, left -= 16) {
    seed = mix(word(at, 8) ^ 0xA0761D6478BD642F, word(at + 8, 8) ^ seed);
  }
  const std::uint64_t low = left >= 8 ? word(at, 8) : word(at, left);
  const std::uint64_t high = left > 8 ? word(at + 8, left - 8) : 0;
  return mix(mix(low ^ 0xE7037ED1A0B428DB, high ^ seed), 0x8EBC6AF09C88C6E3);
}

}  // namespace aria::detail
