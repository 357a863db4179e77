// Message texts with named places: `{name}` is replaced by the argument of that name, `{count:s}` by `s` unless that
// number is 1, `{{` and `}}` stand for the brace itself. Whether a text and its arguments fit is checked at compile time.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ariac::diagnostics {

struct Argument {
  std::string_view name;
  std::string text;
};

std::string fill_message(std::string_view text, const std::vector<Argument>& arguments);

// The next `{name}` or `{name:s}` at or after `from`; `end` is past its brace. Sets `found` to false where none follows.
struct Place {
  std::string_view name;
  bool plural = false;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool found = false;
};

constexpr Place next_place(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] != '{' && text[i] != '}') continue;
    if (i + 1 < text.size() && text[i + 1] == text[i]) {
      ++i;
      continue;
    }
    const std::size_t close = text.find('}', i);
    if (text[i] == '}' || close == std::string_view::npos) return {text.substr(i, 1), false, i, i + 1, true};   // matches no argument
    std::string_view name = text.substr(i + 1, close - i - 1);
    const bool plural = name.ends_with(":s");
    if (plural) name.remove_suffix(2);
    return {name, plural, i, close + 1, true};
  }
  return {};
}

// Every place names an argument and every argument has a place.
constexpr bool places_match(std::string_view text, std::initializer_list<std::string_view> names) {
  auto is_used = [text](std::string_view name) {
    for (Place place = next_place(text, 0); place.found; place = next_place(text, place.end))
      if (place.name == name && !place.plural) return true;
    return false;
  };
  for (std::string_view name : names)
    if (!is_used(name)) return false;
  for (Place place = next_place(text, 0); place.found; place = next_place(text, place.end)) {
    bool known = false;
    for (std::string_view name : names) known |= name == place.name;
    if (!known) return false;
  }
  return true;
}

}  // namespace ariac::diagnostics

namespace ariac::diag {

// The types an argument can have. Neither has a default: an argument that is left out does not compile.
struct Text {
  std::string value;
  template <std::convertible_to<std::string_view> From>
  Text(From&& from) : value(std::string_view(std::forward<From>(from))) {}
};

struct Number {
  std::string value;
  template <std::integral From>
  Number(From from) : value(std::to_string(from)) {}
};

}  // namespace ariac::diag
