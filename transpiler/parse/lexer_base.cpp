// Heredocs and nested strings by counting.
#include "parse/lexer_base.hpp"

#include <algorithm>

#include "AriaLexer.h"
#include "parse/token_kinds.hpp"
#include "source/utf8.hpp"

namespace ariac::parse {

using antlr4::CommonToken;
using antlr4::Token;

namespace {
bool is_line_end(size_t c) { return c == '\n' || c == '\r' || c == static_cast<size_t>(-1); }
bool is_digit(size_t c) { return c >= '0' && c <= '9'; }
}  // namespace

void LexerBase::reset() {
  Lexer::reset();
  previous_ = 0;
  interpolations_.clear();
  pending_.clear();
  open_.clear();
}

bool LexerBase::first_on_line() const { return previous_ == 0 || previous_ == AriaLexer::NEWLINE; }

bool LexerBase::block_comment_closes() { return first_on_line() && is_line_end(_input->LA(1)); }

// Section 1: a `?` directly before `=`, `.` or `?` is left out of the name; so is `!` before `=`.
bool LexerBase::name_suffix_allowed() {
  size_t next = _input->LA(1);
  if (_input->LA(-1) == '!') return next != '=' && !foreign_type_name();
  if (closes_block()) return false;
  return next != '=' && next != '.' && next != '?';
}

// `c_int!{Blocking}`: C type names take no `!`.
bool LexerBase::foreign_type_name() {
  auto* text = static_cast<antlr4::ANTLRInputStream*>(_input);
  return text->getText({static_cast<ssize_t>(tokenStartCharIndex), static_cast<ssize_t>(tokenStartCharIndex) + 1}) == "c_";
}

// `… end?` tries what the block was given to; `.end?` and `fn end?` are names.
bool LexerBase::closes_block() {
  auto* text = static_cast<antlr4::ANTLRInputStream*>(_input);
  const auto begin = static_cast<ssize_t>(tokenStartCharIndex);
  const bool is_name = previous_ == AriaLexer::DOT || previous_ == AriaLexer::SAFE_DOT || previous_ == AriaLexer::FN;
  return !is_name && static_cast<ssize_t>(_input->index()) == begin + 4 && text->getText({begin, begin + 2}) == "end";
}

// `t.0.1` is two tuple fields.
bool LexerBase::float_allowed() const { return previous_ != AriaLexer::DOT && previous_ != AriaLexer::SAFE_DOT; }

// `<<ID` after an operand is a shift.
bool LexerBase::heredoc_allowed() const { return !ends_operand(previous_); }

// [[fill]align][sign][#][0][width][.precision][type], not empty, up to the `}` of this `#{`.
bool LexerBase::format_spec_ahead() {
  if (interpolations_.empty() || interpolations_.back() != 0) return false;
  auto is_align = [](size_t c) { return c == '<' || c == '>' || c == '^'; };
  ssize_t i = 1;
  auto at = [&] { return _input->LA(i); };
  if (is_align(_input->LA(2)) && !is_line_end(at())) i += 2;
  else if (is_align(at())) ++i;
  if (at() == '+' || at() == '-' || at() == ' ') ++i;
  if (at() == '#') ++i;
  while (is_digit(at())) ++i;
  if (at() == '.' && is_digit(_input->LA(i + 1)))
    for (++i; is_digit(at());) ++i;
  if (at() < 128 && std::string_view("bBcdeEfFgGosxXaA?").find(static_cast<char>(at())) != std::string_view::npos) ++i;
  return i > 1 && at() == '}';
}

std::unique_ptr<Token> LexerBase::nextToken() {
  bool may_end = heredoc_line_start_ || _input->LA(1) == static_cast<size_t>(-1);
  const bool in_body = mode == AriaLexer::HEREDOC_BODY || mode == AriaLexer::HEREDOC_RAW;
  if (in_body && may_end && at_heredoc_end(open_.back().id))
    return heredoc_end_token();
  auto token = Lexer::nextToken();
  note(*token);
  return token;
}

void LexerBase::note(Token& token) {
  if (token.getChannel() != Token::DEFAULT_CHANNEL) return;
  track_brackets(static_cast<CommonToken&>(token));
  size_t type = token.getType();
  heredoc_line_start_ = type == AriaLexer::HEREDOC_TEXT && token.getText().ends_with('\n');
  if (type == AriaLexer::HEREDOC) queue_heredoc(token.getText());
  if (type == AriaLexer::NEWLINE) begin_heredoc();
  previous_ = type;
}

// A `}` that closes `#{` goes back to the string it stands in.
void LexerBase::track_brackets(CommonToken& token) {
  switch (token.getType()) {
    case AriaLexer::INTERP_OPEN: interpolations_.push_back(0); return;
    case AriaLexer::LPAREN: case AriaLexer::LBRACKET: case AriaLexer::LBRACE:
      if (!interpolations_.empty()) ++interpolations_.back();
      return;
    case AriaLexer::RPAREN: case AriaLexer::RBRACKET:
      if (!interpolations_.empty() && interpolations_.back() > 0) --interpolations_.back();
      return;
    case AriaLexer::RBRACE:
      if (interpolations_.empty()) return;
      if (interpolations_.back() > 0) { --interpolations_.back(); return; }
      token.setType(AriaLexer::INTERP_CLOSE);
      interpolations_.pop_back();
      popMode();
      return;
    default: return;
  }
}

void LexerBase::queue_heredoc(const std::string& text) {
  std::u32string id;
  for (std::size_t i = 0; i < text.size();) {
    const source::Scalar scalar = source::decode_scalar(text, i);
    if (scalar.value != '<' && scalar.value != '~' && scalar.value != '\'') id.push_back(scalar.value);
    i += scalar.length == 0 ? 1 : scalar.length;
  }
  pending_.push_back({id, text.find('\'') != std::string::npos, interpolations_.size()});
}

// Inside a `#{` that spans lines only the bodies of what was opened there can begin.
bool LexerBase::begin_heredoc() {
  const auto next = std::ranges::find_if(pending_, [&](const Heredoc& one) { return one.depth >= interpolations_.size(); });
  if (next == pending_.end()) return false;
  open_.push_back(*next);
  pending_.erase(next);
  pushMode(open_.back().raw ? AriaLexer::HEREDOC_RAW : AriaLexer::HEREDOC_BODY);
  heredoc_line_start_ = true;
  return true;
}

bool LexerBase::at_heredoc_end(const std::u32string& id) {
  ssize_t i = 1;
  if (_input->LA(1) == static_cast<size_t>(-1)) return true;   // never closed: ends with the file
  while (_input->LA(i) == ' ' || _input->LA(i) == '\t') ++i;
  for (char32_t c : id)
    if (_input->LA(i++) != c) return false;
  return is_line_end(_input->LA(i));
}

std::unique_ptr<Token> LexerBase::heredoc_end_token() {
  tokenStartCharIndex = _input->index();
  tokenStartLine = getLine();
  tokenStartCharPositionInLine = getCharPositionInLine();
  while (!is_line_end(_input->LA(1))) getInterpreter<antlr4::atn::LexerATNSimulator>()->consume(_input);
  open_.pop_back();
  heredoc_line_start_ = false;
  popMode();
  if (begin_heredoc() && _input->LA(1) != static_cast<size_t>(-1))
    getInterpreter<antlr4::atn::LexerATNSimulator>()->consume(_input);   // the line end before the next body
  previous_ = AriaLexer::HEREDOC_END;
  channel = Token::DEFAULT_CHANNEL;
  type = AriaLexer::HEREDOC_END;
  token.reset();
  emit();
  return std::move(token);
}

}  // namespace ariac::parse
