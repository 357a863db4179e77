#include "http/chunk_check.hpp"

#include <algorithm>
#include <array>

#include "http/characters.hpp"

namespace aria::detail::http {

namespace {

constexpr std::size_t most_size_digits = 16;
constexpr std::size_t longest_size_line = 16 + 256 + 2;  // with its extensions
constexpr std::size_t most_extensions = 4096;            // who sends more wants to be a burden

// What frames, routes or authenticates a message belongs in its head.
constexpr std::array<std::string_view, 21> forbidden_trailers{
    "Transfer-Encoding", "Content-Length", "Host", "Connection", "Upgrade", "Proxy-Connection", "Keep-Alive", "TE", "Trailer", "Expect", "Authorization",
    "Proxy-Authorization", "Cookie", "Set-Cookie", "Content-Encoding", "Content-Type", "Content-Range", "Cache-Control", "Range", "Max-Forwards", "Location"};

// The end of a quoted string that begins the text; nothing if it has none.
std::size_t end_of_quoted(std::string_view text) noexcept {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') {
      return at + 1;
    }
    at += text[at] == '\\' ? 1 : 0;
  }
  return std::string_view::npos;
}

std::size_t end_of_token(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_token_character) - text.begin());
}

}  // namespace

std::size_t ChunkCheck::scan(std::string_view input) {
  std::size_t checked = 0;
  for (;;) {
    const std::string_view rest = input.substr(checked);
    std::size_t step = 0;
    if (refusal_ || rest.empty() || expected_ == Expected::nothing) {
      return checked;
    }
    if (expected_ == Expected::data) {
      step = static_cast<std::size_t>(std::min<std::uint64_t>(left_, rest.size()));
      left_ -= step;
      expected_ = left_ == 0 ? Expected::end_of_data : Expected::data;
    } else if (expected_ == Expected::end_of_data) {
      step = scan_end_of_data(rest);
    } else {
      step = scan_line(rest);
    }
    if (step == 0) {
      return checked;
    }
    checked += step;
  }
}

std::size_t ChunkCheck::scan_end_of_data(std::string_view input) {
  constexpr std::string_view end = "\r\n";
  if (!end.starts_with(input.substr(0, end.size()))) {
    refuse(400, "a chunk does not end where its size says");
    return 0;
  }
  if (input.size() < end.size()) {
    return 0;
  }
  expected_ = Expected::size;
  return end.size();
}

std::size_t ChunkCheck::scan_line(std::string_view input) {
  const std::size_t end = input.find('\n');
  const std::size_t size = end == std::string_view::npos ? input.size() : end + 1;
  const bool is_trailer = expected_ == Expected::trailer;
  if (is_trailer ? trailer_ + size > limits_.head : size > longest_size_line) {
    refuse(is_trailer ? 431 : 400, is_trailer ? "the trailer is too long" : "the size of a chunk is too long");
    return 0;
  }
  if (end == std::string_view::npos) {
    return 0;
  }
  std::string_view line = input.substr(0, end);
  if (!line.ends_with('\r')) {
    refuse(400, "a line ends without CR");
    return 0;
  }
  line.remove_suffix(1);
  is_trailer ? read_trailer(line) : read_size(line);
  return refusal_ ? 0 : size;
}

void ChunkCheck::read_size(std::string_view line) {
  std::uint64_t size = 0;
  std::size_t digits = 0;
  for (; digits < line.size() && hex_value(line[digits]) >= 0; ++digits) {
    size = size * 16 + static_cast<std::uint64_t>(hex_value(line[digits]));
  }
  if (digits == 0 || digits > most_size_digits) {
    return refuse(400, "the size of a chunk is not a number");
  }
  read_extensions(line.substr(digits));
  if (refusal_) {
    return;
  }
  if (size > limits_.body || total_ + size > limits_.body) {
    return refuse(413, "the body is too long");
  }
  total_ += size;
  left_ = size;
  expected_ = size == 0 ? Expected::trailer : Expected::data;
}

// `;name`, `;name=word`, `;name="text"`, without the blanks that older senders put in.
void ChunkCheck::read_extensions(std::string_view text) {
  extensions_ += text.size();
  if (extensions_ > most_extensions) {
    return refuse(400, "there are too many chunk extensions");
  }
  while (!text.empty()) {
    const std::size_t name = text.front() == ';' ? end_of_token(text.substr(1)) : 0;
    if (name == 0) {
      return refuse(400, "the size of a chunk is not a number");
    }
    text.remove_prefix(1 + name);
    if (text.starts_with('=')) {
      text.remove_prefix(1);
      const std::size_t value = text.starts_with('"') ? end_of_quoted(text) : end_of_token(text);
      if (value == 0 || value == std::string_view::npos || !is_value(text.substr(0, value))) {
        return refuse(400, "a chunk extension is malformed");
      }
      text.remove_prefix(value);
    }
  }
}

void ChunkCheck::read_trailer(std::string_view line) {
  trailer_ += line.size() + 2;
  if (line.empty()) {
    expected_ = Expected::nothing;
    return;
  }
  if (++trailer_fields_ > limits_.fields) {
    return refuse(431, "there are too many fields");
  }
  const FieldLine field = read_field(line);
  if (field.problem != nullptr) {
    return refuse(400, field.problem);
  }
  if (std::any_of(forbidden_trailers.begin(), forbidden_trailers.end(), [&field](std::string_view name) { return is_same_name(name, field.name); })) {
    refuse(400, "a field that belongs in the head follows the body");
  }
}

}  // namespace aria::detail::http
