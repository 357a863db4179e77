// SourceRange: a half-open range of bytes in one source file.
#pragma once

#include <algorithm>
#include <cstdint>

#include "support/strong_id.hpp"

namespace ariac::source {

using FileId = support::StrongId<struct FileTag>;

struct SourceRange {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool valid() const { return file.valid(); }
  std::uint32_t length() const { return end - begin; }
  friend auto operator<=>(const SourceRange&, const SourceRange&) = default;
};

// The smallest range that holds both; they stand in the same file.
inline SourceRange join(SourceRange a, SourceRange b) {
  if (!a.valid()) return b;
  if (!b.valid()) return a;
  return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

}  // namespace ariac::source
