// Which of several problems of one place are shown.
#include "parse/problem.hpp"

#include <algorithm>

#include "diagnostics/catalogue/syntax.hpp"

namespace ariac::parse {

namespace {

void report_arm_head(const std::string& keyword, source::SourceRange range, diagnostics::Sink& sink) {
  if (keyword == "select")
    sink.report(range, diag::NotASelectArm{}).help("an arm is `name = <-channel`, `<-channel`, `channel <- value`, `closed(channel)`, `after duration` or `default`");
  else if (keyword == "handle")
    sink.report(range, diag::NotAHandleArm{}).help("an arm is `Effect.operation(name, …)` or `return(name)`");
  else
    sink.report(range, diag::NotAPattern{}).help("a pattern is a literal, a range, `_`, a name, a tuple, `[a, b]`, `Type(field: pattern)` or alternatives with `|`; a condition is a guard: `name if condition =>`");
}

void report(const Problem& problem, source::SourceRange range, diagnostics::Sink& sink) {
  switch (problem.kind) {
    case ProblemKind::unexpected:
      if (problem.expected.empty()) sink.report(range, diag::Unexpected{.found = problem.text});
      else sink.report(range, diag::UnexpectedInstead{.expected = problem.expected, .found = problem.text});
      return;
    case ProblemKind::arguments_need_parentheses:
      sink.report(range, diag::ArgumentsNeedParentheses{.name = problem.text}).help("write `" + problem.text + "(…)`");
      return;
    case ProblemKind::assignment_has_no_value:
      sink.report(range, diag::AssignmentHasNoValue{}).help("assign each name in a statement of its own");
      return;
    case ProblemKind::assignment_in_condition:
      sink.report(range, diag::AssignmentInCondition{}).help("to compare, write `==`; to bind, `if let name = …`");
      return;
    case ProblemKind::one_element_tuple:
      sink.report(range, diag::OneElementTuple{}).help("a tuple has two elements or more; write the element alone");
      return;
    case ProblemKind::colon_before_body: sink.report(range, diag::Unexpected{.found = "`:`"}).help("a body begins on the next line, without `:`"); return;
    case ProblemKind::foreign_keyword:
      sink.report(range, diag::Unexpected{.found = "`" + problem.text + "`"}).help("here it is `" + problem.expected + "`");
      return;
    case ProblemKind::names_without_tuple: sink.report(range, diag::Unexpected{.found = "`,`"}).help("several names are assigned as a tuple: `(a, b) = (1, 2)`"); return;
    case ProblemKind::named_by_equals: sink.report(range, diag::Unexpected{.found = "`=`"}).help("a named argument is written `name: value`; an assignment has no value"); return;
    case ProblemKind::no_increment:
      sink.report(range, diag::Unexpected{.found = "`" + problem.text + "`"}).help("write `name " + problem.text.substr(0, 1) + "= 1`");
      return;
    case ProblemKind::unclosed_comment: sink.report(range, diag::UnclosedComment{}).help("a line that is just `###` opens and closes it; `#` begins a comment of one line"); return;
    case ProblemKind::no_arm_head: report_arm_head(problem.text, range, sink); return;
    case ProblemKind::unclosed_bracket: sink.report(range, diag::UnclosedBracket{.bracket = problem.text, .closer = problem.expected}); return;
    case ProblemKind::stray_end: sink.report(range, diag::StrayEnd{}).help("there is one `end` too many, or the line that should open its body is missing"); return;
    case ProblemKind::unclosed_body:
      sink.report(range, diag::MissingEnd{.opener = "`" + problem.text + "`"}).primary("opened here").help("write `end` on the line after its last statement");
      return;
    case ProblemKind::unclosed_string:
      sink.report(range, diag::UnclosedString{}).help("close it with `\"`; a text of several lines is a heredoc: `<<~TEXT`");
      return;
    case ProblemKind::unclosed_heredoc: sink.report(range, diag::UnclosedHeredoc{}); return;
    case ProblemKind::bad_escape:
      sink.report(range, diag::UnknownEscape{.escape = problem.text}).help("the escapes are \\n \\t \\r \\0 \\\\ \\\" \\' \\# \\xHH \\u{…}");
      return;
    case ProblemKind::three_dots:
      sink.report(range, diag::ThreeDots{}).help("write `a..b` to include the end, `a..<b` to leave it out");
      return;
    case ProblemKind::too_deep: sink.report(range, diag::NestingTooDeep{}); return;
    case ProblemKind::chain_too_long: sink.report(range, diag::ChainTooLong{}); return;
  }
}

}  // namespace

void report_problems(std::vector<Problem> problems, const CodePoints& points, source::FileId file, diagnostics::Sink& sink) {
  const bool too_deep = std::any_of(problems.begin(), problems.end(), [](const Problem& p) { return p.kind == ProblemKind::too_deep; });
  if (too_deep) std::erase_if(problems, [](const Problem& p) { return p.kind != ProblemKind::too_deep; });
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) { return a.line < b.line; });
  const auto same_line = [](const Problem& a, const Problem& b) { return a.line == b.line; };
  problems.erase(std::unique(problems.begin(), problems.end(), same_line), problems.end());
  for (const Problem& problem : problems) report(problem, {file, points.offset(problem.begin), points.offset(problem.end)}, sink);
}

}  // namespace ariac::parse
