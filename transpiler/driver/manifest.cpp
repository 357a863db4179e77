// The text form of a manifest, one line an entry:
//
//   aria-manifest 1
//   program PATH
//   recorded NANOSECONDS
//   file SIZE NANOSECONDS DIGEST PATH
//   absent PATH
#include "driver/manifest.hpp"

#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "driver/file_output.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

constexpr const char* first_line = "aria-manifest 1";

// A file system's clock ticks: a file changed within this time after it was recorded may keep its time stamp.
constexpr long long clock_tick = 20'000'000;

struct Stamp {
  long long size;
  long long changed;  // nanoseconds since the epoch
};

std::optional<Stamp> stamp_of(const fs::path& file) {
  struct stat status;
  if (stat(file.c_str(), &status) != 0) {
    return std::nullopt;
  }
  return Stamp{status.st_size, status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec};
}

long long nanoseconds(fs::file_time_type time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::file_clock::to_sys(time).time_since_epoch()).count();
}

// The rest of the line after one blank: a path, which may hold blanks.
fs::path path_from(std::istringstream& line) {
  line.get();
  std::string text;
  std::getline(line, text);
  return text;
}

bool unchanged(std::istringstream& line, long long recorded) {
  Stamp old{};
  std::string digest;
  if (!(line >> old.size >> old.changed >> digest)) {
    return false;
  }
  const fs::path file = path_from(line);
  const auto now = stamp_of(file);
  if (!now || now->size != old.size) {
    return false;
  }
  if (now->changed == old.changed && now->changed + clock_tick < recorded) {
    return true;
  }
  const auto content = digest_of_file(file);
  return content && content->hex() == digest;
}

}  // namespace

void Manifest::write(const fs::path& manifest, const fs::path& program, fs::file_time_type began) const {
  std::ostringstream text;
  text << first_line << "\nprogram " << program.string() << "\nrecorded " << nanoseconds(began) << "\n";
  for (const fs::path& file : files_) {
    const auto stamp = stamp_of(file);
    const auto digest = digest_of_file(file);
    if (!stamp || !digest || stamp->changed >= nanoseconds(began) || file.string().find('\n') != std::string::npos) {
      return;
    }
    text << "file " << stamp->size << ' ' << stamp->changed << ' ' << digest->hex() << ' ' << file.string() << "\n";
  }
  for (const fs::path& file : missing_) {
    text << "absent " << file.string() << "\n";
  }
  write_atomically(manifest, std::move(text).str());
}

std::optional<fs::path> program_of(const fs::path& manifest) {
  std::ifstream in(manifest);
  std::string text;
  if (!std::getline(in, text) || text != first_line) {
    return std::nullopt;
  }
  fs::path program;
  long long recorded = 0;
  while (std::getline(in, text)) {
    std::istringstream line(text);
    std::string kind;
    line >> kind;
    std::error_code error;
    if (kind == "program") {
      program = path_from(line);
    } else if (kind == "recorded") {
      line >> recorded;
    } else if (kind == "file" ? !unchanged(line, recorded) : fs::exists(path_from(line), error)) {
      return std::nullopt;
    }
  }
  std::error_code error;
  return fs::is_regular_file(program, error) ? std::optional(program) : std::nullopt;
}

}  // namespace ariac::driver
