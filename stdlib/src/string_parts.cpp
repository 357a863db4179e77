// Strings taken apart: lines, words, split; and read as numbers.
#include <algorithm>
#include <charconv>
#include <cstdint>

#include <aria/std/array.hpp>
#include <aria/std/result.hpp>
#include <aria/std/string.hpp>

namespace aria {

namespace {

String made(std::string_view text) { return String(String::Valid(), text); }

// How often `part` occurs from left to right, not overlapping.
std::size_t occurrences(std::string_view text, std::string_view part) {
  if (part.size() == 1) {
    return static_cast<std::size_t>(std::ranges::count(text, part[0]));
  }
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) {
    ++found;
  }
  return found;
}

Error not_a(const char* what, const String& text) { return Error(inspect(text) + " is not " + what); }

}  // namespace

namespace detail {

std::string_view take_line(std::string_view& rest) noexcept {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

}  // namespace detail

Array<String> String::lines() const {
  Array<String> lines;
  lines.reserve(static_cast<std::int64_t>(occurrences(text_, "\n")) + 1);
  for (std::string_view rest = text_; !rest.empty();) {
    lines.emplace(Valid(), detail::take_line(rest));
  }
  return lines;
}

Array<String> String::words() const {
  Array<String> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) {
      words.push(trusted(std::move(word)));
      word.clear();
    }
  };
  for (Char c : *this) {
    if (c.is_whitespace()) {
      finish();
    } else {
      detail::append_utf8(word, c.value());
    }
  }
  finish();
  return words;
}

Array<String> String::split(std::string_view separator) const { return split_n(separator, INT64_MAX); }

Array<String> String::split_n(std::string_view separator, Int limit) const {
  detail::positive_count(limit, "limit");
  Array<String> parts;
  std::string_view rest = text_;
  if (separator.empty()) {  // every scalar is a part
    for (Char c : *this) {
      if (parts.len() + 1 == limit) {
        break;
      }
      parts.push(c.to_string());
      rest.remove_prefix(static_cast<std::size_t>(c.byte_len()));
    }
    if (!rest.empty()) {
      parts.push(made(rest));
    }
    return parts;
  }
  const std::size_t cuts = std::min(occurrences(rest, separator), static_cast<std::size_t>(limit.value()) - 1);
  parts.reserve(static_cast<std::int64_t>(cuts) + 1);
  for (std::size_t i = 0; i < cuts; ++i) {
    const std::size_t at = separator.size() == 1 ? rest.find(separator[0]) : rest.find(separator);
    parts.emplace(Valid(), rest.substr(0, at));
    rest.remove_prefix(at + separator.size());
  }
  parts.emplace(Valid(), rest);
  return parts;
}

std::optional<std::tuple<String, String>> String::split_once(std::string_view separator) const {
  const std::string_view text = text_;
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  return std::tuple(made(text.substr(0, at)), made(text.substr(at + separator.size())));
}

Result<Int, Error> String::to_int() const { return to_int_base(10); }

Result<Int, Error> String::to_int_base(Int base) const {
  if (base < 2 || base > 36) {
    detail::fail("a base must be from 2 to 36");
  }
  std::string_view digits = text_;
  if (digits.starts_with('+') && digits.size() > 1 && digits[1] != '-') {
    digits.remove_prefix(1);
  }
  std::int64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, value, static_cast<int>(base));
  if (problem == std::errc::result_out_of_range && stop == end) {
    return Err(Error(inspect(*this) + " does not fit Int"));
  }
  if (problem != std::errc() || stop != end) {
    return Err(not_a("an integer", *this));
  }
  return Int(value);
}

Result<double, Error> String::to_float() const {
  std::string_view digits = text_;
  if (digits.starts_with('+') && digits.size() > 1 && digits[1] != '-') {
    digits.remove_prefix(1);
  }
  double value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, value);
  if ((problem != std::errc() && problem != std::errc::result_out_of_range) || stop != end) {
    return Err(not_a("a number", *this));
  }
  if (problem == std::errc::result_out_of_range) {
    return Err(Error(inspect(*this) + " does not fit Float"));
  }
  return value;
}

Result<bool, Error> String::to_bool() const {
  if (text_ == "true") {
    return true;
  }
  if (text_ == "false") {
    return false;
  }
  return Err(not_a("true or false", *this));
}

}  // namespace aria
