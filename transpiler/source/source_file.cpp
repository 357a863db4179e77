// Finding lines and counting columns.
#include "source/source_file.hpp"

#include <algorithm>
#include <utility>

#include "source/utf8.hpp"

namespace ariac::source {

SourceFile::SourceFile(FileId id, std::string path, std::string text) : id_(id), path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const bool crlf = text_[i] == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n';
    if (text_[i] == '\n' || (text_[i] == '\r' && !crlf)) line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::string_view SourceFile::text(SourceRange range) const {
  const auto begin = std::min<std::size_t>(range.begin, text_.size());
  const auto end = std::clamp<std::size_t>(range.end, begin, text_.size());
  return std::string_view(text_).substr(begin, end - begin);
}

std::uint32_t SourceFile::line_start(std::uint32_t line) const {
  return line_starts_[std::clamp<std::uint32_t>(line, 1, line_count()) - 1];
}

std::string_view SourceFile::line_text(std::uint32_t line) const {
  const std::size_t begin = line_start(line);
  std::size_t end = line < line_count() ? line_starts_[line] : text_.size();
  while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return std::string_view(text_).substr(begin, end - begin);
}

std::uint32_t SourceFile::line_of(std::uint32_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return static_cast<std::uint32_t>(after - line_starts_.begin());
}

Position SourceFile::position(std::uint32_t offset) const {
  offset = std::min<std::uint32_t>(offset, static_cast<std::uint32_t>(text_.size()));
  const std::uint32_t line = line_of(offset);
  const std::uint32_t start = line_start(line);
  const auto before = count_scalars(std::string_view(text_).substr(start, offset - start));
  return {line, static_cast<std::uint32_t>(before + 1)};
}

std::uint32_t SourceFile::offset(Position position) const {
  if (position.line > line_count()) return static_cast<std::uint32_t>(text_.size());
  const std::string_view line = line_text(position.line);
  std::size_t at = 0;
  for (std::uint32_t column = 1; column < position.column && at < line.size(); ++column) {
    const Scalar scalar = decode_scalar(line, at);
    at += scalar.length == 0 ? 1 : scalar.length;
  }
  return line_start(position.line) + static_cast<std::uint32_t>(at);
}

}  // namespace ariac::source
