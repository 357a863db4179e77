// Files through C's buffers and the folder functions of std::filesystem.
#include <aria/std/file.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <aria/error.hpp>

namespace aria {

namespace {

[[noreturn]] void fail_io(const String& path, int problem) { raise(IoError(path + ": " + std::strerror(problem))); }

void check(const String& path, const std::error_code& problem) {
  if (problem) {
    fail_io(path, problem.value());
  }
}

}  // namespace

struct File::Handle {
  String path;
  std::FILE* stream;

  Handle(const String& name, const char* mode) : path(name), stream(std::fopen(name.c_str(), mode)) {
    if (stream == nullptr) {
      fail_io(path, errno);
    }
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { close(); }

  void close() noexcept {
    if (stream != nullptr) {
      std::fclose(std::exchange(stream, nullptr));
    }
  }
  std::FILE* open() const {
    if (stream == nullptr) {
      raise(IoError(path + ": the file is closed"));
    }
    return stream;
  }
  void check_stream() const {
    if (std::ferror(stream) != 0) {
      fail_io(path, errno);
    }
  }
};

File::File(const String& path, const char* mode) : handle_(std::make_shared<Handle>(path, mode)) {}

std::optional<String> File::read_line() const {
  char* line = nullptr;
  std::size_t capacity = 0;
  const ssize_t length = ::getline(&line, &capacity, handle_->open());
  std::optional<String> text;
  if (length >= 0) {
    std::string_view rest(line, static_cast<std::size_t>(length));
    text = String(detail::take_line(rest));
  }
  std::free(line);
  handle_->check_stream();
  return text;
}

String File::read_all() const {
  std::string text;
  char block[16384];
  while (const std::size_t n = std::fread(block, 1, sizeof block, handle_->open())) {
    text.append(block, n);
  }
  handle_->check_stream();
  return text;
}

void File::write(std::string_view text) const {
  if (std::fwrite(text.data(), 1, text.size(), handle_->open()) != text.size()) {
    fail_io(handle_->path, errno);
  }
}

void File::flush() const {
  if (std::fflush(handle_->open()) != 0) {
    fail_io(handle_->path, errno);
  }
}

void File::close() const { handle_->close(); }

String read_file(const String& path) { return File::open(path).read_all(); }

void write_file(const String& path, std::string_view text) {
  const File file = File::create(path);
  file.write(text);
  file.flush();
}

void append_file(const String& path, std::string_view text) {
  const File file = File::append(path);
  file.write(text);
  file.flush();
}

bool file_exists(const String& path) {
  std::error_code ignored;
  return std::filesystem::exists(path.str(), ignored);
}

void remove_file(const String& path) {
  std::error_code problem;
  if (!std::filesystem::remove(path.str(), problem)) {
    fail_io(path, problem ? problem.value() : ENOENT);
  }
}

Array<String> list_folder(const String& path) {
  std::error_code problem;
  Array<String> names;
  for (std::filesystem::directory_iterator it(path.str(), problem), end; !problem && it != end; it.increment(problem)) {
    names.push(String(it->path().filename().string()));
  }
  check(path, problem);
  return names.sort();
}

void create_folder(const String& path) {
  std::error_code problem;
  std::filesystem::create_directories(path.str(), problem);
  check(path, problem);
}

}  // namespace aria
