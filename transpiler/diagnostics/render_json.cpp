// Diagnostics as one JSON document.
#include <nlohmann/json.hpp>

#include "diagnostics/render.hpp"

namespace ariac::diagnostics {

namespace {

using Json = nlohmann::ordered_json;

Json span_of(const source::SourceManager& sources, source::SourceRange range) {
  const source::Position begin = sources.begin_of(range);
  const source::Position end = sources.end_of(range);
  return {{"file", sources.file(range.file).path()}, {"line", begin.line}, {"column", begin.column}, {"end_line", end.line}, {"end_column", end.column}};
}

Json labelled_span(const source::SourceManager& sources, source::SourceRange range, bool primary, const std::string& label) {
  Json span = span_of(sources, range);
  span["primary"] = primary;
  span["label"] = label;
  return span;
}

Json to_json(const Diagnostic& diagnostic, const source::SourceManager& sources) {
  Json spans = Json::array();
  if (diagnostic.range.valid()) spans.push_back(labelled_span(sources, diagnostic.range, true, diagnostic.primary));
  for (const Label& label : diagnostic.labels) spans.push_back(labelled_span(sources, label.range, false, label.text));
  for (const Label& call : diagnostic.calls) spans.push_back(labelled_span(sources, call.range, false, call.text));
  Json suggestions = Json::array();
  for (const Suggestion& suggestion : diagnostic.suggestions) {
    Json one = span_of(sources, suggestion.range);
    one["replacement"] = suggestion.replacement;
    one["text"] = suggestion.text;
    suggestions.push_back(one);
  }
  return {{"code", diagnostic.code}, {"severity", name_of(diagnostic.severity)}, {"message", diagnostic.message}, {"spans", spans},
          {"notes", diagnostic.notes}, {"help", diagnostic.helps}, {"suggestions", suggestions}};
}

}  // namespace

std::string render_json(const Listing& listing, const source::SourceManager& sources) {
  Json list = Json::array();
  for (const Diagnostic* diagnostic : listing.shown) list.push_back(to_json(*diagnostic, sources));
  Json document = {{"diagnostics", list}, {"errors_left_out", listing.errors_left_out}};
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ariac::diagnostics
