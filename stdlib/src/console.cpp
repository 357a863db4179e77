// Standard streams, through C's buffers.
#include <aria/std/console.hpp>

#include <cstdio>
#include <cstdlib>

namespace aria {

void flush_output() { std::fflush(stdout); }

namespace detail {

void write_output(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void write_error(std::string_view text) {
  flush_output();
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

std::optional<String> read_input_line() {
  flush_output();  // a prompt must be visible
  char* line = nullptr;
  std::size_t capacity = 0;
  const ssize_t length = ::getline(&line, &capacity, stdin);
  std::optional<String> text;
  if (length >= 0) {
    std::string_view rest(line, static_cast<std::size_t>(length));
    text = String(take_line(rest));
  }
  std::free(line);
  return text;
}

String read_input() {
  flush_output();
  std::string text;
  char block[4096];
  while (const std::size_t n = std::fread(block, 1, sizeof block, stdin)) {
    text.append(block, n);
  }
  return text;
}

}  // namespace detail
}  // namespace aria
