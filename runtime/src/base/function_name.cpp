#include "base/function_name.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace aria::detail {
namespace {

constexpr std::string_view kOperator = "operator";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

// How much of `text` from `at` on the name of an operator takes, without its parameters: `operator()`, `operator<`.
std::size_t operator_at(std::string_view text, std::size_t at) {
  if (text.substr(at, kOperator.size()) != kOperator || (at > 0 && is_word(text[at - 1]))) {
    return 0;
  }
  std::size_t end = at + kOperator.size();
  if (text.substr(end, 2) == "()") {
    return end + 2 - at;
  }
  while (end < text.size() && std::string_view("<>=!+-*/%&|^~[]").find(text[end]) != std::string_view::npos) {
    ++end;
  }
  return end - at;
}

// Where something stands outside all brackets: calls found(position) for each such character until it says true.
template <typename Found>
void outside_brackets(std::string_view text, Found found) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t named = operator_at(text, at); named > 0) {
      at += named;
      continue;
    }
    const char c = text[at];
    if (depth == 0 && found(at)) {
      return;
    }
    depth += std::string_view("<({[").find(c) != std::string_view::npos ? 1 : 0;
    depth -= std::string_view(">)}]").find(c) != std::string_view::npos && depth > 0 ? 1 : 0;
    ++at;
  }
}

// `void a::f<int>(long) const` without what it gives, and without what follows its parameters.
std::string_view path_of(std::string_view text) {
  std::size_t begin = 0;
  std::size_t end = text.size();
  bool params = false;
  outside_brackets(text, [&](std::size_t at) {
    params = params || text[at] == '(';
    if (text[at] == ' ') {
      const std::string_view rest = text.substr(at);
      const bool qualifies = rest.starts_with(" const") || rest.starts_with(" &") || rest.starts_with(" [");
      const bool goes_on = text.find("::", at) != std::string_view::npos;  // `operator()() const::{lambda()#1}`
      if (params && qualifies && !goes_on) {
        end = at;
        return true;
      }
      begin = params && qualifies ? begin : at + 1;
    }
    return false;
  });
  return text.substr(begin, end - begin);
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  outside_brackets(path, [&](std::size_t at) {
    if (path.substr(at, 2) == "::") {
      parts.push_back(path.substr(begin, at - begin));
      begin = at + 2;
    }
    return false;
  });
  parts.push_back(path.substr(begin));
  return parts;
}

bool is_block(std::string_view part) {
  return part.starts_with("{lambda") || part.starts_with("<lambda") || part.starts_with("'lambda") || part.starts_with("operator()");
}

// `each<F>(F const&)` is `each`; names that C++ reserves got a `_`.
std::string bare(std::string_view part) {
  const auto end = std::find_if_not(part.begin(), part.end(), is_word);
  std::string name(part.begin(), end);
  if (name.size() > 1 && name.ends_with('_')) {
    name.pop_back();
  }
  return name;
}

bool is_of_library(std::string_view path) { return path.starts_with("aria::") || path.starts_with("std::"); }

// What stands before the block at `block`, back to where its bracket opens.
std::string_view owner_of(std::string_view text, std::size_t block) {
  std::size_t begin = block;
  int depth = 0;
  while (begin > 0) {
    const char c = text[begin - 1];
    if (depth == 0 && (c == '<' || c == '(' || c == ',' || c == ' ')) {
      break;
    }
    depth += c == ')' || c == '>' ? 1 : 0;
    depth -= c == '(' || c == '<' ? 1 : 0;
    --begin;
  }
  return text.substr(begin, block - begin);
}

// The function of the program whose block a template of the library was made for: `Task<…, shop::main()::{lambda()#1}>::run`. Empty if it
// is a block of the library's own.
std::string_view function_within(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    at = std::min(text.find("::{lambda", at), text.find("::<lambda", at));
    if (at == std::string_view::npos) {
      break;
    }
    if (const std::string_view owner = owner_of(text, at); !owner.empty() && !is_of_library(path_of(owner))) {
      return owner;
    }
  }
  return {};
}

}  // namespace

std::string function_name(std::string_view demangled) {
  const std::string_view path = path_of(demangled);
  if (is_of_library(path)) {
    const std::string_view owner = function_within(demangled);
    const std::string name = owner.empty() ? "" : function_name(owner);
    return name.empty() || name.starts_with("a block") ? name : "a block in " + name;
  }
  // Modules are left out, since the place names the file; types stay.
  std::string name;
  bool block = false;
  for (const std::string_view part : parts_of(path)) {
    if (is_block(part)) {
      block = true;
      break;
    }
    const std::string word = bare(part);
    const bool inside_type = !name.empty() && std::isupper(static_cast<unsigned char>(name[0])) != 0;
    name = inside_type ? name + "." + word : word;
  }
  if (block) {
    return name.empty() ? "a block" : "a block in " + name;
  }
  return name;
}

}  // namespace aria::detail
