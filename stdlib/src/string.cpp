// Strings: counting, slicing, searching, case.
#include <aria/std/string.hpp>

#include <algorithm>
#include <cstring>

#include <aria/std/array.hpp>
#include <aria/std/bytes.hpp>

namespace aria {

namespace {

bool is_continuation(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The length of the well-formed sequence at `at`, or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || at + length > text.size()) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[at + i])) {
      return 0;
    }
  }
  // Overlong forms, surrogates and what lies beyond U+10FFFF are told by the second byte.
  const bool malformed = length > 2 && ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F) ||
                                        (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F));
  return malformed ? 0 : length;
}

bool is_ascii_text(std::string_view text) noexcept {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; end - at >= 8; at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    if ((word & 0x8080808080808080) != 0) {
      return false;
    }
  }
  return std::all_of(at, end, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Bytes from the start of `text` to its scalar number `index`, which may be the one behind the last.
std::size_t byte_offset(std::string_view text, std::int64_t index) noexcept {
  std::size_t at = 0;
  for (std::int64_t left = index; at < text.size(); ++at) {
    if (!is_continuation(text[at]) && left-- == 0) {
      break;
    }
  }
  return at;
}

template <typename F>
String mapped(const String& text, F f) {
  std::string out;
  out.reserve(text.str().size());
  for (Char c : text) {
    detail::append_utf8(out, f(c).value());
  }
  return String::trusted(std::move(out));
}

String made(std::string_view text) { return String::trusted(std::string(text)); }

}  // namespace

std::int64_t String::count_scalars() const noexcept {
  std::int64_t count = 0;
  for (char c : text_) {
    count += is_continuation(c) ? 0 : 1;
  }
  remember(count);
  return count;
}

void String::append(std::string_view utf8) {
  if (!is_ascii_text(utf8)) {
    push(String(utf8));
    return;
  }
  if (const std::int64_t known = known_scalars(); known != unknown) {
    remember(known + static_cast<std::int64_t>(utf8.size()));
  }
  text_ += utf8;
}

void String::repair() {
  if (is_ascii_text(text_)) {
    remember(static_cast<std::int64_t>(text_.size()));
    return;
  }
  remember(unknown);
  std::size_t at = 0;
  while (at < text_.size()) {
    const std::size_t length = sequence_length(text_, at);
    if (length == 0) {
      break;
    }
    at += length;
  }
  if (at == text_.size()) {
    return;
  }
  std::string repaired = text_.substr(0, at);
  while (at < text_.size()) {
    if (const std::size_t length = sequence_length(text_, at); length != 0) {
      repaired.append(text_, at, length);
      at += length;
    } else {
      detail::append_utf8(repaired, U'\uFFFD');
      ++at;
    }
  }
  text_ = std::move(repaired);
}

Char String::scalar_at(std::int64_t index) const noexcept {
  const char* at = text_.data() + byte_offset(text_, index);
  return detail::decode_utf8(at);
}

String String::from_bytes(const Bytes& bytes) { return String(bytes.view()); }

String String::from_chars(const Array<Char>& chars) {
  std::string text;
  for (Char c : chars) {
    detail::append_utf8(text, c.value());
  }
  return trusted(std::move(text));
}

bool String::is_blank() const noexcept {
  return std::all_of(begin(), end(), [](Char c) { return c.is_whitespace(); });
}

String String::slice(Int first, Int stop) const {
  if (is_ascii()) {
    return made(std::string_view(text_).substr(static_cast<std::size_t>(first), static_cast<std::size_t>(stop - first)));
  }
  const std::size_t from = byte_offset(text_, first.value());
  const std::string_view rest = std::string_view(text_).substr(from);
  return made(rest.substr(0, byte_offset(rest, (stop - first).value())));
}

String String::operator[](const Range<Int>& range) const {
  const auto [first, stop] = detail::slice_bounds(range, len());
  return slice(first, stop);
}
String String::operator[](RangeFrom range) const { return (*this)[range_exclusive(range.first, len())]; }
String String::operator[](RangeTo range) const { return (*this)[range_exclusive(0, range.stop)]; }

Array<Char> String::chars() const {
  Array<Char> chars;
  chars.reserve(len());
  for (Char c : *this) {
    chars.push(c);
  }
  return chars;
}

Bytes String::bytes() const { return Bytes(text_); }
Bytes String::to_bytes() const { return Bytes(text_); }

std::optional<Char> String::get(Int index) const {
  return index < 0 || index >= len() ? std::nullopt : std::optional<Char>((*this)[index]);
}
std::optional<Char> String::first() const { return is_empty() ? std::nullopt : std::optional<Char>(*begin()); }
std::optional<Char> String::last() const { return get(len() - 1); }
String String::take(Int n) const { return slice(0, detail::count_within(n, static_cast<std::size_t>(len()))); }
String String::skip(Int n) const { return slice(detail::count_within(n, static_cast<std::size_t>(len())), len()); }

bool String::contains(Char c) const { return contains(std::string_view(c.to_string())); }

std::optional<Int> String::index_of(std::string_view part) const {
  const std::size_t at = text_.find(part);
  return at == std::string::npos ? std::nullopt : std::optional<Int>(made(text_.substr(0, at)).len());
}

std::optional<Int> String::last_index_of(std::string_view part) const {
  const std::size_t at = text_.rfind(part);
  return at == std::string::npos ? std::nullopt : std::optional<Int>(made(text_.substr(0, at)).len());
}

Int String::count(std::string_view part) const {
  if (part.empty()) {
    return len() + 1;
  }
  Int n = 0;
  for (std::size_t at = text_.find(part); at != std::string::npos; at = text_.find(part, at + part.size())) {
    ++n;
  }
  return n;
}

String String::replace(std::string_view old, std::string_view with) const {
  if (old.empty()) {
    return *this;
  }
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = text_.find(old); at != std::string::npos; at = text_.find(old, from)) {
    out.append(text_, from, at - from);
    out += with;
    from = at + old.size();
  }
  out.append(text_, from);
  return String(std::move(out));
}

String String::replace_first(std::string_view old, std::string_view with) const {
  const std::size_t at = text_.find(old);
  if (old.empty() || at == std::string::npos) {
    return *this;
  }
  return String(std::string(text_).replace(at, old.size(), with));
}

String String::remove_prefix(std::string_view prefix) const {
  return starts_with(prefix) ? made(std::string_view(text_).substr(prefix.size())) : *this;
}
String String::remove_suffix(std::string_view suffix) const {
  return ends_with(suffix) ? made(std::string_view(text_).substr(0, text_.size() - suffix.size())) : *this;
}

String String::repeat(Int n) const {
  const std::size_t times = detail::checked_count(n);
  if (times != 0 && text_.size() > text_.max_size() / times) {
    detail::fail("overflow: the repeated text is too long");
  }
  std::string out;
  out.reserve(text_.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    out += text_;
  }
  return trusted(std::move(out));
}

String String::reverse() const { return from_chars(chars().reverse()); }

String String::to_lower() const {
  return mapped(*this, [](Char c) { return c.to_lower(); });
}
String String::to_upper() const {
  const String upper = mapped(*this, [](Char c) { return c.to_upper(); });
  return upper.is_ascii() ? upper : upper.replace("ß", "SS");
}
String String::capitalize() const {
  bool first = true;
  return mapped(*this, [&first](Char c) { return std::exchange(first, false) ? c.to_upper() : c.to_lower(); });
}

String String::trim() const { return trim_start().trim_end(); }

String String::trim_start() const {
  const char* at = text_.data();
  const char* const end = at + text_.size();
  while (at != end) {
    const char* next = at;
    if (!Char(detail::decode_utf8(next)).is_whitespace()) {
      break;
    }
    at = next;
  }
  return made({at, static_cast<std::size_t>(end - at)});
}

String String::trim_end() const {
  std::size_t size = text_.size();
  while (size > 0) {
    std::size_t start = size - 1;
    while (is_continuation(text_[start])) {
      --start;
    }
    const char* at = text_.data() + start;
    if (!Char(detail::decode_utf8(at)).is_whitespace()) {
      break;
    }
    size = start;
  }
  return made(std::string_view(text_).substr(0, size));
}

String String::pad_start(Int width, Char fill) const { return width <= len() ? *this : fill.repeat(width - len()) + *this; }
String String::pad_end(Int width, Char fill) const { return width <= len() ? *this : *this + fill.repeat(width - len()); }
String String::center(Int width, Char fill) const {
  const Int gap = width - len();
  return gap <= 0 ? *this : fill.repeat(gap / 2) + *this + fill.repeat(gap - gap / 2);
}
String String::insert_at(Int index, std::string_view part) const {
  if (index < 0 || index > len()) {
    detail::fail_index(index.value(), len().value());
  }
  return String(std::string(text_).insert(byte_offset(text_, index.value()), part));
}

}  // namespace aria
