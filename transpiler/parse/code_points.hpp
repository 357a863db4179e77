// ANTLR counts code points, everything else here bytes: this is the way from one to the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ariac::parse {

class CodePoints {
 public:
  // `text` is valid UTF-8; offsets are given from `base`, the length of what was left out before it.
  CodePoints(std::string_view text, std::uint32_t base) : base_(base), size_(static_cast<std::uint32_t>(text.size())) {
    bool ascii = true;
    for (char c : text) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    if (ascii) return;
    for (std::uint32_t i = 0; i < text.size(); ++i)
      if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) offsets_.push_back(i);
  }

  std::uint32_t offset(std::size_t index) const {
    if (offsets_.empty()) return base_ + (index < size_ ? static_cast<std::uint32_t>(index) : size_);
    return base_ + (index < offsets_.size() ? offsets_[index] : size_);
  }

 private:
  std::uint32_t base_;
  std::uint32_t size_;
  std::vector<std::uint32_t> offsets_;   // empty: all ASCII
};

}  // namespace ariac::parse
