// StrongId: a 32-bit index that cannot be mixed up with another kind of index.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace ariac::support {

template <typename Tag>
class StrongId {
 public:
  constexpr StrongId() = default;
  constexpr explicit StrongId(std::uint32_t index) : index_(index) {}

  constexpr std::uint32_t index() const { return index_; }
  constexpr bool valid() const { return index_ != kNone; }
  constexpr explicit operator bool() const { return valid(); }

  friend constexpr auto operator<=>(StrongId, StrongId) = default;

 private:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  std::uint32_t index_ = kNone;
};

}  // namespace ariac::support

template <typename Tag>
struct std::hash<ariac::support::StrongId<Tag>> {
  std::size_t operator()(ariac::support::StrongId<Tag> id) const noexcept { return id.index() * 0x9E3779B97F4A7C15ull; }
};
