// What was expected, in our words, and where reading goes on.
#include "parse/syntax_errors.hpp"

#include <algorithm>

#include "AriaLexer.h"
#include "AriaParser.h"
#include "parse/foreign_phrases.hpp"
#include "parse/token_kinds.hpp"

namespace ariac::parse {

using antlr4::Token;
using L = AriaLexer;
using P = AriaParser;

namespace {

bool resumes(size_t rule) { return rule == P::RuleStatement || rule == P::RuleFile || rule == P::RuleMember || rule == P::RuleVariant; }

std::string describe(Token* token) {
  switch (token->getType()) {
    case Token::EOF: return "the end of the file";
    case L::SEP: return "the end of the line";
    case L::ARM: return "the next arm";
    case L::NAME: case L::TYPE_NAME: return "`" + token->getText() + "`";
    case L::STRING_OPEN: case L::QUOTED: case L::RAW_STRING: return "a string";
    case L::STRING_CLOSE: return "the end of a string";
    case L::HEREDOC: case L::HEREDOC_TEXT: case L::HEREDOC_END: return "a heredoc";
    case L::STRING_TEXT: return "text";
    default: return "`" + token->getText() + "`";
  }
}

// What a rule is there for, where that is worth saying.
std::string purpose(size_t rule) {
  switch (rule) {
    case P::RuleExpr: case P::RuleOperand: case P::RulePrimary: case P::RuleArgument: case P::RuleElement: return "a value";
    case P::RuleType: case P::RuleTypePrimary: case P::RuleResultType: return "a type";
    case P::RulePattern: case P::RulePatternPrimary: case P::RulePatternField: case P::RulePatternElement: return "a pattern";
    case P::RuleName: case P::RulePath: return "a name";
    case P::RuleParameter: return "a parameter";
    case P::RuleDeclaration: return "a declaration";
    case P::RuleMember: return "a field, a function or an invariant";
    case P::RuleVariant: return "a variant";
    default: return "";
  }
}

std::string spelling(size_t type) {
  switch (type) {
    case L::SEP: return "the end of the line";
    case L::ARM: return "an arm";
    case L::NAME: case L::TYPE_NAME: return "a name";
    case L::THEN: return "`then`";
    case L::FROM: return "`from`";
    case L::RANGLE: return "`>`";
    case L::LANGLE: return "`<`";
    case L::BAR_CLOSE: return "`|`";
    case L::INTERP_CLOSE: return "`}`";
    default: break;
  }
  const std::string literal = P(nullptr).getVocabulary().getLiteralName(type);
  return literal.size() > 2 ? "`" + literal.substr(1, literal.size() - 2) + "`" : "";
}

// The one token that could stand there, if it is one.
std::string only_expected(const std::exception_ptr& problem) {
  try {
    std::rethrow_exception(problem);
  } catch (const antlr4::InputMismatchException& mismatch) {
    const auto expected = mismatch.getExpectedTokens().toList();
    return expected.size() == 1 && expected.front() > 0 ? spelling(static_cast<size_t>(expected.front())) : "";
  } catch (const antlr4::RecognitionException&) {
    return "";
  }
}

// An assignment before this one in the same statement, outside any bracket.
bool assigned_before(antlr4::TokenStream& tokens, size_t index) {
  int depth = 0;
  while (index-- > 0) {
    const size_t type = tokens.get(index)->getType();
    if (type == L::RPAREN || type == L::RBRACKET || type == L::RBRACE) ++depth;
    else if (type == L::LPAREN || type == L::LBRACKET || type == L::LBRACE) --depth;
    if (depth < 0 || type == L::SEP || type == L::ARM || type == L::END) return false;
    if (depth == 0 && is_assignment(type)) return true;
  }
  return false;
}

// `name: Type` or `let name` before this token, from the start of its statement on.
bool declares_before(antlr4::TokenStream& tokens, size_t index) {
  bool colon = false;
  while (index-- > 0) {
    const size_t type = tokens.get(index)->getType();
    if (type == L::LET) return true;
    if (type == L::SEP || type == L::ARM) return colon;
    colon |= type == L::COLON;
  }
  return colon;
}

// Does the line of this statement open with `if`, `while` …?
bool in_condition(antlr4::TokenStream& tokens, size_t index) {
  while (index-- > 0) {
    switch (tokens.get(index)->getType()) {
      case L::IF: case L::UNLESS: case L::ELSIF: case L::WHILE: case L::UNTIL: case L::POST_IF: case L::POST_UNLESS: case L::INLINE_IF: return true;
      case L::SEP: case L::ARM: case L::THEN: case L::END: return false;
      default: break;
    }
  }
  return false;
}

bool opens_bracket(size_t type) {
  return type == L::LPAREN || type == L::LBRACKET || type == L::LBRACE || type == L::OPTIONS_LPAREN || type == L::LAMBDA_LPAREN;
}

// A bracket on an earlier line that is still open where the mistake was noticed.
Token* open_bracket_before(antlr4::TokenStream& tokens, size_t index) {
  int depth = 0;
  const size_t line = tokens.get(index)->getLine();
  while (index-- > 0) {
    Token* token = tokens.get(index);
    const size_t type = token->getType();
    if (type == L::RPAREN || type == L::RBRACKET || type == L::RBRACE) ++depth;
    if (opens_bracket(type) && depth-- == 0) return token->getLine() < line ? token : nullptr;
    if (type == L::SEP || type == L::ARM) return nullptr;
  }
  return nullptr;
}

// The word of the innermost `match`, `select` or `handle` around the mistake.
std::string arms_around(antlr4::RuleContext* context) {
  for (; context != nullptr; context = static_cast<antlr4::RuleContext*>(context->parent)) {
    switch (context->getRuleIndex()) {
      case P::RuleMatchExpr: return "match";
      case P::RuleSelectExpr: return "select";
      case P::RuleHandleExpr: return "handle";
      case P::RuleFunctionDecl: case P::RuleFile: return "";
      default: break;
    }
  }
  return "";
}

bool inside_parentheses(antlr4::TokenStream& tokens, size_t index) {
  int depth = 0;
  while (index-- > 0) {
    const size_t type = tokens.get(index)->getType();
    if (type == L::RPAREN || type == L::RBRACKET || type == L::RBRACE) ++depth;
    if (opens_bracket(type) && depth-- == 0) return type == L::LPAREN;
    if (type == L::SEP || type == L::ARM) return false;
  }
  return false;
}

bool begins_statement(antlr4::TokenStream& tokens, size_t index) {
  const size_t before = index == 0 ? size_t{L::SEP} : tokens.get(index - 1)->getType();
  return before == L::SEP || before == L::ARM || before == L::THEN;
}

// A line in a `match` whose part before `=>` is no arm head was not taken for an arm by the layout pass: what was found
// is its `=>`, or, for the first arm, the end of the line above it.
bool is_bad_arm_head(antlr4::Parser& parser, Token* offending, Problem& found) {
  auto& tokens = *parser.getTokenStream();
  const std::string around = arms_around(parser.getContext());
  if (around.empty()) return false;
  Token* at = offending;
  if (at->getType() == L::SEP)
    for (ssize_t ahead = 2; (at = tokens.LT(ahead))->getType() != L::FAT_ARROW; ++ahead)
      if (at->getType() == L::SEP || at->getType() == Token::EOF || opens_bracket(at->getType())) return false;
  if (at->getType() != L::FAT_ARROW) return false;
  const size_t arrow = at->getTokenIndex();
  size_t first = arrow;
  while (first > 0 && tokens.get(first - 1)->getType() != L::SEP && tokens.get(first - 1)->getType() != L::ARM) --first;
  if (first == arrow) return false;
  Token* begin = tokens.get(first);
  found = {ProblemKind::no_arm_head, begin->getStartIndex(), tokens.get(arrow - 1)->getStopIndex() + 1, begin->getLine(), around, ""};
  return true;
}

bool is_name(size_t type) { return type == L::NAME || type == L::TYPE_NAME; }

bool is_import(size_t type) { return type == L::IMPORT || type == L::USE || type == L::EXPORT; }

bool opens_declaration(size_t type) {
  return type == L::FN || type == L::FN_SIGNATURE || type == L::STRUCT || type == L::CLASS || type == L::ENUM || type == L::DATA || type == L::TRAIT ||
         type == L::EFFECT || type == L::TYPE || type == L::CONST || type == L::MODULE || type == L::AS;
}

// `name =`, `name: …`, `(name, other) = …`
bool assigned_after(antlr4::TokenStream& tokens, size_t index, size_t end) {
  constexpr size_t kFarthest = 32;                         // tokens; no longer list is assigned
  end = std::min(end, index + kFarthest);
  while (++index < end && (is_name(tokens.get(index)->getType()) || tokens.get(index)->getType() == L::COMMA)) {}
  if (index < end && tokens.get(index)->getType() == L::RPAREN) ++index;
  return index < end && (tokens.get(index)->getType() == L::ASSIGN || tokens.get(index)->getType() == L::COLON);
}

// In a list of parameters, parts or fields?
bool in_declaration(antlr4::Parser& parser) {
  switch (parser.getContext()->getRuleIndex()) {
    case P::RuleParameters: case P::RuleParameter: case P::RuleParts: case P::RulePart: case P::RuleStructDecl: case P::RuleEnumDecl: case P::RuleField:
    case P::RuleMember: case P::RuleVariant: case P::RuleType: case P::RuleTypePrimary: case P::RuleDataDecl: case P::RuleSignature: case P::RuleFunctionDecl:
      return true;
    default: return false;
  }
}

// A division that is none: `x = 3 // three apples`
Token* comment_before(antlr4::TokenStream& tokens, Token* offending) {
  for (size_t index = offending->getTokenIndex(); index-- > 0;) {
    Token* token = tokens.get(index);
    if (token->getLine() != offending->getLine()) return nullptr;
    if (token->getType() == L::FLOOR) return token;
  }
  return nullptr;
}

// Two names or a name and a value side by side.
void side_by_side(antlr4::Parser& parser, Token* before, Token* offending, Problem& found) {
  auto& tokens = *parser.getTokenStream();
  if (Token* comment = comment_before(tokens, offending)) {
    found = {ProblemKind::left_out, comment->getStartIndex(), comment->getStopIndex() + 1, comment->getLine(), "//", "`//` divides; a comment begins with `#`"};
  } else if (in_declaration(parser)) {
    const bool name_first = before->getType() == L::NAME && offending->getType() == L::TYPE_NAME;
    const bool type_first = before->getType() == L::TYPE_NAME && offending->getType() == L::NAME;
    if (name_first) found = {ProblemKind::missing_word, found.begin, found.end, found.line, ":", "the type"};
    else if (type_first) found = {ProblemKind::left_out, found.begin, found.end, found.line, offending->getText(), "a name stands before its type: `name: Type`"};
  } else {
    found.kind = ProblemKind::arguments_need_parentheses;
    found.text = before->getText();
    found.begin = before->getStartIndex();
  }
}

// `fn(T)`, `|T| -> U` and `(T) -> U` where a type stands.
bool is_foreign_function_type(antlr4::Parser& parser, Token* before, size_t type) {
  if (type == L::ARROW) return before && before->getType() == L::RPAREN && in_declaration(parser);
  const bool begins = type == L::FN || type == L::BAR || type == L::BAR_OPEN || type == L::OR_OR || type == L::EMPTY_BARS;
  return begins && purpose(parser.getContext()->getRuleIndex()) == "a type";
}

// `rescue` or `ensure` on a line that closes no `begin`.
bool is_clause_without_begin(antlr4::TokenStream& tokens, Token* offending, Problem& found) {
  Token* clause = offending->getType() == L::SEP ? tokens.LT(2) : offending;
  if (clause->getType() != L::RESCUE && clause->getType() != L::ENSURE) return false;
  found = {ProblemKind::clause_without_begin, clause->getStartIndex(), clause->getStopIndex() + 1, clause->getLine(), clause->getText(), ""};
  return true;
}

std::string closer_of(size_t type) { return type == L::LBRACKET ? "]" : type == L::LBRACE ? "}" : ")"; }

// Mistakes that are known by what stands around them.
bool found_before(antlr4::Parser& parser, Token* offending, Problem& found) {
  auto& tokens = *parser.getTokenStream();
  Token* before = tokens.LT(-1);
  const size_t type = offending->getType();
  const bool same_line = before && before->getLine() == offending->getLine();
  const bool callable = before && is_name(before->getType());
  if (Token* bracket = open_bracket_before(tokens, offending->getTokenIndex()); bracket && type != L::RPAREN && type != L::RBRACKET && type != L::RBRACE) {
    found = {ProblemKind::unclosed_bracket, bracket->getStartIndex(), bracket->getStopIndex() + 1, bracket->getLine(), bracket->getText(), closer_of(bracket->getType())};
  } else if (is_bad_arm_head(parser, offending, found) || is_clause_without_begin(tokens, offending, found)) {
    // `found` says it all
  } else if (same_line && offending->getText() == "derive") {
    found = {ProblemKind::left_out, found.begin, found.end, found.line, "derive", "it stands on a line of its own, the first in the body: `derive(Eq, Hash)`"};
  } else if (const auto instead = foreign_phrase(parser, offending)) {
    found = {ProblemKind::left_out, found.begin, found.end, found.line, offending->getText(), *instead};
  } else if (callable && same_line && starts_operand(type) && offending->getStartIndex() > before->getStopIndex() + 1) {
    side_by_side(parser, before, offending, found);
    return found.kind != ProblemKind::unexpected;
  } else if (is_assignment(type) && assigned_before(tokens, offending->getTokenIndex())) {
    found.kind = ProblemKind::assignment_has_no_value;
  } else if (type == L::ASSIGN && in_condition(tokens, offending->getTokenIndex())) {
    found.kind = ProblemKind::assignment_in_condition;
  } else if (type == L::COLON && same_line && tokens.LA(2) == L::SEP) {
    found.kind = ProblemKind::colon_before_body;
  } else if (type == L::ASSIGN && callable && inside_parentheses(tokens, offending->getTokenIndex())) {
    found.kind = ProblemKind::named_by_equals;
  } else if (type == L::COMMA && callable && begins_statement(tokens, before->getTokenIndex())) {
    found.kind = ProblemKind::names_without_tuple;
  } else if (type == L::RPAREN && before && before->getType() == L::COMMA) {
    found.kind = ProblemKind::one_element_tuple;
  } else if (type == L::ARROW && same_line && (callable || before->getType() == L::RPAREN) && !in_declaration(parser)) {
    found = {ProblemKind::left_out, found.begin, found.end, found.line, "->", "a lambda is written `|x| …`, an arm of a `match` with `=>`"};
  } else if (is_foreign_function_type(parser, before, type)) {
    found = {ProblemKind::left_out, found.begin, found.end, found.line, offending->getText(), "the type of a function is written `Fn(A, B) -> C`"};
  } else if (type == L::EQ && declares_before(tokens, offending->getTokenIndex())) {
    found = {ProblemKind::left_out, found.begin, found.end, found.line, "==", "`==` compares; to give it a value, write `=`"};
  } else if (type == L::ELSE && same_line && in_condition(tokens, offending->getTokenIndex())) {
    found = {ProblemKind::left_out, found.begin, found.end, found.line, "else", "a choice in one line is `if c then a else b`, or `c ? a : b`"};
  } else {
    return false;
  }
  return true;
}

}  // namespace

Token* Recovery::recoverInline(antlr4::Parser* parser) { throw antlr4::InputMismatchException(parser); }

void Recovery::recover(antlr4::Parser* parser, std::exception_ptr problem) {
  auto* context = parser->getContext();
  const size_t rule = context->getRuleIndex();
  if (!resumes(rule)) std::rethrow_exception(problem);
  skip(parser, context);
}

// Called by the generated code before each turn of a list.
void Recovery::sync(antlr4::Parser* parser) {
  auto* context = parser->getContext();
  auto* last = context->children.empty() ? nullptr : dynamic_cast<antlr4::ParserRuleContext*>(context->children.back());
  if (last == nullptr || last->start == nullptr) return;
  const size_t rule = last->getRuleIndex();
  if (rule != P::RuleStatement && rule != P::RuleMember && rule != P::RuleVariant) return;
  const size_t type = parser->getInputStream()->LA(1);
  if (type == L::SEP || type == L::ARM || closes_body(type)) return;
  antlr4::InputMismatchException mismatch(parser);
  last->exception = std::make_exception_ptr(mismatch);
  reportError(parser, mismatch);
  skip(parser, last);
}

void Recovery::skip(antlr4::Parser* parser, antlr4::ParserRuleContext* broken) {
  skip_tokens(parser, broken);
  broken->stop = parser->getTokenStream()->LT(-1);
  // What a function or test declares is known in it alone, and all of it is in doubt.
  for (antlr4::RuleContext* around = broken; around != nullptr; around = static_cast<antlr4::RuleContext*>(around->parent))
    if (around->getRuleIndex() == P::RuleFunctionDecl || around->getRuleIndex() == P::RuleTestDecl) return;
  lose_names(*parser->getTokenStream(), broken->start->getTokenIndex(), parser->getInputStream()->index());
}

void Recovery::lose_names(antlr4::TokenStream& tokens, const Part& part) {
  size_t begin = 0;
  while (begin + 1 < tokens.size() && tokens.get(begin)->getStartIndex() < part.begin) ++begin;
  size_t end = begin;
  while (end < tokens.size() && tokens.get(end)->getStartIndex() < part.end) ++end;
  lose_names(tokens, begin, end);
}

void Recovery::lose_names(antlr4::TokenStream& tokens, size_t begin, size_t end) {
  const bool imports = is_import(tokens.get(begin)->getType());
  bool in_function = false, in_impl = false, in_enum = false;
  for (size_t k = begin; k < end; ++k) {
    Token* token = tokens.get(k);
    const size_t type = token->getType(), before = k > begin ? tokens.get(k - 1)->getType() : size_t{L::SEP};
    in_function |= type == L::FN || type == L::FN_SIGNATURE;
    in_impl = type == L::IMPL || (in_impl && type != L::SEP);
    in_enum |= type == L::ENUM;
    if (type != L::NAME && type != L::TYPE_NAME) continue;
    const bool first = k == begin || before == L::PUB || (k == begin + 1 && is_name(before)) || (in_enum && before == L::SEP);
    const bool declared = opens_declaration(before) || (!in_function && (before == L::LET || before == L::MUT || assigned_after(tokens, k, end)));
    if (imports || in_impl || first || declared) lost_names_.push_back(token->getText());
  }
}

void Recovery::skip_tokens(antlr4::Parser* parser, antlr4::ParserRuleContext* broken) {
  const size_t rule = broken->getRuleIndex();
  auto* input = parser->getInputStream();
  size_t target = 0;                                       // where the last thing that the statement opened ends
  for (size_t k = broken->start->getTokenIndex(); k < input->index(); ++k) target = std::max(target, closers_[k]);
  for (;; parser->consume()) {
    const size_t type = input->LA(1);
    if (type == Token::EOF) return;
    const bool stops = type == L::SEP || type == L::ARM || (closes_body(type) && type != L::RPAREN && type != L::RBRACKET);
    const bool own_brace = type == L::RBRACE && target > 0 && input->index() == target;     // the statement goes on behind it
    if (stops && !own_brace && input->index() >= target && rule != P::RuleFile) {
      if (input->index() == target && target > 0 && type == L::END) parser->consume();     // the statement's own `end`
      return;
    }
    target = std::max(target, closers_[input->index()]);
  }
}

void ProblemCollector::syntaxError(antlr4::Recognizer* recognizer, Token* offending, size_t line, size_t, const std::string&, std::exception_ptr problem) {
  auto* parser = static_cast<antlr4::Parser*>(recognizer);
  auto& tokens = *parser->getTokenStream();
  Problem found{ProblemKind::unexpected, offending->getStartIndex(), offending->getStopIndex() + 1, line, describe(offending), ""};
  if (!found_before(*parser, offending, found)) {
    Token* before = tokens.LT(-1);
    found.expected = only_expected(problem);
    if (found.expected.empty()) found.expected = purpose(parser->getContext()->getRuleIndex());
    const bool next_line = before && before->getLine() < line && offending->getType() != L::SEP && offending->getType() != L::ARM;
    if (next_line && !found.expected.empty()) {         // the line before goes on, and nothing follows
      found.begin = found.end = before->getStopIndex() + 1;
      found.line = before->getLine();
      found.text = "the end of the line";
    }
  }
  problems_.push_back(std::move(found));
}

}  // namespace ariac::parse
