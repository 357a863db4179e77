// What bytes look like.
#include <aria/std/bytes.hpp>

#include <string>

namespace aria {

String Bytes::to_hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes_.size());
  for (const UInt8 byte : *this) {
    text += digits[byte.value() >> 4];
    text += digits[byte.value() & 15];
  }
  return text;
}

}  // namespace aria
