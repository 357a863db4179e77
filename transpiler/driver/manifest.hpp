// Manifests: what a build read and what it made, so that an unchanged program starts without any phase.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "driver/digest.hpp"

namespace ariac::driver {

// Collects during a build the files it reads and the names it looked for in vain.
class Manifest {
 public:
  void read_file(const std::filesystem::path& file) { files_.push_back(file); }
  void missed_file(const std::filesystem::path& file) { missing_.push_back(file); }

  // Writes the manifest of a finished build. `began` is when the build began to read: a file that changed later is
  // not what was built, so nothing is written then and the next call builds again.
  void write(const std::filesystem::path& manifest, const std::filesystem::path& program, std::filesystem::file_time_type began) const;

 private:
  std::vector<std::filesystem::path> files_;
  std::vector<std::filesystem::path> missing_;
};

// The program a manifest speaks of, if it still exists and everything the build read is as it was.
// A file whose size and time are unchanged counts as unchanged; otherwise its content decides.
std::optional<std::filesystem::path> program_of(const std::filesystem::path& manifest);

}  // namespace ariac::driver
