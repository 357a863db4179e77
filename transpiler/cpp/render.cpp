// Sets a document on lines. One pass with an explicit stack, so that long chains cost no C++ stack here.
//
//   1. take the next piece; a group, a bracket or an assignment asks whether it fits flat up to the first line
//      break that is sure to come, in itself or in what follows it;
//   2. flat pieces turn their lines into spaces, broken ones into newlines at the current indentation;
//   3. a body resets the mode: its statements decide for themselves.
#include <algorithm>
#include <optional>
#include <vector>

#include "cpp/doc_node.hpp"
#include "cpp/layout.hpp"

namespace ariac::cpp {

namespace {

enum class Mode { Flat, Broken };

struct Piece {
  int indent;
  Mode mode;
  Doc doc;
};

Doc rebuilt(const DocNode& node, std::vector<Doc> parts) {
  switch (node.kind) {
    case DocKind::Concat: return concat(std::move(parts));
    case DocKind::Nest: return nest(node.columns, std::move(parts[0]));
    case DocKind::Align: return align(std::move(parts[0]));
    case DocKind::Group: return group(std::move(parts[0]));
    default: return bracketed(node.content, std::move(parts), node.close);
  }
}

// The document with the choice at its very end set broken, if it ends in one.
std::optional<Doc> with_last_choice_broken(const Doc& doc) {
  const DocNode& node = doc.node();
  switch (node.kind) {
    case DocKind::Choice:
      return node.parts[1];
    case DocKind::Concat:
    case DocKind::Nest:
    case DocKind::Align:
    case DocKind::Group:
    case DocKind::Bracketed: {
      if (node.parts.empty()) return std::nullopt;
      std::optional<Doc> last = with_last_choice_broken(node.parts.back());
      if (!last) return std::nullopt;
      std::vector<Doc> parts(node.parts.begin(), node.parts.end() - 1);
      parts.push_back(std::move(*last));
      return rebuilt(node, std::move(parts));
    }
    default:
      return std::nullopt;
  }
}

bool any_but_last_breaks(const std::vector<Doc>& items) {
  return !items.empty() && std::any_of(items.begin(), items.end() - 1, [](const Doc& item) { return item.breaks(); });
}

class Renderer {
 public:
  explicit Renderer(int width) : width_(width) {}

  Rendered run(const Doc& doc) {
    push(0, Mode::Broken, doc);
    while (!stack_.empty()) {
      const Piece piece = std::move(stack_.back());
      stack_.pop_back();
      set(piece);
    }
    return std::move(out_);
  }

 private:
  void push(int indent, Mode mode, Doc doc) { stack_.push_back({indent, mode, std::move(doc)}); }

  void set(const Piece& piece) {
    const DocNode& node = piece.doc.node();
    switch (node.kind) {
      case DocKind::Text:
        return write(node.content);
      case DocKind::Trailing:
        return write(node.content);
      case DocKind::Line:
        return piece.mode == Mode::Flat ? write(" ") : newline(piece.indent);
      case DocKind::SoftLine:
        return piece.mode == Mode::Flat ? void() : newline(piece.indent);
      case DocKind::HardLine:
        return newline(piece.indent);
      case DocKind::Concat:
        for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part) push(piece.indent, piece.mode, *part);
        return;
      case DocKind::Nest:
        return push(piece.indent + node.columns, piece.mode, node.parts[0]);
      case DocKind::Align:
        return push(column(), piece.mode, node.parts[0]);
      case DocKind::Group:
        return push(piece.indent, fits(piece.doc) ? Mode::Flat : Mode::Broken, node.parts[0]);
      case DocKind::Choice:
        return push(piece.indent, piece.mode, node.parts[piece.mode == Mode::Flat || fits(piece.doc) ? 0 : 1]);
      case DocKind::Body:
        return push(piece.indent, Mode::Broken, node.parts[0]);
      case DocKind::Bracketed:
        return set_bracketed(piece, node);
      case DocKind::Assigned:
        return set_assigned(piece, node);
      case DocKind::Directive:
        return set_directive(node);
      case DocKind::Mark:
        out_.marks.push_back({node.id, line_});
        return;
    }
  }

  void set_bracketed(const Piece& piece, const DocNode& node) {
    const bool early_break = any_but_last_breaks(node.parts);
    if (!early_break && (node.parts.empty() || piece.mode == Mode::Flat || fits(piece.doc))) {
      return set_on_one_line(piece, node);
    }
    if (!early_break && !piece.doc.breaks()) {
      const std::optional<Doc> hugged = with_last_choice_broken(piece.doc);
      if (hugged && fits(*hugged)) return set_on_one_line(piece, hugged->node());
    }
    set_as_list(piece, node, early_break);
  }

  void set_on_one_line(const Piece& piece, const DocNode& node) {
    push(piece.indent, Mode::Flat, concat({text(node.content), join(node.parts, text(", ")), text(node.close)}));
  }

  // Fills the lines with items: aligned behind the bracket where all of them have room there, else four columns in.
  void set_as_list(const Piece& piece, const DocNode& node, bool early_break) {
    const int inside = column() + columns_of(node.content);
    const bool aligned = !early_break && inside <= piece.indent + width_ / 2 &&
                         std::ranges::all_of(node.parts, [&](const Doc& item) {
                           return !item.breaks() && inside + item.flat_width() + 3 <= width_;
                         });
    const int indent = aligned ? inside : piece.indent + 4;
    std::vector<Doc> rows{text(node.content)};
    if (!aligned) rows.push_back(hardline());
    int at = indent;
    for (std::size_t i = 0; i < node.parts.size(); ++i) {
      const Doc& item = node.parts[i];
      if (i > 0) {
        const bool after_break = node.parts[i - 1].breaks();
        const bool same_line = !after_break && !item.breaks() && at + item.flat_width() + 3 <= width_;
        rows.push_back(same_line ? text(" ") : hardline());
        at = same_line ? at + 1 : indent;
      }
      rows.push_back(group(item));
      rows.push_back(text(i + 1 < node.parts.size() ? "," : node.close));
      at += item.flat_width() + 1;
    }
    push(indent, Mode::Broken, concat(std::move(rows)));
  }

  void set_assigned(const Piece& piece, const DocNode& node) {
    const Doc& left = node.parts[0];
    const Doc& right = node.parts[1];
    const bool below = piece.mode == Mode::Broken && !fits(piece.doc) && !right.breaks() &&
                       piece.indent + 4 + right.flat_width() + 1 <= width_;
    if (below) {
      push(piece.indent + 4, Mode::Broken, concat({hardline(), group(right)}));
      return push(piece.indent, piece.mode, concat({left, text(" =")}));
    }
    push(piece.indent, piece.mode, concat({left, text(" = "), right}));
  }

  void set_directive(const DocNode& node) {
    const int indent = pending_indent_;
    if (!at_line_start_) newline(0);
    pending_indent_ = 0;
    write(node.content);
    newline(indent);
  }

  // Whether the piece, set flat, and what follows it up to the next line break stay within the page.
  bool fits(const Doc& doc) const {
    int left = width_ - column() - doc.flat_width();
    if (left < 0) return false;
    if (doc.breaks()) return true;
    for (auto piece = stack_.rbegin(); piece != stack_.rend(); ++piece) {
      if (!take(*piece, left)) return left >= 0;
      if (left < 0) return false;
    }
    return true;
  }

  // Subtracts the width of a following piece; false where its line surely ends.
  static bool take(const Piece& piece, int& left) {
    std::vector<const DocNode*> open{&piece.doc.node()};
    while (!open.empty()) {
      const DocNode& node = *open.back();
      open.pop_back();
      switch (node.kind) {
        case DocKind::Line:
        case DocKind::SoftLine:
          if (piece.mode == Mode::Broken) return false;
          left -= node.flat_width;
          break;
        case DocKind::Choice:
          open.push_back(&node.parts[0].node());
          break;
        case DocKind::Bracketed:
          left -= columns_of(node.content);
          if (node.parts.empty()) {
            left -= columns_of(node.close);
            break;
          }
          return false;
        case DocKind::Concat:
        case DocKind::Nest:
        case DocKind::Align:
          for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part) open.push_back(&part->node());
          break;
        default:
          left -= node.flat_width;
          if (node.breaks) return false;
      }
      if (left < 0) return true;
    }
    return true;
  }

  int column() const { return at_line_start_ ? pending_indent_ : column_; }

  void write(std::string_view content) {
    if (content.empty()) return;
    if (at_line_start_) {
      if (content == " ") return;
      out_.text.append(static_cast<std::size_t>(pending_indent_), ' ');
      column_ = pending_indent_;
      at_line_start_ = false;
    }
    out_.text += content;
    column_ += columns_of(content);
  }

  void newline(int indent) {
    while (!out_.text.empty() && out_.text.back() == ' ') out_.text.pop_back();
    out_.text += '\n';
    ++line_;
    pending_indent_ = indent;
    at_line_start_ = true;
  }

  int width_;
  int column_ = 0;
  int pending_indent_ = 0;
  int line_ = 1;
  bool at_line_start_ = true;
  std::vector<Piece> stack_;
  Rendered out_;
};

}  // namespace

Rendered render(const Doc& doc, int width) { return Renderer(width).run(doc); }

}  // namespace ariac::cpp
