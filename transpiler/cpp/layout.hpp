// A document algebra in the manner of Wadler and Leijen: what the text is, apart from where its lines break.
//
// A `Doc` is an immutable value. `line()` is a space that may become a line break, `hardline()` always is one; a
// `group` is set on one line where it fits and broken at its own lines where it does not. `bracketed` knows the
// three ways in which Google style sets an argument list. `render` decides, in one pass over the document.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ariac::cpp {

struct DocNode;

class Doc {
 public:
  Doc();
  explicit Doc(std::shared_ptr<const DocNode> node) : node_(std::move(node)) {}

  const DocNode& node() const { return *node_; }
  bool empty() const;
  // Whether the document holds a line break that is always taken.
  bool breaks() const;
  // Columns up to the first forced line break, everything before it set on one line.
  int flat_width() const;

 private:
  std::shared_ptr<const DocNode> node_;
};

Doc text(std::string_view content);
Doc line();
Doc softline();
Doc hardline();
Doc blank_line();
Doc concat(std::vector<Doc> parts);
Doc join(const std::vector<Doc>& parts, const Doc& separator);
Doc nest(int columns, Doc content);
// Lines inside start in the column in which the content starts.
Doc align(Doc content);
Doc group(Doc content);
// `one_line` where it fits, else `broken`, which holds forced line breaks: the body of a short lambda. A bracket
// whose last item ends in a choice would rather break that than its own list.
Doc choice(Doc one_line, Doc broken);
// Statements between braces: laid out for themselves, whatever was decided around them.
Doc body(Doc content);
// `open a, b, c close`: on one line, or aligned behind the bracket, or four columns in on the lines below it.
Doc bracketed(std::string_view open, std::vector<Doc> items, std::string_view close);
// `left = right`: the right side goes to the next line where it then fits whole, else it breaks inside.
Doc assigned(Doc left, Doc right);
// A comment behind code; it has no influence on the layout of the line.
Doc trailing(std::string_view comment);
// A preprocessor line, in column one; a line break follows.
Doc directive(std::string_view content);
// Remembers in which line of the output this place came to stand.
Doc mark(std::uint32_t id);

template <typename... Parts>
Doc cat(Parts... parts) {
  return concat({std::move(parts)...});
}

struct PlacedMark {
  std::uint32_t id;
  int line;  // from 1
  bool operator==(const PlacedMark&) const = default;
};

struct Rendered {
  std::string text;
  std::vector<PlacedMark> marks;
};

inline constexpr int page_width = 100;

Rendered render(const Doc& doc, int width = page_width);

}  // namespace ariac::cpp
