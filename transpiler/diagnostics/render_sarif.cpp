// Diagnostics as SARIF 2.1.0.
#include <nlohmann/json.hpp>
#include <set>

#include "diagnostics/catalogue.hpp"
#include "diagnostics/render.hpp"

namespace ariac::diagnostics {

namespace {

using Json = nlohmann::ordered_json;

Json location_of(const source::SourceManager& sources, source::SourceRange range, const std::string& text) {
  const source::Position begin = sources.begin_of(range);
  const source::Position end = sources.end_of(range);
  Json region = {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}};
  Json place = {{"artifactLocation", {{"uri", sources.file(range.file).path()}}}, {"region", region}};
  Json location = {{"physicalLocation", place}};
  if (!text.empty()) location["message"] = {{"text", text}};
  return location;
}

Json result_of(const Diagnostic& diagnostic, const source::SourceManager& sources) {
  Json result = {{"ruleId", diagnostic.code}, {"level", name_of(diagnostic.severity)}, {"message", {{"text", diagnostic.message}}}};
  if (diagnostic.range.valid()) result["locations"] = Json::array({location_of(sources, diagnostic.range, diagnostic.primary)});
  Json related = Json::array();
  for (const Label& label : diagnostic.labels) related.push_back(location_of(sources, label.range, label.text));
  for (const Label& call : diagnostic.calls) related.push_back(location_of(sources, call.range, call.text));
  if (!related.empty()) result["relatedLocations"] = related;
  return result;
}

Json rules_of(const Listing& listing) {
  std::set<std::string_view> codes;
  for (const Diagnostic* diagnostic : listing.shown) codes.insert(diagnostic->code);
  Json rules = Json::array();
  for (std::string_view code : codes) {
    Json rule = {{"id", code}};
    if (const Entry* entry = find_entry(code)) rule["name"] = entry->name;
    rules.push_back(rule);
  }
  return rules;
}

}  // namespace

std::string render_sarif(const Listing& listing, const source::SourceManager& sources) {
  Json results = Json::array();
  for (const Diagnostic* diagnostic : listing.shown) results.push_back(result_of(*diagnostic, sources));
  Json driver = {{"name", "aria"}, {"rules", rules_of(listing)}};
  Json run = {{"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", results}};
  Json document = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ariac::diagnostics
