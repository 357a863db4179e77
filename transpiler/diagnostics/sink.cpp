// Collecting: duplicates are dropped, warnings switched off, the order is that of the source.
#include "diagnostics/sink.hpp"

#include <algorithm>
#include <tuple>

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

Listing Sink::listing(std::size_t limit) const {
  Listing listing;
  for (const Diagnostic& diagnostic : diagnostics_) listing.shown.push_back(&diagnostic);
  std::stable_sort(listing.shown.begin(), listing.shown.end(), [](const Diagnostic* a, const Diagnostic* b) {
    return std::tie(a->range.file, a->range.begin) < std::tie(b->range.file, b->range.begin);
  });
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
