// Reading JSON: Boost.JSON's parser drives a handler that makes our values, so there is no second document in between.
// The only file that knows Boost.JSON. The text is an aria::String, so it is valid UTF-8 already.
//
// Numbers: the parser's own conversion of long floating-point numbers is off by one place at times, so their digits are
// read again by std::from_chars. Values wait on a stack until the bracket that closes them tells how many belong together.
#include <aria/std/json.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

namespace aria {

namespace {

namespace bj = boost::json;

constexpr std::size_t deepest = 512;

class Builder {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  Json take() { return std::move(values_.back()); }

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) { return true; }
  bool on_array_begin(bj::error_code&) { return true; }

  bool on_object_end(std::size_t count, bj::error_code&) {
    Map<String, Json> entries;
    entries.reserve(static_cast<std::int64_t>(count));
    auto value = values_.end() - static_cast<std::ptrdiff_t>(count);
    for (auto key = keys_.end() - static_cast<std::ptrdiff_t>(count); key != keys_.end(); ++key, ++value) {
      entries.insert(std::move(*key), std::move(*value));
    }
    keys_.erase(keys_.end() - static_cast<std::ptrdiff_t>(count), keys_.end());
    drop_last(count);
    add(Json::Object(std::move(entries)));
    return true;
  }

  bool on_array_end(std::size_t count, bj::error_code&) {
    Array<Json> elements;
    elements.reserve(static_cast<std::int64_t>(count));
    for (auto value = values_.end() - static_cast<std::ptrdiff_t>(count); value != values_.end(); ++value) {
      elements.push(std::move(*value));
    }
    drop_last(count);
    add(Json::Array(std::move(elements)));
    return true;
  }

  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) { return keep(part); }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) { return keep(part); }
  bool on_key(bj::string_view rest, std::size_t, bj::error_code&) {
    keys_.push_back(whole(rest));
    return true;
  }
  bool on_string(bj::string_view rest, std::size_t, bj::error_code&) {
    add(Json::String{whole(rest)});
    return true;
  }

  bool on_number_part(bj::string_view part, bj::error_code&) { return keep(part); }
  bool on_int64(std::int64_t number, bj::string_view, bj::error_code&) {
    part_.clear();
    add(Json::Int{Int::raw(number)});
    return true;
  }
  bool on_uint64(std::uint64_t number, bj::string_view, bj::error_code&) {
    part_.clear();
    add(Json::Float{static_cast<double>(number)});
    return true;
  }
  bool on_double(double about, bj::string_view rest, bj::error_code& error) {
    if (part_.empty() && is_short(rest)) {
      add(Json::Float{about});
      return true;
    }
    part_.append(rest.data(), rest.size());
    double number = 0;
    const bool fits = std::from_chars(part_.data(), part_.data() + part_.size(), number).ec != std::errc::result_out_of_range;
    part_.clear();
    if (!fits && std::fabs(about) > 1) {
      error = bj::error::exponent_overflow;
      return false;
    }
    add(Json::Float{fits ? number : std::copysign(0.0, about)});
    return true;
  }

  bool on_bool(bool value, bj::error_code&) {
    add(Json::Bool{value});
    return true;
  }
  bool on_null(bj::error_code&) {
    values_.emplace_back();
    return true;
  }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  // Up to 15 digits and no exponent: a quotient of two numbers that are exact, so the parser rounds it correctly.
  static bool is_short(bj::string_view number) { return number.size() <= 16 && number.find_first_of("eE") == bj::string_view::npos; }
  template <typename Variant>
  void add(Variant variant) {
    values_.emplace_back().value.emplace<Variant>(std::move(variant));
  }
  void drop_last(std::size_t count) { values_.erase(values_.end() - static_cast<std::ptrdiff_t>(count), values_.end()); }
  bool keep(bj::string_view part) {
    part_.append(part.data(), part.size());
    return true;
  }
  String whole(bj::string_view rest) {
    if (part_.empty()) {
      return String::trusted(std::string(rest.data(), rest.size()));
    }
    part_.append(rest.data(), rest.size());
    String text = String::trusted(part_);
    part_.clear();
    return text;
  }

  std::vector<Json> values_;
  std::vector<String> keys_;
  std::string part_;  // of a string or number that comes in pieces
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Whether what stands before a place is the first half of a pair, as an escape: \ud83d, or that and a backslash.
bool follows_half(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at > 0 && text[at - 1] == '\\' ? at - 1 : at);
  if (before.size() < 6) {
    return false;
  }
  const std::string_view escape = before.substr(before.size() - 6);
  return escape.starts_with("\\u") && (escape[2] | 32) == 'd' && std::string_view("89abAB").find(escape[3]) != std::string_view::npos;
}

// What stands at a place, for a message: a word as a whole.
std::string shown_at(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 20;
  const char* p = text.data() + at;
  std::size_t length = 0;
  while (length < longest && at + length < text.size() && is_word(text[at + length])) {
    ++length;
  }
  if (length > 0 && !(text[at] >= '0' && text[at] <= '9')) {
    return "`" + std::string(p, length) + "`";
  }
  const char32_t scalar = detail::decode_utf8(p);
  if (scalar >= 0x20 && scalar != 0x7F && scalar != 0xFEFF) {
    return "`" + std::string(text.data() + at, p) + "`";
  }
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string code = "U+";
  for (int shift = 12; shift >= 0; shift -= 4) {
    code += hex[(scalar >> shift) & 15];
  }
  return code;
}

std::string reason_of(bj::error_code error, std::string_view text, std::size_t at) {
  if (error == bj::error::too_deep) return "nested deeper than " + std::to_string(deepest) + " levels";
  if (error == bj::error::exponent_overflow) return "the number is too large";
  if (error == bj::error::illegal_leading_surrogate || error == bj::error::illegal_trailing_surrogate) return "half of a surrogate pair";
  if (error == bj::error::expected_hex_digit) return "four hexadecimal digits must follow `\\u`";
  if (error == bj::error::incomplete || at == text.size()) return "the text ends too early";
  if (follows_half(text, at)) return "half of a surrogate pair";
  const bool graphic = text[at] > 0x20 && text[at] < 0x7F;
  if (graphic && at > 0 && text[at - 1] == '\\') return "unknown escape `\\" + std::string(1, text[at]) + "`";
  std::size_t before = at;
  while (before > 0 && is_space(text[before - 1])) {
    --before;
  }
  const bool closes = text[at] == ']' || text[at] == '}';
  return "unexpected " + shown_at(text, at) + (closes && before > 0 && text[before - 1] == ',' ? " behind a comma" : "");
}

JsonError error_at(std::string_view text, std::size_t at, const std::string& reason) {
  std::int64_t line = 1;
  std::int64_t column = 1;
  for (const char* p = text.data(); p < text.data() + at;) {
    const bool ends_line = *p == '\n';
    detail::decode_utf8(p);
    line += ends_line ? 1 : 0;
    column = ends_line ? 1 : column + 1;
  }
  return JsonError(Int(line), Int(column), String(reason));
}

}  // namespace

Result<Json, JsonError> Json::parse(const aria::String& text) {
  bj::parse_options options;
  options.max_depth = deepest;
  bj::basic_parser<Builder> parser(options);
  const std::string_view all = text;
  bj::error_code error;
  const std::size_t read = parser.write_some(false, all.data(), all.size(), error);
  if (error) {
    return Err(error_at(all, read, reason_of(error, all, read)));
  }
  if (read < all.size()) {
    return Err(error_at(all, read, "unexpected " + shown_at(all, read) + " behind the value"));
  }
  return parser.handler().take();
}

}  // namespace aria
