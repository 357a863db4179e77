// Digests: 128-bit content hashes, the names under which the build cache keeps things.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace ariac::driver {

// A content hash. Equal contents have equal digests; the reverse is assumed (128 bits, no adversary: the cache is the user's own).
struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend bool operator==(const Digest&, const Digest&) = default;

  // 32 lower-case hexadecimal digits.
  std::string hex() const;
  static std::optional<Digest> from_hex(std::string_view text);
};

// Collects the parts of a key. Each part is framed by its length, so that ("ab", "c") and ("a", "bc") differ.
class KeyBuilder {
 public:
  KeyBuilder& add(std::string_view part);
  KeyBuilder& add(const Digest& part);
  Digest digest() const;

 private:
  std::string parts_;
};

Digest digest_of(std::string_view text);

// The digest of a file's content; nothing when it cannot be read.
std::optional<Digest> digest_of_file(const std::filesystem::path& file);

// The whole content of a file; nothing when it cannot be read.
std::optional<std::string> read_whole_file(const std::filesystem::path& file);

}  // namespace ariac::driver
