// Attaching comments to what follows them.
#include "parse/comments.hpp"

#include <algorithm>
#include <string>

namespace ariac::parse {

namespace {

std::string_view without_blank(std::string_view text) {
  if (text.starts_with(' ')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// What stands between the `###` lines.
std::string_view block_content(std::string_view text) {
  const std::size_t first = text.find_first_of("\r\n");
  const std::size_t last = text.find_last_of("\r\n");
  if (first == std::string_view::npos || first == last) return {};
  text = text.substr(first + 1, last - first - 1);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text.starts_with('\n') ? text.substr(1) : text;
}

bool only_blanks(std::string_view text) { return text.find_first_not_of(" \t\r\n\f") == std::string_view::npos; }

}  // namespace

ast::Comment make_comment(std::string_view text, source::SourceRange range, bool own_line) {
  ast::Comment comment{ast::CommentKind::line, {}, range, own_line};
  const bool several_lines = text.find_first_of("\r\n") != std::string_view::npos;
  if (text.starts_with("###") && several_lines) {
    comment.kind = ast::CommentKind::block;
    comment.text = block_content(text);
  } else if (text.starts_with("##!")) {
    comment.kind = ast::CommentKind::module_doc;
    comment.text = without_blank(text.substr(3));
  } else if (text.starts_with("##") && !text.starts_with("###")) {
    comment.kind = ast::CommentKind::doc;
    comment.text = without_blank(text.substr(2));
  } else if (text.starts_with("//") || text.starts_with("#!")) {
    comment.text = without_blank(text.substr(2));
  } else {
    const std::size_t marks = text.find_first_not_of('#');
    comment.text = marks == std::string_view::npos ? std::string_view() : without_blank(text.substr(marks));
  }
  return comment;
}

std::string_view attached_doc(ast::Tree& tree, std::string_view source, std::uint32_t begin) {
  auto after = std::upper_bound(tree.comments.begin(), tree.comments.end(), begin,
                                [](std::uint32_t place, const ast::Comment& comment) { return place < comment.range.begin; });
  auto first = after;
  std::uint32_t next = begin;
  while (first != tree.comments.begin()) {
    const ast::Comment& comment = *std::prev(first);
    const bool touches = comment.kind == ast::CommentKind::doc && comment.own_line && comment.range.end <= next &&
                         only_blanks(source.substr(comment.range.end, next - comment.range.end));
    if (!touches) break;
    next = comment.range.begin;
    --first;
  }
  if (first == after) return {};
  std::string text;
  for (auto comment = first; comment != after; ++comment) text += (comment == first ? "" : "\n") + std::string(comment->text);
  return tree.arena.copy(std::string_view(text));
}

}  // namespace ariac::parse
