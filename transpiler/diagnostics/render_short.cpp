// Diagnostics as one line each.
#include "diagnostics/render.hpp"

namespace ariac::diagnostics {

std::string render_short(const Listing& listing, const source::SourceManager& sources) {
  std::string out;
  for (const Diagnostic* diagnostic : listing.shown) {
    if (diagnostic->range.valid()) {
      const source::Position at = sources.begin_of(diagnostic->range);
      out += sources.file(diagnostic->range.file).path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
    }
    out += std::string(name_of(diagnostic->severity)) + "[" + std::string(diagnostic->code) + "]: " + diagnostic->message + "\n";
  }
  if (listing.errors_left_out > 0) out += std::to_string(listing.errors_left_out) + " more errors are not shown\n";
  return out;
}

}  // namespace ariac::diagnostics
