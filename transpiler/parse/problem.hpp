// Problem: a syntax error as the layout pass or the parser found it, before it is known which of several are shown.
// Places are indices of code points, as in ANTLR's tokens.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "diagnostics/sink.hpp"
#include "parse/code_points.hpp"

namespace ariac::parse {

enum class ProblemKind {
  unexpected,              // text: what was found; expected: what could stand there, or empty
  arguments_need_parentheses,
  assignment_has_no_value,
  assignment_in_condition,
  one_element_tuple,
  clause_without_begin,    // text: `rescue`, `ensure`
  no_arm_head,             // before a `=>`; text: `match`, `select`, `handle`
  colon_before_body,
  foreign_keyword,         // text: what was written; expected: the word for it
  misspelled_keyword,      // the same
  missing_word,            // text: the word; expected: before what it should stand
  left_out,                // text: what was written; expected: what to write in its place
  stray_character,
  brace_body,              // `{` where a body begins
  names_without_tuple,     // `a, b = …`
  named_by_equals,         // `f(a = 1)`
  no_increment,            // text: `++` or `--`; expected: what is counted
  unclosed_comment,
  unclosed_bracket,
  stray_end,
  unclosed_body,           // expected: `do` or `{` if the line has such a block, else `end`
  unclosed_string,         // text: its words, if there are any
  unclosed_heredoc,
  bad_escape,
  three_dots,
  too_deep,
  chain_too_long,
};

struct Problem {
  ProblemKind kind;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t line = 0;
  std::string text;
  std::string expected;
};

// A part of the file, from one item at its margin to the next, in code points.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// One mistake, one message: of several on a line the first is left, nesting that is too deep hides all others, and so
// does, in its part of the file, the first where bodies or brackets do not fit together. The parts in doubt are added to
// `doubtful`. `starts`: where parts begin, in order.
void choose_problems(std::vector<Problem>& problems, const std::vector<std::size_t>& starts, std::vector<Part>& doubtful);

void report_problems(const std::vector<Problem>& problems, const CodePoints& points, source::FileId file, diagnostics::Sink& sink);

}  // namespace ariac::parse
