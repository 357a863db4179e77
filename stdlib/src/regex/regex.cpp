// std::regex: the only file that knows RE2.
#include <aria/std/regex.hpp>

#include <vector>

#include <re2/re2.h>

namespace aria {

namespace detail {

struct CompiledPattern {
  explicit CompiledPattern(const String& pattern) : regex(pattern.str(), RE2::Quiet) {}
  RE2 regex;
};

}  // namespace detail

namespace {

String made(re2::StringPiece piece) { return String::trusted(std::string(piece.data(), piece.size())); }

// One behind the scalar that starts at `at`: where to go on after an empty match.
std::size_t next_scalar(std::string_view text, std::size_t at) {
  const char* p = text.data() + at;
  if (at < text.size()) {
    detail::decode_utf8(p);
    return static_cast<std::size_t>(p - text.data());
  }
  return at + 1;
}

// Calls found(groups, first byte, byte behind) for each match from left to right until it returns false.
template <typename Found>
void each_match(const RE2& regex, const String& text, Found found) {
  const std::string_view all = text;
  const re2::StringPiece input(all.data(), all.size());
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(regex.NumberOfCapturingGroups()) + 1);
  std::size_t at = 0;
  while (at <= all.size() && regex.Match(input, at, all.size(), RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size()))) {
    const std::size_t first = static_cast<std::size_t>(groups[0].data() - all.data());
    const std::size_t stop = first + groups[0].size();
    if (!found(groups, first, stop)) {
      return;
    }
    at = stop > first ? stop : next_scalar(all, stop);
  }
}

}  // namespace

std::optional<String> Match::named(const String& name) const {
  const auto& names = pattern_->regex.NamedCapturingGroups();
  const auto found = names.find(name.str());
  return found == names.end() ? std::nullopt : group(found->second);
}

Regex::Regex(const String& pattern) : Regex(compile(pattern).unwrap()) {}

Result<Regex> Regex::compile(const String& pattern) {
  auto compiled = std::make_shared<const detail::CompiledPattern>(pattern);
  if (!compiled->regex.ok()) {
    return Err(Error("malformed pattern: " + String(compiled->regex.error())));
  }
  return Regex(std::move(compiled));
}

String Regex::escape(const String& text) { return String(RE2::QuoteMeta(text.str())); }
String Regex::pattern() const { return String(compiled_->regex.pattern()); }
bool Regex::matches(const String& text) const { return RE2::PartialMatch(text.str(), compiled_->regex); }
bool Regex::full_match(const String& text) const { return RE2::FullMatch(text.str(), compiled_->regex); }

std::optional<Match> Regex::find(const String& text) const {
  std::optional<Match> first_match;
  each_match(compiled_->regex, text, [&](const auto& groups, std::size_t first, std::size_t stop) {
    Match& match = first_match.emplace();
    match.pattern_ = compiled_;
    for (const re2::StringPiece& group : groups) {
      match.groups_.push(group.data() == nullptr ? std::nullopt : std::optional<String>(made(group)));
    }
    match.start_ = String::trusted(text.str().substr(0, first)).len();
    match.stop_ = String::trusted(text.str().substr(0, stop)).len();
    return false;
  });
  return first_match;
}

Array<Match> Regex::find_all(const String& text) const {
  Array<Match> matches;
  std::size_t counted = 0;  // bytes whose scalars are in `scalars`
  Int scalars = 0;
  const auto position = [&](std::size_t byte) {
    scalars += String::trusted(text.str().substr(counted, byte - counted)).len();
    counted = byte;
    return scalars;
  };
  each_match(compiled_->regex, text, [&](const auto& groups, std::size_t first, std::size_t stop) {
    Match match;
    match.pattern_ = compiled_;
    for (const re2::StringPiece& group : groups) {
      match.groups_.push(group.data() == nullptr ? std::nullopt : std::optional<String>(made(group)));
    }
    match.start_ = position(first);
    match.stop_ = position(stop);
    matches.push(std::move(match));
    return true;
  });
  return matches;
}

Array<String> Regex::scan(const String& text) const {
  Array<String> found;
  each_match(compiled_->regex, text, [&](const auto& groups, std::size_t, std::size_t) {
    found.push(made(groups[0]));
    return true;
  });
  return found;
}

String Regex::replace(const String& text, const String& with) const {
  std::string out = text.str();
  RE2::GlobalReplace(&out, compiled_->regex, with.str());
  return String(std::move(out));
}

String Regex::replace_first(const String& text, const String& with) const {
  std::string out = text.str();
  RE2::Replace(&out, compiled_->regex, with.str());
  return String(std::move(out));
}

Array<String> Regex::split(const String& text) const {
  Array<String> parts;
  std::size_t from = 0;
  each_match(compiled_->regex, text, [&](const auto&, std::size_t first, std::size_t stop) {
    if (stop > first) {
      parts.push(String::trusted(text.str().substr(from, first - from)));
      from = stop;
    }
    return true;
  });
  parts.push(String::trusted(text.str().substr(from)));
  return parts;
}

}  // namespace aria
