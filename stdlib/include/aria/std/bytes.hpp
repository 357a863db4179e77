// Raw bytes.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include <aria/std/array.hpp>

namespace aria {

class Bytes {
 public:
  using iterator = const UInt8*;

  Bytes() = default;
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  static Bytes from_array(const Array<UInt8>& bytes) { return Bytes(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())); }

  Int len() const noexcept { return static_cast<std::int64_t>(bytes_.size()); }
  bool is_empty() const noexcept { return bytes_.empty(); }
  UInt8 operator[](Int i) const {
    if (static_cast<std::uint64_t>(i.value()) >= bytes_.size()) [[unlikely]] {
      detail::fail_index(i.value(), len().value());
    }
    return begin()[i.value()];
  }
  Bytes operator[](const Range<Int>& range) const {
    const auto [first, stop] = detail::slice_bounds(range, len());
    return Bytes(std::string_view(bytes_).substr(first, stop - first));
  }
  Bytes operator[](RangeFrom range) const { return (*this)[range_exclusive(range.first, len())]; }
  Bytes operator[](RangeTo range) const { return (*this)[range_exclusive(0, range.stop)]; }
  // An integer class is as large as what it holds, so the bytes are read as UInt8 in place.
  iterator begin() const noexcept { return reinterpret_cast<const UInt8*>(bytes_.data()); }
  iterator end() const noexcept { return begin() + bytes_.size(); }
  std::string_view view() const noexcept { return bytes_; }

  std::optional<UInt8> get(Int i) const { return i < 0 || i >= len() ? std::nullopt : std::optional<UInt8>((*this)[i]); }
  void push(UInt8 byte) { bytes_ += static_cast<char>(byte.value()); }
  void append(const Bytes& other) { bytes_ += other.bytes_; }
  void clear() noexcept { bytes_.clear(); }
  std::optional<Int> index_of(UInt8 byte) const {
    const std::size_t at = bytes_.find(static_cast<char>(byte.value()));
    return at == std::string::npos ? std::nullopt : std::optional<Int>(at);
  }
  bool contains(UInt8 byte) const { return index_of(byte).has_value(); }
  bool starts_with(const Bytes& part) const noexcept { return bytes_.starts_with(part.bytes_); }
  bool ends_with(const Bytes& part) const noexcept { return bytes_.ends_with(part.bytes_); }
  Array<UInt8> to_array() const { return Array<UInt8>(begin(), end()); }
  String to_string() const { return String(bytes_); }
  String to_hex() const;

  Bytes& operator+=(const Bytes& other) {
    append(other);
    return *this;
  }
  friend Bytes operator+(const Bytes& a, const Bytes& b) { return Bytes(a.bytes_ + b.bytes_); }
  friend bool operator==(const Bytes&, const Bytes&) = default;
  friend std::strong_ordering operator<=>(const Bytes&, const Bytes&) = default;

 private:
  std::string bytes_;
};

namespace detail {
template <>
struct Shown<Bytes> {
  static void inspect(std::string& out, const Bytes& bytes) { show_sequence(out, '[', bytes, ']'); }
  static void display(std::string& out, const Bytes& bytes) { out += bytes.to_string().str(); }
};
template <>
struct Hasher<Bytes> {
  static std::uint64_t of(const Bytes& bytes) noexcept { return hash_bytes(bytes.view()); }
};
}  // namespace detail
}  // namespace aria
