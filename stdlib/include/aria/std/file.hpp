// Files. A File is a handle: copies share the open file, which is closed with the last of them.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <aria/std/error.hpp>
#include <aria/std/iterator.hpp>

namespace aria {

// Each raises IoError, which names the path.
String read_file(const String& path);
void write_file(const String& path, std::string_view text);
void append_file(const String& path, std::string_view text);
bool file_exists(const String& path);
void remove_file(const String& path);
Array<String> list_folder(const String& path);
void create_folder(const String& path);

class File {
 public:
  static File open(const String& path) { return File(path, "r"); }
  static File create(const String& path) { return File(path, "w"); }
  static File append(const String& path) { return File(path, "a"); }

  auto lines() const {
    return detail::make_iter<String>([file = *this] { return file.read_line(); });
  }
  std::optional<String> read_line() const;
  String read_all() const;
  void write(std::string_view text) const;
  void write_line(const String& text) const { write(text + "\n"); }
  void flush() const;
  void close() const;

 private:
  struct Handle;
  File(const String& path, const char* mode);

  std::shared_ptr<Handle> handle_;
};

}  // namespace aria
