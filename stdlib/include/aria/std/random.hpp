// Random numbers: xoshiro256**, seeded by splitmix64.
#pragma once

#include <cstdint>
#include <optional>

#include <aria/std/array.hpp>
#include <aria/std/range.hpp>

namespace aria {

class Random {
 public:
  explicit Random(Int seed);
  static Random from_entropy();

  Int next() noexcept { return Int::raw(static_cast<std::int64_t>(bits())); }
  Int int_(const Range<Int>& range);
  double float_() noexcept { return static_cast<double>(bits() >> 11) * 0x1p-53; }
  bool bool_() noexcept { return bits() >> 63 != 0; }
  template <typename T>
  std::optional<T> pick(const Array<T>& xs) {
    return xs.is_empty() ? std::nullopt : std::optional<T>(xs[int_(range_exclusive(0, xs.len()))]);
  }
  template <typename T>
  Array<T> shuffle(Array<T> xs) {
    for (Int i = xs.len() - 1; i > 0; --i) {
      xs.swap(i, int_(range(0, i)));
    }
    return xs;
  }

 private:
  std::uint64_t bits() noexcept;
  std::uint64_t state_[4];
};

// From one generator a thread, seeded from entropy.
double random();
Int random_int(const Range<Int>& range);
void seed_random(Int seed);

}  // namespace aria
