// SourceManager: all files of one compilation, numbered in the order they came. Files stay where they are, so
// references and views into them hold as long as the manager.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "source/source_file.hpp"

namespace ariac::source {

class SourceManager {
 public:
  SourceManager() = default;
  SourceManager(const SourceManager&) = delete;
  SourceManager& operator=(const SourceManager&) = delete;

  // A text under the path that messages show.
  const SourceFile& add(std::string path, std::string text);

  // Reads a file from the disk; nullptr when it cannot be read or is larger than 1 GiB. A path that was added
  // before is not read again.
  const SourceFile* load(const std::string& path);

  const SourceFile* find(std::string_view path) const;
  const SourceFile& file(FileId id) const { return files_[id.index()]; }
  const std::deque<SourceFile>& files() const { return files_; }

  Position begin_of(SourceRange range) const { return file(range.file).position(range.begin); }
  Position end_of(SourceRange range) const { return file(range.file).position(range.end); }
  std::string_view text(SourceRange range) const { return file(range.file).text(range); }

 private:
  std::deque<SourceFile> files_;
};

}  // namespace ariac::source
