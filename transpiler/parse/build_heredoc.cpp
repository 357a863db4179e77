// Heredocs: `<<ID` keeps its lines as they are, `<<~ID` takes the indentation off that its lines share (before anything
// is interpolated; blank lines do not count, a tab reaches to the next multiple of 8), `<<'ID'` is raw. As in Ruby.
#include <algorithm>
#include <limits>
#include <string>

#include "parse/builder.hpp"

namespace ariac::parse {

namespace {

constexpr std::size_t kTab = 8;
constexpr std::size_t kNoLine = std::numeric_limits<std::size_t>::max();

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

std::size_t advance(std::size_t width, char c) { return c == '\t' ? (width / kTab + 1) * kTab : width + 1; }

// The width of what a line starts with, or kNoLine when nothing else is on it.
std::size_t indentation(std::string_view line, bool more_follows) {
  std::size_t width = 0;
  for (char c : line) {
    if (is_line_end(c)) return kNoLine;
    if (!is_blank(c)) return width;
    width = advance(width, c);
  }
  return more_follows ? width : kNoLine;
}

std::string_view without_indentation(std::string_view line, std::size_t limit) {
  std::size_t width = 0;
  while (!line.empty() && is_blank(line.front()) && advance(width, line.front()) <= limit) {
    width = advance(width, line.front());
    line.remove_prefix(1);
  }
  return line;
}

bool ends_line(std::string_view text) { return !text.empty() && is_line_end(text.back()); }

std::string with_plain_line_ends(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += text[i] == '\r' ? '\n' : text[i];
  }
  return out;
}

}  // namespace

const ast::Expr* Builder::build_heredoc(P::StringContext* string) {
  const std::string_view opener = text_of(string->HEREDOC());
  const bool raw = opener.find('\'') != std::string_view::npos;
  const bool squiggly = opener.find('~') != std::string_view::npos;
  const auto& contexts = string->stringPart();

  std::size_t shared = kNoLine;
  bool line_start = true;
  for (std::size_t i = 0; squiggly && i < contexts.size(); ++i) {
    const std::string_view text = contexts[i]->expr() ? std::string_view() : text_of(range_of(contexts[i]));
    if (line_start) shared = std::min(shared, indentation(text, contexts[i]->expr() || (i + 1 < contexts.size() && !ends_line(text))));
    line_start = ends_line(text);
  }

  auto* literal = make<ast::StringLiteral>(range_of(string->HEREDOC()));
  literal->heredoc = true;
  std::vector<ast::StringPart> parts;
  line_start = true;
  for (auto* context : contexts) {
    if (context->expr()) {
      parts.push_back(build_interpolation(context));
      line_start = false;
      continue;
    }
    ast::StringPart part;
    part.range = range_of(context);
    std::string_view text = text_of(part.range);
    const bool next_starts = ends_line(text);
    if (line_start && squiggly) text = without_indentation(text, shared == kNoLine ? kNoLine : shared);
    part.range.begin = part.range.end - static_cast<std::uint32_t>(text.size());
    part.text = tree_.arena.copy(std::string_view(with_plain_line_ends(raw ? std::string(text) : unescape(text, part.range))));
    line_start = next_starts;
    parts.push_back(part);
  }
  literal->parts = list(parts);
  return literal;
}

}  // namespace ariac::parse
