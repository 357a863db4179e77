// Regular expressions over RE2: linear time, no backreferences. Not in the prelude; programs that use it link aria_regex.
//
//   aria::Regex number("[0-9]+");   number.scan("a1b22")   // ["1", "22"]
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <aria/std/array.hpp>
#include <aria/std/result.hpp>

namespace aria {

namespace detail {
struct CompiledPattern;
}

class Match {
 public:
  const String& text() const noexcept { return *groups_.begin()->operator->(); }
  // In scalars; `stop` is one behind the last.
  Int start() const noexcept { return start_; }
  Int stop() const noexcept { return stop_; }
  std::optional<String> group(Int index) const { return groups_.get(index).value_or(std::nullopt); }
  std::optional<String> named(const String& name) const;
  // Without group 0, the whole match.
  Array<std::optional<String>> groups() const { return groups_.skip(1); }

  auto reflect() const { return record("Match", field("text", text()), field("start", start_), field("stop", stop_)); }

 private:
  friend class Regex;
  std::shared_ptr<const detail::CompiledPattern> pattern_;
  Array<std::optional<String>> groups_;
  Int start_;
  Int stop_;
};

class Regex {
 public:
  // Panics when the pattern is malformed.
  explicit Regex(const String& pattern);
  static Result<Regex> compile(const String& pattern);
  static String escape(const String& text);

  String pattern() const;
  bool matches(const String& text) const;
  bool full_match(const String& text) const;
  std::optional<Match> find(const String& text) const;
  Array<Match> find_all(const String& text) const;
  Array<String> scan(const String& text) const;
  // Every occurrence; \1 stands for the first group.
  String replace(const String& text, const String& with) const;
  String replace_first(const String& text, const String& with) const;
  Array<String> split(const String& text) const;

 private:
  explicit Regex(std::shared_ptr<const detail::CompiledPattern> compiled) : compiled_(std::move(compiled)) {}

  std::shared_ptr<const detail::CompiledPattern> compiled_;
};

}  // namespace aria
