// The build cache: content-addressed results in one folder of the user's.
//
//   objects/KEY.o       one compiled module; KEY holds compiler, flags, runtime headers and all emitted text it sees
//   pch/KEY/            the precompiled runtime prelude of one compiler and set of flags
//   programs/KEY/NAME   a linked program; KEY holds its objects, archives and link options
//   manifests/KEY       what a build of one file read, and the program it made (manifest.hpp)
//   emitted/KEY/        the last emission of one source folder
//   stdin/KEY/          a program that came on standard input
//   locks/KEY           one lock per source folder
//
// Everything is written under another name and renamed, so an interrupted build leaves nothing half-made, and
// anything may be deleted at any time between builds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "driver/digest.hpp"

namespace ariac::driver {

class BuildCache {
 public:
  // ARIA_CACHE_DIR, else XDG_CACHE_HOME/aria, else ~/.cache/aria, else a private folder in the temporary one.
  BuildCache();
  explicit BuildCache(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }

  std::filesystem::path object(const Digest& key) const;
  std::filesystem::path pch_folder(const Digest& key) const;
  std::filesystem::path program(const Digest& key, std::string_view name) const;
  std::filesystem::path manifest(const Digest& key) const;
  std::filesystem::path emitted_folder(const Digest& key) const;
  std::filesystem::path stdin_folder(const Digest& key) const;
  std::filesystem::path lock(const Digest& key) const;

  // Makes the folders. Throws EnvironmentFailure when the cache cannot be written.
  void prepare() const;

  // Removes everything. Returns the number of bytes set free.
  std::uintmax_t clear() const;

  // Says that an entry was used just now, so that it is among the last to be forgotten.
  static void mark_used(const std::filesystem::path& entry);

  // Removes what nobody used for 30 days, and then the longest unused entries until the rest fits into `most` bytes. Spares
  // what was used within the last hour: a build beside this one may be reading it. Looks at most once an hour.
  void forget_old(std::uintmax_t most = std::uintmax_t{2} << 30) const;

 private:
  struct Entry {
    std::filesystem::path path;
    std::filesystem::file_time_type used;
    std::uintmax_t bytes;
  };

  // Everything that may be forgotten by itself, the longest unused first.
  std::vector<Entry> entries() const;

  std::filesystem::path root_;
};

}  // namespace ariac::driver
