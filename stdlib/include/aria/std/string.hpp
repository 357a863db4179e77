// Text: UTF-8 inside, counted and indexed by Unicode scalar, ordered by code point (which is byte order in UTF-8).
//
//   aria::String name = "naïve";   name.len() == 5   name.byte_len() == 6   name[2] == U'ï'   name.to_upper()
//
// Always valid UTF-8: constructors replace malformed bytes by U+FFFD. The number of scalars is remembered once asked
// for, so `len` and, in ASCII text, indexing take constant time. Parameters are string views: literals cost nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <aria/std/char.hpp>
#include <aria/std/int.hpp>

namespace aria {

class Bytes;
class Error;
template <typename T>
class Array;
template <typename T>
class Range;
template <typename T, typename E>
class Result;
class RangeFrom;
class RangeTo;

class String {
 public:
  class iterator;

  String() noexcept = default;
  String(const char* utf8) : String(std::string(utf8)) {}
  String(std::string_view utf8) : String(std::string(utf8)) {}
  String(std::string utf8) : text_(std::move(utf8)) { repair(); }
  String(const String& other) : text_(other.text_), scalars_(other.known_scalars()) {}
  String(String&& other) noexcept : text_(std::move(other.text_)), scalars_(other.known_scalars()) { other.clear(); }
  String& operator=(const String& other) {
    text_ = other.text_;
    remember(other.known_scalars());
    return *this;
  }
  String& operator=(String&& other) noexcept {
    if (this != &other) {
      text_ = std::move(other.text_);
      remember(other.known_scalars());
      other.clear();
    }
    return *this;
  }
  ~String() = default;

  // Bytes that are known to be valid UTF-8: no check.
  static String trusted(std::string utf8) noexcept {
    String made;
    made.text_ = std::move(utf8);
    made.remember(unknown);
    return made;
  }
  // As trusted, for parts of text.
  struct Valid {};
  String(Valid, std::string_view utf8) : text_(utf8), scalars_(unknown) {}
  static String from_bytes(const Bytes& bytes);
  static String from_chars(const Array<Char>& chars);

  operator std::string_view() const noexcept { return text_; }
  const std::string& str() const noexcept { return text_; }
  const char* c_str() const noexcept { return text_.c_str(); }

  Int len() const noexcept { return static_cast<std::int64_t>(scalar_count()); }
  Int byte_len() const noexcept { return static_cast<std::int64_t>(text_.size()); }
  bool is_empty() const noexcept { return text_.empty(); }
  bool is_blank() const noexcept;
  bool is_ascii() const noexcept { return scalar_count() == static_cast<std::int64_t>(text_.size()); }

  Char operator[](Int index) const {
    const std::int64_t at = index.value();
    const std::int64_t count = scalar_count();
    if (static_cast<std::uint64_t>(at) >= static_cast<std::uint64_t>(count)) [[unlikely]] {
      detail::fail_index(at, count);
    }
    if (count == static_cast<std::int64_t>(text_.size())) {
      return text_[static_cast<std::size_t>(at)];
    }
    return scalar_at(at);
  }
  String operator[](const Range<Int>& range) const;
  String operator[](RangeFrom range) const;
  String operator[](RangeTo range) const;
  // The scalars first, …, stop - 1.
  String slice(Int first, Int stop) const;

  iterator begin() const noexcept;
  iterator end() const noexcept;

  Array<Char> chars() const;
  Bytes bytes() const;
  Bytes to_bytes() const;
  Array<String> lines() const;
  Array<String> words() const;
  Array<String> split(std::string_view separator) const;
  Array<String> split_n(std::string_view separator, Int limit) const;
  std::optional<std::tuple<String, String>> split_once(std::string_view separator) const;

  std::optional<Char> get(Int index) const;
  std::optional<Char> first() const;
  std::optional<Char> last() const;
  String take(Int n) const;
  String skip(Int n) const;

  bool contains(std::string_view part) const noexcept { return text_.find(part) != std::string::npos; }
  bool contains(Char c) const;
  bool starts_with(std::string_view part) const noexcept { return text_.starts_with(part); }
  bool ends_with(std::string_view part) const noexcept { return text_.ends_with(part); }
  std::optional<Int> index_of(std::string_view part) const;
  std::optional<Int> last_index_of(std::string_view part) const;
  Int count(std::string_view part) const;

  String replace(std::string_view old, std::string_view with) const;
  String replace_first(std::string_view old, std::string_view with) const;
  String remove_prefix(std::string_view prefix) const;
  String remove_suffix(std::string_view suffix) const;
  String repeat(Int n) const;
  String reverse() const;
  String to_lower() const;
  String to_upper() const;
  String capitalize() const;
  String trim() const;
  String trim_start() const;
  String trim_end() const;
  String pad_start(Int width, Char fill = ' ') const;
  String pad_end(Int width, Char fill = ' ') const;
  String center(Int width, Char fill = ' ') const;
  String insert_at(Int index, std::string_view part) const;

  Result<Int, Error> to_int() const;
  Result<Int, Error> to_int_base(Int base) const;
  Result<double, Error> to_float() const;
  Result<bool, Error> to_bool() const;

  template <typename F>
  String map(F&& f) const;
  template <typename F>
  String filter(F&& keep) const;
  template <typename F>
  bool all(F&& f) const;
  template <typename F>
  bool any(F&& f) const;
  template <typename Body>
  void each_char(Body&& body) const;
  template <typename Body>
  void each_line(Body&& body) const;

  void push(const String& part) {
    const std::int64_t known = known_scalars();
    const std::int64_t more = part.known_scalars();
    remember(known == unknown || more == unknown ? unknown : known + more);
    text_ += part.text_;
  }
  void push(Char c) {
    if (const std::int64_t known = known_scalars(); known != unknown) {
      remember(known + 1);
    }
    if (c.is_ascii()) {
      text_ += static_cast<char>(c.value());
    } else {
      detail::append_utf8(text_, c.value());
    }
  }
  void clear() noexcept {
    text_.clear();
    remember(0);
  }
  void reserve(Int bytes) { text_.reserve(static_cast<std::size_t>(bytes)); }

  String& operator+=(const String& part) {
    push(part);
    return *this;
  }
  // A literal needs no String of its own.
  template <std::size_t N>
  String& operator+=(const char (&literal)[N]) {
    append(literal);
    return *this;
  }
  friend String operator+(const String& a, const String& b) {
    std::string joined;
    joined.reserve(a.text_.size() + b.text_.size());
    joined += a.text_;
    joined += b.text_;
    return trusted(std::move(joined));
  }
  friend String operator+(String&& a, const String& b) {
    a.push(b);
    return std::move(a);
  }

  friend bool operator==(const String& a, const String& b) noexcept { return a.text_ == b.text_; }
  friend bool operator==(const String& a, const char* b) noexcept { return a.text_ == b; }
  friend std::strong_ordering operator<=>(const String& a, const String& b) noexcept { return a.text_ <=> b.text_; }
  friend std::strong_ordering operator<=>(const String& a, const char* b) noexcept { return a.text_ <=> b; }

 private:
  static constexpr std::int64_t unknown = -1;

  // The count is the one thing that a reader may write; relaxed, since every writer stores the same number.
  std::int64_t known_scalars() const noexcept { return __atomic_load_n(&scalars_, __ATOMIC_RELAXED); }
  void remember(std::int64_t count) const noexcept { __atomic_store_n(&scalars_, count, __ATOMIC_RELAXED); }
  std::int64_t scalar_count() const noexcept {
    const std::int64_t known = known_scalars();
    return known != unknown ? known : count_scalars();
  }
  std::int64_t count_scalars() const noexcept;
  Char scalar_at(std::int64_t index) const noexcept;
  void repair();
  void append(std::string_view utf8);

  std::string text_;
  mutable std::int64_t scalars_ = 0;
};

// Walks the scalars.
class String::iterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = Char;
  using difference_type = std::ptrdiff_t;
  using pointer = const Char*;
  using reference = Char;

  iterator() noexcept = default;
  explicit iterator(const char* at) noexcept : at_(at) {}

  Char operator*() const noexcept {
    const char* at = at_;
    return detail::decode_utf8(at);
  }
  iterator& operator++() noexcept {
    detail::decode_utf8(at_);
    return *this;
  }
  iterator operator++(int) noexcept {
    const iterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(iterator, iterator) noexcept = default;

 private:
  const char* at_ = nullptr;
};

inline String::iterator String::begin() const noexcept { return iterator(text_.data()); }
inline String::iterator String::end() const noexcept { return iterator(text_.data() + text_.size()); }

template <typename F>
String String::map(F&& f) const {
  String mapped;
  for (Char c : *this) {
    mapped.push(f(c));
  }
  return mapped;
}

template <typename F>
String String::filter(F&& keep) const {
  String kept;
  for (Char c : *this) {
    if (keep(c)) {
      kept.push(c);
    }
  }
  return kept;
}

template <typename F>
bool String::all(F&& f) const {
  for (Char c : *this) {
    if (!f(c)) {
      return false;
    }
  }
  return true;
}

template <typename F>
bool String::any(F&& f) const {
  for (Char c : *this) {
    if (f(c)) {
      return true;
    }
  }
  return false;
}

template <typename Body>
void String::each_char(Body&& body) const {
  for (Char c : *this) {
    body(c);
  }
}

namespace detail {
// The next line of `rest` without its end, which is removed from `rest`.
std::string_view take_line(std::string_view& rest) noexcept;
}  // namespace detail

template <typename Body>
void String::each_line(Body&& body) const {
  for (std::string_view rest = text_; !rest.empty();) {
    body(trusted(std::string(detail::take_line(rest))));
  }
}

}  // namespace aria
