// SourceFile: one text with its path and the places of its lines. Lines and columns count from 1; a column counts
// characters (Unicode scalars), not bytes. Lines end in LF, CRLF or CR.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_range.hpp"

namespace ariac::source {

struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend auto operator<=>(const Position&, const Position&) = default;
};

class SourceFile {
 public:
  SourceFile(FileId id, std::string path, std::string text);

  FileId id() const { return id_; }
  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  std::string_view text(SourceRange range) const;

  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  std::string_view line_text(std::uint32_t line) const;     // without its line end
  std::uint32_t line_start(std::uint32_t line) const;
  std::uint32_t line_of(std::uint32_t offset) const;

  Position position(std::uint32_t offset) const;
  std::uint32_t offset(Position position) const;            // clamped to the line and to the file

 private:
  FileId id_;
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

}  // namespace ariac::source
