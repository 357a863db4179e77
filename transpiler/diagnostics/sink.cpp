// Collecting: duplicates are dropped, warnings switched off, the order is that of the source.
#include "diagnostics/sink.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <tuple>

#include "support/stable_sort.hpp"

namespace ariac::diagnostics {

Report& Report::primary(std::string text) {
  diagnostic_->primary = std::move(text);
  return *this;
}

Report& Report::label(source::SourceRange range, std::string text) {
  if (range.valid()) diagnostic_->labels.push_back({range, std::move(text)});
  return *this;
}

Report& Report::note(std::string text) {
  diagnostic_->notes.push_back(std::move(text));
  return *this;
}

Report& Report::help(std::string text) {
  diagnostic_->helps.push_back(std::move(text));
  return *this;
}

Report& Report::suggest(source::SourceRange range, std::string replacement, std::string text) {
  diagnostic_->suggestions.push_back({range, std::move(replacement), std::move(text)});
  return *this;
}

Report& Report::call_note(source::SourceRange range, std::string text) {
  if (range.valid()) diagnostic_->calls.push_back({range, std::move(text)});
  return *this;
}

Report Sink::add(source::SourceRange range, const Entry& entry, const std::vector<Argument>& arguments) {
  if (!seen_.emplace(entry.code, range).second) {
    dropped_ = {};
    return Report(dropped_);
  }
  Diagnostic& diagnostic = diagnostics_.emplace_back();
  diagnostic.code = entry.code;
  diagnostic.name = entry.name;
  diagnostic.severity = entry.severity == Severity::warning && strictness_ == Strictness::strict ? Severity::error : entry.severity;
  diagnostic.message = fill_message(entry.message, arguments);
  diagnostic.range = range;
  if (diagnostic.severity == Severity::error) ++errors_;
  return Report(diagnostic);
}

namespace {

// Calls `f` with each word in a text that stands between backticks.
template <typename F>
void each_quoted_word(std::string_view text, F&& f) {
  const auto in_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80; };
  bool quoted = false;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '`') quoted = !quoted;
    std::size_t end = i;
    while (end < text.size() && in_word(text[end])) ++end;
    if (end < text.size() && end > i && (text[end] == '?' || text[end] == '!')) ++end;
    if (quoted && end > i) f(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
}

// Messages that something is missing: the second of one file with the same text is the same mistake.
bool says_what_is_missing(std::string_view code) {
  constexpr std::array kCodes{"E0102", "E1001", "E1002", "E1003", "E1004", "E1015", "E1016", "E1051", "E1053"};
  return std::ranges::find(kCodes, code) != kCodes.end();
}

// A type and a value of one name are missing together; what a generic type lacks, it lacks with all arguments.
std::string missing_key(const Diagnostic& diagnostic) {
  const bool name = diagnostic.code == "E1001" || diagnostic.code == "E1002";
  const std::size_t quote = name ? diagnostic.message.find('`') : 0;
  std::string key;
  int angles = 0;
  for (char c : std::string_view(diagnostic.message).substr(quote == std::string::npos ? 0 : quote)) {
    angles += c == '<' ? 1 : 0;
    if (angles == 0) key += c;
    angles -= c == '>' && angles > 0 ? 1 : 0;
  }
  return key;
}

// What is missing in several places of a file is said at the first; the next ones are labels of it.
void join_missing(Listing& listing) {
  constexpr std::size_t kLabels = 3;
  struct Group {
    std::size_t first;
    std::vector<const Diagnostic*> others;
  };
  std::map<std::pair<source::FileId, std::string>, Group> groups;
  std::vector<const Diagnostic*> kept;
  for (const Diagnostic* diagnostic : listing.shown) {
    if (says_what_is_missing(diagnostic->code)) {
      const auto [group, is_first] = groups.emplace(std::pair(diagnostic->range.file, missing_key(*diagnostic)), Group{kept.size(), {}});
      if (!is_first) {
        group->second.others.push_back(diagnostic);
        continue;
      }
    }
    kept.push_back(diagnostic);
  }
  for (const auto& [key, group] : groups) {
    if (group.others.empty()) continue;
    Diagnostic& joined = listing.joined.emplace_back(*kept[group.first]);
    for (std::size_t i = 0; i < std::min(kLabels, group.others.size()); ++i) joined.labels.push_back({group.others[i]->range, "and here"});
    if (group.others.size() > kLabels) joined.notes.push_back("and in " + std::to_string(group.others.size() - kLabels) + " more places of this file");
    kept[group.first] = &joined;
  }
  listing.shown = std::move(kept);
}

}  // namespace

bool Sink::follows_from_lost(const Diagnostic& diagnostic) const {
  if (diagnostic.code.starts_with("E3")) return false;
  bool found = false;
  each_quoted_word(diagnostic.message, [&](std::string_view word) { found |= lost_.contains(std::string(word)); });
  return found;
}

Listing Sink::listing(std::size_t limit) const {
  Listing listing;
  bool errors_left = false;
  for (const Diagnostic& diagnostic : diagnostics_) {
    if (!lost_.empty() && follows_from_lost(diagnostic)) continue;
    listing.shown.push_back(&diagnostic);
    errors_left |= diagnostic.severity == Severity::error;
  }
  if (has_errors() && !errors_left) {                   // an error is never hidden by itself
    listing.shown.clear();
    for (const Diagnostic& diagnostic : diagnostics_) listing.shown.push_back(&diagnostic);
  }
  support::stable_sort(listing.shown, [](const Diagnostic* a, const Diagnostic* b) {
    return std::tie(a->range.file, a->range.begin) < std::tie(b->range.file, b->range.begin);
  });
  join_missing(listing);
  std::erase_if(listing.shown, [&](const Diagnostic* diagnostic) {
    if (diagnostic->severity == Severity::warning) ++listing.warnings;
    if (diagnostic->severity != Severity::error) return false;
    const bool over = ++listing.errors > limit;
    listing.errors_left_out += over ? 1 : 0;
    return over;
  });
  return listing;
}

}  // namespace ariac::diagnostics
