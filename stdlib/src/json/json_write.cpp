// The text of a JSON value. Numbers are the shortest that read back; text is UTF-8, with only those characters escaped that have to be.
#include <aria/std/json.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include <aria/std/detail/fail.hpp>
#include <aria/std/text.hpp>

namespace aria {

namespace {

bool stands_for_itself(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

// The same of eight bytes at once. The difference borrows into a byte's highest bit where the byte is the smaller one.
bool stand_for_themselves(const char* bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t highest = ones << 7U;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const auto below = [](std::uint64_t each, std::uint64_t limit) { return (each - limit * ones) & ~each; };
  return ((below(word, 0x20) | below(word ^ (ones * '"'), 1) | below(word ^ (ones * '\\'), 1)) & highest) == 0;
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  static constexpr char hex[] = "0123456789abcdef";
  out += "\\u00";
  out += hex[static_cast<unsigned char>(c) >> 4];
  out += hex[static_cast<unsigned char>(c) & 15];
}

void append_string(std::string& out, const std::string& text) {
  out += '"';
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end; ++at) {
    const char* const from = at;
    while (end - at >= 8 && stand_for_themselves(at)) {
      at += 8;
    }
    while (at != end && stands_for_itself(*at)) {
      ++at;
    }
    out.append(from, at);
    if (at == end) {
      break;
    }
    append_escape(out, *at);
  }
  out += '"';
}

enum class Layout : unsigned char { compact, pretty };

class Writer {
 public:
  Writer(std::string& out, Layout layout, detail::NotANumber mode) : out_(out), layout_(layout), mode_(mode) {}

  void value(const Json& json) {
    switch (tag(json)) {
      case Json::tag::Null: out_ += "null"; break;
      case Json::tag::Bool: out_ += json.as<Json::Bool>()->value ? "true" : "false"; break;
      case Json::tag::Int: integer(json.as<Json::Int>()->value); break;
      case Json::tag::Float: floating(json.as<Json::Float>()->value); break;
      case Json::tag::String: append_string(out_, json.as<Json::String>()->value.str()); break;
      case Json::tag::Array: detail::deeper([&] { array(json.as<Json::Array>()->value); }); break;
      case Json::tag::Object: detail::deeper([&] { object(json.as<Json::Object>()->value); }); break;
    }
  }

 private:
  void integer(Int number) {
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, number.value()).ptr);
  }

  void floating(double number) {
    if (!std::isfinite(number) && mode_ == detail::NotANumber::panics) [[unlikely]] {
      std::string text;
      detail::show_float(text, number);
      detail::fail("JSON has no number for " + text);
    }
    detail::show_float(out_, number);
  }

  void array(const Array<Json>& elements) {
    out_ += '[';
    ++depth_;
    bool first = true;
    for (const Json& element : elements) {
      separate(first);
      value(element);
    }
    close(elements.is_empty(), ']');
  }

  void object(const Map<String, Json>& entries) {
    out_ += '{';
    ++depth_;
    bool first = true;
    for (const auto& [key, element] : entries) {
      separate(first);
      append_string(out_, key.str());
      out_ += ':';
      if (layout_ == Layout::pretty) {
        out_ += ' ';
      }
      value(element);
    }
    close(entries.is_empty(), '}');
  }

  void separate(bool& first) {
    if (!first) {
      out_ += ',';
    }
    first = false;
    next_line();
  }

  void close(bool empty, char bracket) {
    --depth_;
    if (!empty) {
      next_line();
    }
    out_ += bracket;
  }

  void next_line() {
    if (layout_ == Layout::pretty) {
      out_ += '\n';
      out_.append(2 * depth_, ' ');
    }
  }

  std::string& out_;
  Layout layout_;
  detail::NotANumber mode_;
  std::size_t depth_ = 0;
};

}  // namespace

namespace detail {

void write_json(std::string& out, const Json& json, NotANumber mode) { Writer(out, Layout::compact, mode).value(json); }

double with_digits_of(float x) {
  if (!std::isfinite(x)) {
    return static_cast<double>(x);
  }
  std::string digits;
  show_float(digits, x);
  double number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace detail

String Json::compact() const {
  std::string out;
  detail::write_json(out, *this, detail::NotANumber::panics);
  return aria::String::trusted(std::move(out));
}

String Json::pretty() const {
  std::string out;
  Writer(out, Layout::pretty, detail::NotANumber::panics).value(*this);
  return aria::String::trusted(std::move(out));
}

}  // namespace aria
