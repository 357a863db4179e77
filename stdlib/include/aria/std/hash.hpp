// Hashing of anything: aria::hash(x), and what Map and Set index by.
//
// A hand-written Hash wins. Built in for numbers, text, tuples, Option, containers (in their headers), and every type
// with reflect() or ARIA_ENUM. Equal values hash equal; the numbers differ between versions of the library.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <aria/std/record.hpp>
#include <aria/std/traits.hpp>
#include <aria/std/unit.hpp>

namespace aria {

namespace detail {

// Folds the 128-bit product: every input bit reaches every output bit.
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}
constexpr std::uint64_t hash_word(std::uint64_t word) noexcept { return mix(word ^ 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03); }
constexpr std::uint64_t combine(std::uint64_t seed, std::uint64_t hash) noexcept {
  return mix(seed ^ 0x8BB84B93962EACC9, hash ^ 0x2D358DCCAA6C78A5);
}
std::uint64_t hash_bytes(std::string_view bytes) noexcept;

// Specialised per built-in type: static std::uint64_t of(const T&).
template <typename T>
struct Hasher;

template <typename T>
concept OwnHash = requires(const T& x) { { x.hash() } -> std::same_as<Int>; };

template <typename T>
std::uint64_t hash_of(const T& x) {
  if constexpr (Written<Hash<T>>) {
    return hash_word(static_cast<std::uint64_t>(Hash<T>::hash(x).value()));
  } else if constexpr (OwnHash<T>) {
    return hash_word(static_cast<std::uint64_t>(x.hash().value()));
  } else {
    return Hasher<T>::of(x);
  }
}

template <typename Rep>
struct Hasher<Integer<Rep>> {
  static constexpr std::uint64_t of(Integer<Rep> x) noexcept { return hash_word(static_cast<std::uint64_t>(x.value())); }
};
template <>
struct Hasher<bool> {
  static constexpr std::uint64_t of(bool x) noexcept { return hash_word(x); }
};
template <std::floating_point F>
struct Hasher<F> {
  static std::uint64_t of(F x) noexcept { return hash_word(std::bit_cast<std::uint64_t>(x == 0 ? 0.0 : static_cast<double>(x))); }
};
template <>
struct Hasher<Char> {
  static constexpr std::uint64_t of(Char c) noexcept { return hash_word(c.value()); }
};
template <>
struct Hasher<Unit> {
  static constexpr std::uint64_t of(Unit) noexcept { return 0; }
};
template <>
struct Hasher<String> {
  static std::uint64_t of(const String& s) noexcept { return hash_bytes(s); }
};
template <typename T>
struct Hasher<std::optional<T>> {
  static std::uint64_t of(const std::optional<T>& o) { return o ? combine(1, hash_of(*o)) : 0; }
};
template <typename... Ts>
struct Hasher<std::tuple<Ts...>> {
  static std::uint64_t of(const std::tuple<Ts...>& t) {
    return std::apply([](const Ts&... parts) { return all(parts...); }, t);
  }
  static std::uint64_t all(const Ts&... parts) {
    std::uint64_t seed = sizeof...(Ts);
    ((seed = combine(seed, hash_of(parts))), ...);
    return seed;
  }
};
template <Reflected T>
struct Hasher<T> {
  static std::uint64_t of(const T& x) {
    return x.reflect().apply([](const auto&... fields) {
      std::uint64_t seed = sizeof...(fields);
      ((seed = combine(seed, hash_of(fields.value))), ...);
      return seed;
    });
  }
};
template <Enum T>
struct Hasher<T> {
  static std::uint64_t of(const T& x) {
    return x.visit_variant([&x](const auto& variant) { return combine(x.value.index(), hash_of(variant)); });
  }
};

}  // namespace detail

template <typename Self>
struct Hash {
  using built_in = void;
  static Int hash(const Self& self) {
    if constexpr (detail::OwnHash<Self>) {
      return self.hash();
    } else {
      return static_cast<std::int64_t>(detail::Hasher<Self>::of(self) >> 1);
    }
  }
};

template <typename T>
Int hash(const T& x) {
  return Hash<T>::hash(x);
}

}  // namespace aria
