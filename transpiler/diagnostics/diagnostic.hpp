// Diagnostic: one message as it will be shown. The primary label says what is wrong, secondary ones say why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/entry.hpp"
#include "source/source_range.hpp"

namespace ariac::diagnostics {

struct Label {
  source::SourceRange range;
  std::string text;
};

// A change that mends the mistake: the text of `range` becomes `replacement`.
struct Suggestion {
  source::SourceRange range;
  std::string replacement;
  std::string text;
};

struct Diagnostic {
  std::string_view code;
  std::string_view name;
  Severity severity = Severity::error;
  std::string message;
  source::SourceRange range;              // may be invalid: about no place
  std::string primary;                    // text of the primary label, may be empty
  std::vector<Label> labels;
  std::vector<Label> calls;               // the way here, innermost call first
  std::vector<std::string> notes;
  std::vector<std::string> helps;
  std::vector<Suggestion> suggestions;
};

}  // namespace ariac::diagnostics
