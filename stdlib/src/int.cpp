// Digits of integers.
#include <algorithm>
#include <cstdint>

#include <aria/std/array.hpp>
#include <aria/std/int.hpp>

namespace aria {

template <typename Rep>
Array<Int> Integer<Rep>::digits() const {
  Array<Int> digits;
  std::uint64_t left = value_ < 0 ? 0 - static_cast<std::uint64_t>(value_) : static_cast<std::uint64_t>(value_);
  do {
    digits.push(static_cast<std::int64_t>(left % 10));
    left /= 10;
  } while (left != 0);
  digits.reverse_mut();
  return digits;
}

template <typename Rep>
String Integer<Rep>::to_base(Int base) const {
  if (base < 2 || base > 36) {
    detail::fail("a base must be from 2 to 36");
  }
  const std::uint64_t divisor = static_cast<std::uint64_t>(base.value());
  std::string text;
  std::uint64_t left = value_ < 0 ? 0 - static_cast<std::uint64_t>(value_) : static_cast<std::uint64_t>(value_);
  do {
    text += "0123456789abcdefghijklmnopqrstuvwxyz"[left % divisor];
    left /= divisor;
  } while (left != 0);
  if (value_ < 0) {
    text += '-';
  }
  std::reverse(text.begin(), text.end());
  return String::trusted(std::move(text));
}

#define ARIA_INSTANTIATE(Rep)                        \
  template Array<Int> Integer<Rep>::digits() const;  \
  template String Integer<Rep>::to_base(Int) const;
ARIA_INSTANTIATE(std::int8_t)
ARIA_INSTANTIATE(std::int16_t)
ARIA_INSTANTIATE(std::int32_t)
ARIA_INSTANTIATE(std::int64_t)
ARIA_INSTANTIATE(std::uint8_t)
ARIA_INSTANTIATE(std::uint16_t)
ARIA_INSTANTIATE(std::uint32_t)
ARIA_INSTANTIATE(std::uint64_t)

}  // namespace aria
