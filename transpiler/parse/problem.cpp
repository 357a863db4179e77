// Which of several problems of one place are shown.
#include "parse/problem.hpp"

#include <algorithm>
#include <iomanip>
#include <span>
#include <sstream>

#include "diagnostics/catalogue/syntax.hpp"
#include "parse/foreign_words.hpp"
#include "source/utf8.hpp"
#include "support/stable_sort.hpp"

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

// Characters that look like others, or like nothing, are named by their number.
void report_character(const std::string& character, source::SourceRange range, diagnostics::Sink& sink) {
  const char32_t value = source::decode_scalar(character, 0).value;
  std::ostringstream number;
  number << "U+" << std::uppercase << std::hex << std::setw(4) << std::setfill('0') << static_cast<std::uint32_t>(value);
  std::string found = character == "`" ? "a backquote" : "`" + character + "`";
  if (value >= 0x80) found += " (" + number.str() + ")";
  if (value == 0xA0 || (value >= 0x2000 && value <= 0x200F) || value == 0x202F || value == 0x3000) found = "the blank " + number.str();
  if (value < 0x20 || value == 0x7F) found = "the control character " + number.str();
  auto report = sink.report(range, diag::Unexpected{.found = found});
  if (found.starts_with("the blank")) report.suggest(range, " ", "write a plain space");
  else if (value >= 0x201C && value <= 0x201F) report.suggest(range, "\"", "a string stands between straight quotes: `\"`");
  else if (value >= 0x2018 && value <= 0x201B) report.suggest(range, "'", "a character stands between straight quotes: `'`");
  else if (character == "`") report.help("a string stands between `\"`, and holds values as `#{value}`");
  else if (character == "\\") report.help("a lambda is written `|x| …`");
  else if (character == "$") report.help("a name begins with a letter; in a string a value is written `#{name}`");
}

std::string how_to_end(const Problem& body) {
  if (body.expected == "do") return "`do … end` in its line is a block of the call before it: the body of a loop begins on a line of its own";
  if (body.expected == "{") return "`{ … }` in its line is a block or a map: a body has no braces, begins on the next line and ends with `end`";
  return "write `end` on the line after its last statement";
}

void report(const Problem& problem, source::SourceRange range, diagnostics::Sink& sink) {
  switch (problem.kind) {
    case ProblemKind::unexpected:
      if (problem.expected.empty()) sink.report(range, diag::Unexpected{.found = problem.text});
      else sink.report(range, diag::UnexpectedInstead{.expected = problem.expected, .found = problem.text});
      return;
    case ProblemKind::arguments_need_parentheses:
      sink.report(range, diag::ArgumentsNeedParentheses{.name = problem.text}).help(foreign_call(problem.text).empty() ? "write `" + problem.text + "(…)`" : std::string(foreign_call(problem.text)));
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
      sink.report(range, diag::UnknownWord{.word = problem.text}).suggest(range, problem.expected, "here it is `" + problem.expected + "`");
      return;
    case ProblemKind::misspelled_keyword:
      sink.report(range, diag::UnknownWord{.word = problem.text}).suggest(range, problem.expected, "did you mean `" + problem.expected + "`?");
      return;
    case ProblemKind::missing_word:
      sink.report(range, diag::MissingWord{.word = problem.text, .before = problem.expected}).suggest({range.file, range.begin, range.begin}, problem.text + " ", "write `" + problem.text + "` there");
      return;
    case ProblemKind::left_out: sink.report(range, diag::Unexpected{.found = "`" + problem.text + "`"}).help(problem.expected); return;
    case ProblemKind::stray_character: report_character(problem.text, range, sink); return;
    case ProblemKind::brace_body: sink.report(range, diag::BracesAroundBody{}).help("a body begins on the next line and ends with `end`"); return;
    case ProblemKind::names_without_tuple: sink.report(range, diag::Unexpected{.found = "`,`"}).help("several names are assigned as a tuple: `(a, b) = (1, 2)`"); return;
    case ProblemKind::named_by_equals: sink.report(range, diag::Unexpected{.found = "`=`"}).help("a named argument is written `name: value`; an assignment has no value"); return;
    case ProblemKind::no_increment:
      sink.report(range, diag::Unexpected{.found = "`" + problem.text + "`"}).help("write `" + problem.expected + " " + problem.text.substr(0, 1) + "= 1`");
      return;
    case ProblemKind::unclosed_comment: sink.report(range, diag::UnclosedComment{}).help("a line that is just `###` opens and closes it; `#` begins a comment of one line"); return;
    case ProblemKind::clause_without_begin:
      sink.report(range, diag::ClauseWithoutBegin{.word = problem.text}).help("the statements it belongs to stand between `begin` and it, in a body of its own: `begin … " + problem.text + " … end`");
      return;
    case ProblemKind::no_arm_head: report_arm_head(problem.text, range, sink); return;
    case ProblemKind::unclosed_bracket: sink.report(range, diag::UnclosedBracket{.bracket = problem.text, .closer = problem.expected}); return;
    case ProblemKind::stray_end:
      if (problem.text.empty()) sink.report(range, diag::StrayEnd{}).help("there is one `end` too many, or the line that should open its body is missing");
      else sink.report(range, diag::StrayEnd{}).primary("it stands deeper than the `" + problem.text + "` it would close").help("a line above it should open a body, or this `end` is one too many");
      return;
    case ProblemKind::unclosed_body:
      sink.report(range, diag::MissingEnd{.opener = "`" + problem.text + "`"}).primary("opened here").help(how_to_end(problem));
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

namespace {

bool is_structural(const Problem& problem) {
  return problem.kind == ProblemKind::stray_end || problem.kind == ProblemKind::unclosed_body || problem.kind == ProblemKind::unclosed_bracket;
}

bool is_limit(const Problem& problem) { return problem.kind == ProblemKind::too_deep || problem.kind == ProblemKind::chain_too_long; }

// One unclosed body and nothing else means that the guess where it ends was right.
bool is_in_doubt(std::span<const Problem> problems) {
  return std::ranges::any_of(problems, is_structural) && (problems.size() > 1 || problems.front().kind == ProblemKind::stray_end);
}

// An unclosed bracket on the next line is the cause of what the parser could not read before it.
const Problem& first_cause(std::span<const Problem> part) {
  const bool vague = part.front().kind == ProblemKind::unexpected;
  const bool followed = part.size() > 1 && part[1].kind == ProblemKind::unclosed_bracket && part[1].line <= part[0].line + 1;
  return vague && followed ? part[1] : part[0];
}

// A string over several lines: what stands between its quotes is text, and the second quote, after which no word stands,
// opens nothing.
void drop_text_between_quotes(std::vector<Problem>& problems) {
  std::vector<Problem> kept;
  std::size_t open = 0;                                   // one more than the place of the string in `kept`
  for (Problem& problem : problems) {
    const bool quote = problem.kind == ProblemKind::unclosed_string;
    if (quote && open > 0 && problem.text.empty()) {
      kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(open), kept.end());
      open = 0;
      continue;
    }
    kept.push_back(std::move(problem));
    if (quote) open = kept.size();
  }
  problems = std::move(kept);
}

}  // namespace

void choose_problems(std::vector<Problem>& problems, const std::vector<std::size_t>& starts, std::vector<Part>& doubtful) {
  if (std::ranges::any_of(problems, is_limit)) std::erase_if(problems, [](const Problem& problem) { return !is_limit(problem); });
  support::stable_sort(problems, {}, &Problem::line);
  const auto same_line = [](const Problem& a, const Problem& b) { return a.line == b.line; };
  problems.erase(std::unique(problems.begin(), problems.end(), same_line), problems.end());
  drop_text_between_quotes(problems);
  std::vector<Problem> chosen;
  for (std::size_t first = 0, last; first < problems.size(); first = last) {
    const auto next = std::ranges::upper_bound(starts, problems[first].begin);
    const std::size_t end = next == starts.end() ? std::string::npos : *next;
    for (last = first + 1; last < problems.size() && problems[last].begin < end;) ++last;
    const std::span<const Problem> part(problems.data() + first, last - first);
    const bool in_doubt = is_in_doubt(part);
    if (in_doubt) doubtful.push_back({next == starts.begin() ? 0 : *std::prev(next), end});
    if (in_doubt) chosen.push_back(first_cause(part));
    else chosen.insert(chosen.end(), part.begin(), part.end());
  }
  problems = std::move(chosen);
}

void report_problems(const std::vector<Problem>& problems, const CodePoints& points, source::FileId file, diagnostics::Sink& sink) {
  for (const Problem& problem : problems) report(problem, {file, points.offset(problem.begin), points.offset(problem.end)}, sink);
}

}  // namespace ariac::parse
