// Paths inside the cache, clearing and forgetting.
#include "driver/build_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

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
  for (const char* folder : {"objects", "pch", "programs", "manifests", "emitted", "stdin", "reports"}) {
    for (fs::recursive_directory_iterator entry(root_ / folder, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code no_size;
      const auto size = entry->is_regular_file(no_size) ? entry->file_size(no_size) : 0;
      bytes += no_size ? 0 : size;
    }
    fs::remove_all(root_ / folder, error);
  }
  return bytes;
}

void BuildCache::forget_old() const {
  using namespace std::chrono_literals;
  std::error_code error;
  const fs::path stamp = root_ / "last-forgotten";
  const auto now = fs::file_time_type::clock::now();
  const auto last = fs::last_write_time(stamp, error);
  if (!error && now - last < 24h) {
    return;
  }
  write_atomically(stamp, "");
  for (const char* folder : {"objects", "pch", "programs", "manifests", "emitted", "stdin"}) {
    for (fs::directory_iterator entry(root_ / folder, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code unknown_age;
      if (now - fs::last_write_time(entry->path(), unknown_age) > 30 * 24h && !unknown_age) {
        fs::remove_all(entry->path(), unknown_age);
      }
    }
  }
}

}  // namespace ariac::driver
