// Sink: collects what every phase reports.
//
//   sink.report(range, diag::TypeMismatch{.expected = "Int", .found = "String"})
//       .primary("this is a `String`")
//       .label(declaration, "`total` is declared `Int` here")
//       .help("convert it: `\"a\".to_int?`");
//
// A second report of the same code at the same range is dropped with all that is added to it. One mistake is one message:
// what follows from a declaration that cannot be read (`lose`) is not shown, and what is missing is said once a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "diagnostics/diagnostic.hpp"

namespace ariac::diagnostics {

// What `report` gives back, to add the details.
class Report {
 public:
  explicit Report(Diagnostic& diagnostic) : diagnostic_(&diagnostic) {}

  Report& primary(std::string text);                                        // the text beside the carets
  Report& label(source::SourceRange range, std::string text);               // another place, and why it matters
  Report& note(std::string text);
  Report& help(std::string text);
  Report& suggest(source::SourceRange range, std::string replacement, std::string text);
  Report& call_note(source::SourceRange range, std::string text);           // one frame of the way here, innermost first

 private:
  Diagnostic* diagnostic_;
};

enum class Strictness : std::uint8_t { normal, strict };    // strict: a warning is an error

// What is shown: in order of place, at most `limit` errors.
struct Listing {
  std::vector<const Diagnostic*> shown;
  std::list<Diagnostic> joined;      // those of `shown` that stand for several
  std::size_t errors = 0;            // all of them
  std::size_t warnings = 0;
  std::size_t errors_left_out = 0;
};

class Sink {
 public:
  static constexpr std::size_t kErrorLimit = 20;

  explicit Sink(Strictness strictness = Strictness::normal) : strictness_(strictness) {}
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  template <typename Entry>
  Report report(source::SourceRange range, const Entry& entry) {
    return add(range, Entry::kEntry, entry.arguments());
  }

  // A syntax error hides the declarations of these names: messages about them follow from it.
  void lose(std::string name) { lost_.insert(std::move(name)); }

  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  const std::deque<Diagnostic>& diagnostics() const { return diagnostics_; }   // as they were reported
  Listing listing(std::size_t limit = kErrorLimit) const;

 private:
  Report add(source::SourceRange range, const Entry& entry, const std::vector<Argument>& arguments);
  bool follows_from_lost(const Diagnostic& diagnostic) const;

  Strictness strictness_;
  std::deque<Diagnostic> diagnostics_;
  Diagnostic dropped_;
  std::set<std::pair<std::string_view, source::SourceRange>> seen_;
  std::unordered_set<std::string> lost_;
  std::size_t errors_ = 0;
};

}  // namespace ariac::diagnostics
