// The text a person reads:
//
//   error[E0301]: expected `Int`, found `String`
//     ┌─ src/main.aria:4:15
//     │
//   4 │   total = 1 + "a"
//     │               ^^^ this is a `String`
//     │
//     = help: convert it: `"a".to_int?`
//     = aria explain E0301
//
// A place of several lines is underlined on its first one. Labels in another file get a header of their own.
#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/render.hpp"
#include "source/utf8.hpp"
#include "support/stable_sort.hpp"

namespace ariac::diagnostics {

namespace {

constexpr std::size_t kShownCalls = 3;

struct Mark {
  source::SourceRange range;
  std::uint32_t line;
  bool primary;
  std::string text;
};

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const source::Scalar scalar = source::decode_scalar(text, i);
    width += scalar.length == 0 ? 1 : static_cast<std::size_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(scalar.value))));
    i += scalar.length == 0 ? 1 : scalar.length;
  }
  return width;
}

// As wide as `text`; tabs are kept, so that both lines advance alike.
std::string blank_like(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t tab = std::min(text.find('\t', i), text.size());
    out.append(display_width(text.substr(i, tab - i)), ' ');
    if (tab < text.size()) out += '\t';
    i = tab + 1;
  }
  return out;
}

// A source line as a terminal can show it: control characters and broken UTF-8 would garble it.
std::string printable(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size();) {
    const source::Scalar scalar = source::decode_scalar(line, i);
    const std::size_t length = scalar.length == 0 ? 1 : scalar.length;
    const bool control = scalar.length == 0 || (scalar.value < 0x20 && scalar.value != '\t') || scalar.value == 0x7F;
    if (control) out += "\xEF\xBF\xBD";
    else out += line.substr(i, length);
    i += length;
  }
  return out;
}

class TextRenderer {
 public:
  TextRenderer(const source::SourceManager& sources, Colour colour) : sources_(sources), coloured_(colour == Colour::on) {}

  std::string render(const Diagnostic& diagnostic) {
    out_.clear();
    colour_ = diagnostic.severity == Severity::error ? "31" : diagnostic.severity == Severity::warning ? "33" : "36";
    margin_ = margin_of(diagnostic);
    out_ += paint("1;" + colour_, std::string(name_of(diagnostic.severity)) + "[" + std::string(diagnostic.code) + "]");
    out_ += paint("1", ": " + diagnostic.message) + "\n";
    snippets(diagnostic);
    calls(diagnostic);
    footer(diagnostic);
    return std::move(out_);
  }

 private:
  void snippets(const Diagnostic& diagnostic) {
    std::vector<Mark> marks;
    if (diagnostic.range.valid()) marks.push_back(mark_of(diagnostic.range, true, diagnostic.primary));
    for (const Label& label : diagnostic.labels) marks.push_back(mark_of(label.range, false, label.text));
    while (!marks.empty()) {
      const source::FileId file = marks.front().range.file;
      std::vector<Mark> here;
      std::copy_if(marks.begin(), marks.end(), std::back_inserter(here), [file](const Mark& mark) { return mark.range.file == file; });
      std::erase_if(marks, [file](const Mark& mark) { return mark.range.file == file; });
      snippet(std::move(here));
    }
  }

  // The lines that carry marks, in order; a gap is shown as `·`, a single line between two is shown itself.
  void snippet(std::vector<Mark> marks) {
    const source::SourceFile& file = sources_.file(marks.front().range.file);
    const source::Position at = file.position(marks.front().range.begin);
    out_ += margin("┌─ ") + file.path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + "\n" + bar_line();
    support::stable_sort(marks, [](const Mark& a, const Mark& b) {
      return a.line != b.line ? a.line < b.line : a.range.begin > b.range.begin;
    });
    std::uint32_t last = 0;
    for (const Mark& mark : marks) {
      if (last != 0 && mark.line == last + 2) code_line(file, last + 1);
      else if (last != 0 && mark.line > last + 2) out_ += margin("·") + "\n";
      if (mark.line != last) code_line(file, mark.line);
      underline(file, mark);
      last = mark.line;
    }
  }

  void code_line(const source::SourceFile& file, std::uint32_t line) {
    const std::string number = std::to_string(line);
    const std::string text = printable(file.line_text(line));
    out_ += paint("34", std::string(margin_ - number.size(), ' ') + number + " │") + (text.empty() ? "" : " " + text) + "\n";
  }

  void underline(const source::SourceFile& file, const Mark& mark) {
    const std::string_view line = file.line_text(mark.line);
    const std::size_t start = std::min<std::size_t>(mark.range.begin - file.line_start(mark.line), line.size());
    const std::size_t end = std::clamp<std::size_t>(mark.range.end - file.line_start(mark.line), start, line.size());
    const std::size_t width = std::max<std::size_t>(1, display_width(line.substr(start, end - start)));
    const std::string marks(width, mark.primary ? '^' : '-');
    const std::string text = mark.text.empty() ? marks : marks + " " + mark.text;
    out_ += margin("│ ") + blank_like(line.substr(0, start)) + paint(mark.primary ? colour_ : "34", text) + "\n";
  }

  // Instantiation chains fold: the innermost calls, then the outermost.
  void calls(const Diagnostic& diagnostic) {
    const std::vector<Label>& frames = diagnostic.calls;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const bool folded = frames.size() > kShownCalls && i >= kShownCalls - 1 && i + 1 < frames.size();
      if (folded && i == kShownCalls - 1) out_ += margin("= ") + std::to_string(frames.size() - kShownCalls) + " more calls\n";
      if (folded) continue;
      out_ += margin("= ") + paint("1", "note") + ": " + frames[i].text + "\n";
      snippet({mark_of(frames[i].range, false, "")});
    }
  }

  void footer(const Diagnostic& diagnostic) {
    if (diagnostic.range.valid()) out_ += bar_line();
    for (const std::string& note : diagnostic.notes) line_of_footer("note", note);
    for (const std::string& help : diagnostic.helps) line_of_footer("help", help);
    for (const Suggestion& suggestion : diagnostic.suggestions) {
      const std::string replacement = "`" + suggestion.replacement + "`";
      const bool told = suggestion.text.find(suggestion.replacement) != std::string::npos;
      line_of_footer("help", told ? suggestion.text : suggestion.text + ": " + replacement);
    }
    out_ += margin("= ") + "aria explain " + std::string(diagnostic.code) + "\n";
  }

  void line_of_footer(std::string_view kind, std::string_view text) {
    out_ += margin("= ") + paint("1", std::string(kind)) + ": ";
    for (char c : text) {
      out_ += c;
      if (c == '\n') out_ += std::string(margin_ + 3, ' ');
    }
    out_ += "\n";
  }

  Mark mark_of(source::SourceRange range, bool primary, std::string text) const {
    return {range, sources_.file(range.file).line_of(range.begin), primary, std::move(text)};
  }

  std::size_t margin_of(const Diagnostic& diagnostic) const {
    std::uint32_t largest = 1;
    auto look = [&](source::SourceRange range) {
      if (range.valid()) largest = std::max(largest, sources_.begin_of(range).line);
    };
    look(diagnostic.range);
    for (const Label& label : diagnostic.labels) look(label.range);
    for (const Label& call : diagnostic.calls) look(call.range);
    return std::to_string(largest).size();
  }

  std::string margin(std::string_view sign) const { return paint("34", std::string(margin_ + 1, ' ') + std::string(sign)); }
  std::string bar_line() const { return margin("│") + "\n"; }
  std::string paint(const std::string& style, std::string text) const { return coloured_ ? "\x1b[" + style + "m" + text + "\x1b[0m" : text; }

  const source::SourceManager& sources_;
  bool coloured_;
  std::string colour_;
  std::size_t margin_ = 1;
  std::string out_;
};

std::string counted(std::size_t count, const std::string& noun) { return std::to_string(count) + " " + noun + (count == 1 ? "" : "s"); }

}  // namespace

std::string render_text(const Listing& listing, const source::SourceManager& sources, Colour colour) {
  TextRenderer renderer(sources, colour);
  std::string out;
  for (const Diagnostic* diagnostic : listing.shown) out += renderer.render(*diagnostic) + "\n";
  if (listing.errors_left_out > 0) out += counted(listing.errors_left_out, "more error") + " not shown\n";
  if (listing.errors > 0) out += counted(listing.errors, "error") + (listing.warnings > 0 ? ", " + counted(listing.warnings, "warning") : "") + "\n";
  return out;
}

}  // namespace ariac::diagnostics
