// Stage 1 stops at the first mistake. Only if there is one, stage 2 starts again, repairs what it can, and reports.
// Stage 1 goes statement by statement: ANTLR's tree is many times the size of ours, and no more than one is alive.
// Both use SLL prediction: the grammar needs no more, and LL only costs time where there are mistakes.
#include "parse/parse.hpp"

#include <string>
#include <vector>

#include "AriaLexer.h"
#include "AriaParser.h"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"
#include "parse/comments.hpp"
#include "parse/layout.hpp"
#include "parse/problem.hpp"
#include "parse/syntax_errors.hpp"
#include "source/utf8.hpp"

namespace ariac::parse {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Lexer, layout pass and parser over one text.
class Run {
 public:
  Run(std::string_view text, Layout::Repair repair) : input_(std::string(text)), lexer_(&input_), layout_(quiet(lexer_), repair), stream_(&layout_), parser_(&stream_) {
    parser_.removeErrorListeners();
    parser_.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::SLL);
  }

  // False at the first mistake.
  bool first_stage(Builder& builder) {
    if (!layout_.problems().empty()) return false;
    parser_.setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
    try {
      skip_separator();
      while (stream_.LA(1) != antlr4::Token::EOF) {
        builder.add_statement(parser_.statement());
        parser_.getTreeTracker().reset();
        if (!skip_separator()) break;
      }
      return stream_.LA(1) == antlr4::Token::EOF;
    } catch (const antlr4::ParseCancellationException&) {
      return false;                                       // stage 2 finds the mistake again and reports it
    }
  }

  AriaParser::FileContext* second_stage(std::vector<Problem>& problems, std::vector<Part>& doubtful, diagnostics::Sink& sink) {
    problems = layout_.problems();
    ProblemCollector collector(problems);
    parser_.addErrorListener(&collector);
    const auto recovery = std::make_shared<Recovery>(layout_.closers());
    parser_.setErrorHandler(recovery);
    AriaParser::FileContext* file = parser_.file();
    parser_.removeErrorListeners();
    choose_problems(problems, layout_.item_starts(), doubtful);
    for (const Part& part : doubtful) recovery->lose_names(stream_, part);
    for (const std::string& name : recovery->lost_names()) sink.lose(name);
    return file;
  }

  const Layout& layout() const { return layout_; }

 private:
  bool skip_separator() {
    if (stream_.LA(1) != AriaParser::SEP) return false;
    stream_.consume();
    return true;
  }

  static AriaLexer& quiet(AriaLexer& lexer) {
    lexer.removeErrorListeners();
    return lexer;
  }

  antlr4::ANTLRInputStream input_;
  AriaLexer lexer_;
  Layout layout_;
  antlr4::CommonTokenStream stream_;
  AriaParser parser_;
};

// The text with each byte that is not UTF-8 replaced by one of the same length, so that offsets stay.
std::string_view valid_text(const source::SourceFile& file, support::Arena& arena, diagnostics::Sink& sink) {
  const std::string_view text = file.text();
  std::optional<std::size_t> bad = source::first_invalid_utf8(text);
  if (!bad) return text;
  const auto place = static_cast<std::uint32_t>(*bad);
  sink.report({file.id(), place, place + 1}, diag::InvalidUtf8{}).help("save the file as UTF-8");
  std::string repaired(text);
  for (; bad; bad = source::first_invalid_utf8(repaired, *bad)) repaired[*bad] = '?';
  return arena.copy(std::string_view(repaired));
}

// Later phases say nothing about what stands in these parts.
void doubt(ast::Tree& tree, const std::vector<Part>& parts, const CodePoints& points) {
  for (const Part& part : parts) {
    const std::uint32_t begin = points.offset(part.begin);
    const std::uint32_t end = part.end == std::string::npos ? tree.items.range.end : points.offset(part.end);
    for (const ast::Stmt* item : tree.items.statements)
      if (item->range.begin >= begin && item->range.begin < end) tree.errors.push_back(item->range);
  }
}

void keep_comments(ast::Tree& tree, const Layout& layout, std::string_view text, const CodePoints& points) {
  tree.comments.clear();
  for (const LayoutComment& comment : layout.comments()) {
    const source::SourceRange range{tree.file, points.offset(comment.begin), points.offset(comment.end)};
    tree.comments.push_back(make_comment(text.substr(range.begin, range.length()), range, comment.own_line));
  }
}

}  // namespace

std::unique_ptr<ast::Tree> parse(const source::SourceFile& file, support::Interner& interner, ast::NodeIds& ids, diagnostics::Sink& sink) {
  auto tree = std::make_unique<ast::Tree>();
  tree->file = file.id();
  const std::size_t errors_before = sink.error_count();
  const std::size_t reports_before = sink.diagnostics().size();
  const std::string_view text = valid_text(file, tree->arena, sink);
  const bool not_utf8 = sink.error_count() > errors_before;
  const auto base = static_cast<std::uint32_t>(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  const CodePoints points(text.substr(base), base);

  auto run = std::make_unique<Run>(text.substr(base), Layout::Repair::none);
  keep_comments(*tree, run->layout(), text, points);
  Builder builder(*tree, file, text, points, interner, ids, sink);
  for (const auto& [word, op] : {std::pair{"copy", ast::UnaryOp::copy}, std::pair{"move", ast::UnaryOp::move}, std::pair{"consume", ast::UnaryOp::move}})
    if (!run->layout().declares(word)) builder.read_as_operator(word, op);
  if (!run->first_stage(builder)) {
    std::vector<Problem> problems;
    std::vector<Part> doubtful;
    run = std::make_unique<Run>(text.substr(base), Layout::Repair::items);
    if (run->layout().has_unclosed_bodies()) run = std::make_unique<Run>(text.substr(base), Layout::Repair::indentation);
    AriaParser::FileContext* root = run->second_stage(problems, doubtful, sink);
    tree->has_errors = true;
    if (!not_utf8) report_problems(problems, points, file.id(), sink);
    keep_comments(*tree, run->layout(), text, points);
    builder.replace_statements(root);
    builder.finish_file();
    doubt(*tree, doubtful, points);
  } else {
    builder.finish_file();
  }
  tree->has_errors |= sink.error_count() > errors_before;
  for (std::size_t i = reports_before; i < sink.diagnostics().size(); ++i)
    if (sink.diagnostics()[i].severity == diagnostics::Severity::error) tree->errors.push_back(sink.diagnostics()[i].range);
  return tree;
}

}  // namespace ariac::parse
