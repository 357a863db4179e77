// The user's comments, and which code each belongs to.
//
//   above    lines of their own directly above something
//   behind   on its first line
//   below    lines of their own below the last statement of a body or the last field, in its column
//
// What is left inside something goes above it, so that no comment is lost.
#pragma once

#include <string>
#include <vector>

#include "cpp/decl.hpp"
#include "lower/lower.hpp"

namespace ariac::lower {

class Comments {
 public:
  Comments(const Input& input, const ast::Tree* tree) : input_(input), tree_(tree) {}

  using List = std::vector<const ast::Comment*>;
  List above(source::SourceRange here) const;
  // `else  # like this`: behind the word that opens the body whose first statement this is.
  const ast::Comment* before_first(source::SourceRange here) const;
  const ast::Comment* behind(source::SourceRange here) const;
  List below(source::SourceRange here) const;
  List within(std::uint32_t begin, std::uint32_t end) const;

  // One entry for each line of the text, without the indentation they share.
  static void add_lines(std::vector<std::string>& out, std::string_view text);
  static std::vector<std::string> lines(const List& comments);
  static std::string line(const ast::Comment& comment);

 private:
  bool nothing_between(std::uint32_t begin, std::uint32_t end) const;
  std::size_t first_from(std::uint32_t place) const;
  bool is_here(source::SourceRange here) const { return tree_ != nullptr && here.file == tree_->file; }

  const Input& input_;
  const ast::Tree* tree_;
};

}  // namespace ariac::lower
