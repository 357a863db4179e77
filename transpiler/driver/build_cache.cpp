// Paths inside the cache, clearing and forgetting.
#include "driver/build_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <numeric>

#include "driver/failure.hpp"
#include "driver/file_output.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

// Only absolute paths count: a relative cache would wander with the working directory.
fs::path folder_from(const char* variable) {
  const char* value = std::getenv(variable);
  const fs::path folder = value != nullptr ? value : "";
  return folder.is_absolute() ? folder : fs::path();
}

fs::path default_root() {
  if (const char* chosen = std::getenv("ARIA_CACHE_DIR"); chosen != nullptr && *chosen != '\0') {
    return fs::absolute(chosen);
  }
  if (const fs::path folder = folder_from("XDG_CACHE_HOME"); !folder.empty()) {
    return folder / "aria";
  }
  if (const fs::path home = folder_from("HOME"); !home.empty()) {
    return home / ".cache" / "aria";
  }
  return fs::temp_directory_path() / ("aria-cache-" + std::to_string(getuid()));
}

// The folders whose entries can be made again.
constexpr std::array forgettable{"objects", "pch", "programs", "manifests", "emitted", "stdin", "reports"};

// The bytes of a file, or of all files in a folder.
std::uintmax_t size_of(const fs::path& place) {
  const auto size = [](const auto& file) {
    std::error_code gone;
    const std::uintmax_t bytes = fs::is_regular_file(file, gone) ? fs::file_size(file, gone) : 0;
    return gone ? 0 : bytes;
  };
  std::uintmax_t bytes = size(place);
  std::error_code error;
  for (fs::recursive_directory_iterator entry(place, error), end; !error && entry != end; entry.increment(error)) {
    bytes += size(entry->path());
  }
  return bytes;
}

}  // namespace

BuildCache::BuildCache() : root_(default_root()) {}

fs::path BuildCache::object(const Digest& key) const { return root_ / "objects" / (key.hex() + ".o"); }
fs::path BuildCache::pch_folder(const Digest& key) const { return root_ / "pch" / key.hex(); }
fs::path BuildCache::program(const Digest& key, std::string_view name) const { return root_ / "programs" / key.hex() / name; }
fs::path BuildCache::manifest(const Digest& key) const { return root_ / "manifests" / key.hex(); }
fs::path BuildCache::emitted_folder(const Digest& key) const { return root_ / "emitted" / key.hex(); }
fs::path BuildCache::stdin_folder(const Digest& key) const { return root_ / "stdin" / key.hex(); }
fs::path BuildCache::lock(const Digest& key) const { return root_ / "locks" / key.hex(); }

void BuildCache::prepare() const {
  try {
    for (const char* folder : {"objects", "pch", "programs", "manifests", "emitted", "locks"}) {
      make_folder(root_ / folder);
    }
  } catch (const EnvironmentFailure& failure) {
    throw EnvironmentFailure("the build cache cannot be used: " + std::string(failure.what()), "set ARIA_CACHE_DIR to a folder that can be written");
  }
  chmod(root_.c_str(), 0700);
}

std::uintmax_t BuildCache::clear() const {
  std::uintmax_t bytes = 0;
  std::error_code error;
  for (const char* folder : forgettable) {
    bytes += size_of(root_ / folder);
    fs::remove_all(root_ / folder, error);
  }
  return bytes;
}

void BuildCache::mark_used(const fs::path& entry) {
  std::error_code unwritable;  // then it looks older than it is
  fs::last_write_time(entry, fs::file_time_type::clock::now(), unwritable);
}

std::vector<BuildCache::Entry> BuildCache::entries() const {
  std::vector<Entry> found;
  std::error_code error;
  for (const char* folder : forgettable) {
    for (fs::directory_iterator entry(root_ / folder, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code gone;
      if (const auto used = fs::last_write_time(entry->path(), gone); !gone) {
        found.push_back({entry->path(), used, size_of(entry->path())});
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const Entry& one, const Entry& other) { return one.used < other.used; });
  return found;
}

void BuildCache::forget_old(std::uintmax_t most) const {
  using namespace std::chrono_literals;
  std::error_code error;
  const fs::path stamp = root_ / "last-forgotten";
  const auto now = fs::file_time_type::clock::now();
  const auto last = fs::last_write_time(stamp, error);
  if (!error && now - last < 1h) {
    return;
  }
  write_atomically(stamp, "");
  const std::vector<Entry> all = entries();
  auto bytes = std::accumulate(all.begin(), all.end(), std::uintmax_t{0}, [](std::uintmax_t sum, const Entry& entry) { return sum + entry.bytes; });
  for (const Entry& entry : all) {
    if (now - entry.used < 1h || (bytes <= most && now - entry.used < 30 * 24h)) {
      return;
    }
    fs::remove_all(entry.path, error);
    bytes -= entry.bytes;
  }
}

}  // namespace ariac::driver
