// xoshiro256** by Blackman and Vigna, written from its description.
#include <aria/std/random.hpp>

#include <bit>
#include <random>

namespace aria {

namespace {

Random& shared() {
  thread_local Random generator = Random::from_entropy();
  return generator;
}

}  // namespace

Random::Random(Int seed) {
  std::uint64_t state = static_cast<std::uint64_t>(seed.value());
  for (std::uint64_t& word : state_) {  // splitmix64
    state += 0x9E3779B97F4A7C15;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    word = z ^ (z >> 31);
  }
}

Random Random::from_entropy() {
  std::random_device device;
  const std::uint64_t seed = static_cast<std::uint64_t>(device()) << 32 | device();
  return Random(Int::wrap(seed));
}

std::uint64_t Random::bits() noexcept {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

Int Random::int_(const Range<Int>& range) {
  if (range.is_empty()) {
    detail::fail("a random number of an empty range");
  }
  // Lemire's method, without its rejection where the range has 2^64 values.
  const std::uint64_t size = static_cast<std::uint64_t>(range.last().value()) - static_cast<std::uint64_t>(range.first().value()) + 1;
  std::uint64_t drawn = bits();
  if (size != 0) {
    const std::uint64_t unfair = (0 - size) % size;
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>(drawn) * size;
    while (static_cast<std::uint64_t>(product) < unfair) {
      product = static_cast<Wide>(bits()) * size;
    }
    drawn = static_cast<std::uint64_t>(product >> 64);
  }
  return Int::wrap(static_cast<std::uint64_t>(range.first().value()) + drawn);
}

double random() { return shared().float_(); }
Int random_int(const Range<Int>& range) { return shared().int_(range); }
void seed_random(Int seed) { shared() = Random(seed); }

}  // namespace aria
