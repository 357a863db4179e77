// Atomic file output by write-then-rename.
#include "driver/file_output.hpp"

#include <unistd.h>

#include <fstream>

#include "driver/digest.hpp"
#include "driver/failure.hpp"

namespace ariac::driver {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder)) {
    throw EnvironmentFailure("cannot make the folder " + folder.string() + ": " + error.message(), "choose a folder that can be written");
  }
}

fs::path unfinished_name(const fs::path& file) {
  fs::path name = file;
  name += ".part" + std::to_string(getpid());
  return name;
}

void finish_file(const fs::path& unfinished, const fs::path& file) {
  std::error_code error;
  fs::rename(unfinished, file, error);
  if (error) {
    throw EnvironmentFailure("cannot write " + file.string() + ": " + error.message(), "choose a folder that can be written");
  }
}

void write_atomically(const fs::path& file, std::string_view content) {
  if (file.has_parent_path()) {
    make_folder(file.parent_path());
  }
  const fs::path unfinished = unfinished_name(file);
  std::ofstream out(unfinished, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (!out) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    throw EnvironmentFailure("cannot write " + file.string(), "is the folder writable and the disk not full?");
  }
  finish_file(unfinished, file);
}

bool write_if_changed(const fs::path& file, std::string_view content) {
  const auto old = read_whole_file(file);
  if (old && *old == content) {
    return false;
  }
  write_atomically(file, content);
  return true;
}

}  // namespace ariac::driver
