#include "lower/comments.hpp"

#include <algorithm>

namespace ariac::lower {

void Comments::add_lines(std::vector<std::string>& out, std::string_view text) {
  std::vector<std::string_view> lines;
  for (bool more = true; more;) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    more = end != std::string_view::npos;
    if (more) text.remove_prefix(end + 1);
  }
  std::size_t indentation = std::string_view::npos;
  for (const std::string_view line : lines) indentation = std::min(indentation, line.find_first_not_of(' '));
  for (const std::string_view line : lines) out.emplace_back(line.substr(std::min(line.size(), indentation)));
}

std::vector<std::string> Comments::lines(const List& comments) {
  std::vector<std::string> out;
  for (const ast::Comment* comment : comments) add_lines(out, comment->text);
  return out;
}

std::string Comments::line(const ast::Comment& comment) {
  const std::size_t first = comment.text.find_first_not_of(' ');
  return std::string(comment.text.substr(std::min(first, comment.text.size())));
}

bool Comments::nothing_between(std::uint32_t begin, std::uint32_t end) const {
  if (begin > end) return false;
  return input_.sources.text({tree_->file, begin, end}).find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

std::size_t Comments::first_from(std::uint32_t place) const {
  const auto found = std::ranges::lower_bound(tree_->comments, place, {}, [](const ast::Comment& c) { return c.range.begin; });
  return static_cast<std::size_t>(found - tree_->comments.begin());
}

Comments::List Comments::above(source::SourceRange here) const {
  List out;
  if (!is_here(here)) return out;
  std::uint32_t end = here.begin;
  for (std::size_t i = first_from(here.begin); i-- > 0;) {
    const ast::Comment& comment = tree_->comments[i];
    if (!comment.own_line || comment.kind == ast::CommentKind::module_doc || !nothing_between(comment.range.end, end)) break;
    out.insert(out.begin(), &comment);
    end = comment.range.begin;
  }
  return out;
}

const ast::Comment* Comments::before_first(source::SourceRange here) const {
  if (!is_here(here)) return nullptr;
  const List lines = above(here);
  const std::uint32_t begin = lines.empty() ? here.begin : lines.front()->range.begin;
  const std::size_t at = first_from(begin);
  if (at == 0) return nullptr;
  const ast::Comment& comment = tree_->comments[at - 1];
  return !comment.own_line && nothing_between(comment.range.end, begin) ? &comment : nullptr;
}

const ast::Comment* Comments::behind(source::SourceRange here) const {
  if (!is_here(here)) return nullptr;
  const std::uint32_t line = input_.sources.begin_of(here).line;
  const std::size_t at = first_from(here.begin);
  if (at == tree_->comments.size()) return nullptr;
  const ast::Comment& comment = tree_->comments[at];
  return !comment.own_line && input_.sources.begin_of(comment.range).line == line ? &comment : nullptr;
}

Comments::List Comments::below(source::SourceRange here) const {
  List out;
  if (!is_here(here)) return out;
  const std::uint32_t column = input_.sources.begin_of(here).column;
  std::uint32_t end = here.end;
  for (std::size_t i = first_from(here.end); i < tree_->comments.size(); ++i) {
    const ast::Comment& comment = tree_->comments[i];
    if (!nothing_between(end, comment.range.begin)) break;
    end = comment.range.end;
    if (out.empty() && !comment.own_line) continue;
    if (!comment.own_line || input_.sources.begin_of(comment.range).column != column) break;
    out.push_back(&comment);
  }
  return out;
}

Comments::List Comments::within(std::uint32_t begin, std::uint32_t end) const {
  List out;
  if (tree_ == nullptr) return out;
  for (std::size_t i = first_from(begin); i < tree_->comments.size() && tree_->comments[i].range.begin < end; ++i) {
    if (tree_->comments[i].kind != ast::CommentKind::module_doc) out.push_back(&tree_->comments[i]);
  }
  return out;
}

}  // namespace ariac::lower
