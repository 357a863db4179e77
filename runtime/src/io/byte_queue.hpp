// Bytes that have come and were not taken yet. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

namespace aria::detail {

class ByteQueue {
 public:
  bool empty() const noexcept { return first_ == last_; }
  std::size_t size() const noexcept { return last_ - first_; }
  std::string_view view() const noexcept { return {bytes_.get() + first_, size()}; }

  // Room for at least `wanted` bytes after the last, at `tail`.
  void make_room(std::size_t wanted) {
    if (capacity_ - last_ >= wanted) {
      return;
    }
    if (capacity_ - size() >= wanted && first_ >= capacity_ / 2) {
      std::memmove(bytes_.get(), bytes_.get() + first_, size());
    } else {
      const std::size_t larger = std::max(capacity_ * 2, size() + wanted);
      std::unique_ptr<char[]> moved(new char[larger]);
      if (!empty()) {
        std::memcpy(moved.get(), bytes_.get() + first_, size());
      }
      bytes_ = std::move(moved);
      capacity_ = larger;
    }
    last_ -= first_;
    first_ = 0;
  }
  char* tail() noexcept { return bytes_.get() + last_; }
  std::size_t room() const noexcept { return capacity_ - last_; }
  // So many bytes were written at the tail.
  void extend(std::size_t count) noexcept { last_ += count; }

  void drop(std::size_t count) noexcept {
    first_ += count;
    searched_ = searched_ > count ? searched_ - count : 0;
    if (empty()) {
      first_ = last_ = 0;
      if (capacity_ > kept) {
        bytes_.reset();
        capacity_ = 0;
      }
    }
  }

  // Where the first `\n` stands. What was searched is not searched again.
  std::optional<std::size_t> find_line_end() noexcept {
    const std::size_t at = view().find('\n', searched_);
    searched_ = at == std::string_view::npos ? size() : at;
    return at == std::string_view::npos ? std::nullopt : std::optional(at);
  }

 private:
  static constexpr std::size_t kept = 64 * 1024;  // what an empty queue keeps for the next bytes

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
  std::size_t searched_ = 0;
};

}  // namespace aria::detail
