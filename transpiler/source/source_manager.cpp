// Adding files and asking by range.
#include "source/source_manager.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace ariac::source {

namespace {
constexpr std::uintmax_t kLargestFile = std::uintmax_t{1} << 30;   // offsets are 32 bits wide
}

const SourceFile& SourceManager::add(std::string path, std::string text) {
  const FileId id(static_cast<std::uint32_t>(files_.size()));
  return files_.emplace_back(id, std::move(path), std::move(text));
}

const SourceFile* SourceManager::load(const std::string& path) {
  if (const SourceFile* known = find(path)) return known;
  std::error_code problem;
  if (!std::filesystem::is_regular_file(path, problem) || problem) return nullptr;
  const std::uintmax_t size = std::filesystem::file_size(path, problem);
  if (problem || size > kLargestFile) return nullptr;
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  return in.bad() || !in.is_open() ? nullptr : &add(path, std::move(text));
}

const SourceFile* SourceManager::find(std::string_view path) const {
  const auto found = std::find_if(files_.begin(), files_.end(), [&](const SourceFile& file) { return file.path() == path; });
  return found == files_.end() ? nullptr : &*found;
}

}  // namespace ariac::source
