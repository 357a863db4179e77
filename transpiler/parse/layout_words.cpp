// Keyword or name? (language.md 1 "All keywords are contextual", 13.1 for `end`.)
#include "AriaLexer.h"
#include "parse/layout.hpp"
#include "parse/token_kinds.hpp"

namespace ariac::parse {

using L = AriaLexer;

size_t Layout::next_on_line(size_t i) const {
  const LayoutToken& next = at(i + 1);
  bool same_line = !next.line_break && !next.semicolon && next.type != antlr4::Token::EOF;
  return i + 1 < tokens_.size() && same_line ? next.type : 0;
}

bool Layout::assignment_at(size_t i) const {
  if (at(i).line_break) return false;
  if (is_assignment(at(i).type)) return true;
  return at(i).type == L::GT && at(i + 1).type == L::GT && adjacent(i + 1) && at(i + 2).type == L::ASSIGN && adjacent(i + 2);
}

bool Layout::statement_starts() const {
  switch (prev_) {
    case 0: case L::SEP: case L::ARM: case L::DO: case L::BLOCK_LBRACE: case L::WITH_LBRACE: case L::BAR_CLOSE: case L::EMPTY_BARS: case L::EMPTY_PARAMS:
    case L::THEN: case L::INLINE_ELSE: case L::ELSE: case L::FAT_ARROW: case L::BEGIN: case L::ENSURE: case L::LOOP: case L::DEFER:
      return true;
    default: return false;
  }
}

bool Layout::item_can_stand() const {
  bool after_visibility = prev_ == L::PUB || prev_ == L::EXPORT || prev_ == L::ASYNC || prev_ == L::RPAREN || prev_ == L::NAME;
  if (after_visibility) return prev_ == L::PUB || prev_ == L::ASYNC || declaration_line_ || attribute_end_ != 0;
  return statement_starts();
}

size_t Layout::word_type(size_t i) const {
  size_t type = at(i).type;
  if (!is_keyword(type)) return type;
  if (type == L::END) return end_is_name(i) || name_before_colon(i) || name_after(prev_) ? L::NAME : L::END;
  if (name_by_neighbours(i)) return L::NAME;
  return soft_keyword(i, type) ? type : size_t{L::NAME};
}

// "A plain name after `.`, after `fn`, before `:` in parameters, fields and named arguments, and
// before `=`, an assignment operator or `.` where a statement begins."
bool Layout::name_by_neighbours(size_t i) const {
  const bool declares = prev_ == L::LET || prev_ == L::MUT || prev_ == L::FOR;
  const size_t follows = at(i + 1).type;
  const bool begins_pattern = prev_ == L::LET && (follows == L::LPAREN || follows == L::LBRACKET || follows == L::TYPE_NAME);     // `let mut (a, b) = pair`
  const bool before_name = at(i).type == L::MUT && (is_keyword(follows) || follows == L::NAME || begins_pattern);
  const bool of_type = prev_ == L::MUT && at(i).type == L::DYN && !at(i + 1).line_break && (at(i + 1).type == L::TYPE_NAME || at(i + 1).type == L::NAME);   // `Fn(mut dyn Shape)`
  if (declares && !at(i).line_break && !before_name && !of_type) return true;
  if (name_after(prev_) || name_before_colon(i)) return true;
  bool symbol = prev_ == L::COLON && adjacent(i) && i >= 2 && (at(i - 1).space || !ends_operand(at(i - 2).type));
  if (symbol) return true;
  bool starts = statement_starts() || at(i).line_break;
  return starts && (assignment_at(i + 1) || next_on_line(i) == L::DOT);
}

bool Layout::name_after(size_t previous) const {
  return previous == L::DOT || previous == L::SAFE_DOT || previous == L::COLONCOLON || previous == L::FN;
}

bool Layout::name_before_colon(size_t i) const {
  if (next_on_line(i) != L::COLON || !adjacent(i + 1)) return false;
  if (statement_starts() || at(i).line_break) return true;
  switch (prev_) {
    case L::LPAREN: case L::OPTIONS_LPAREN: case L::LAMBDA_LPAREN: case L::COMMA: case L::LBRACE: case L::STRUCT_LBRACE: case L::BAR_OPEN:
    case L::PARAMS_OPEN: case L::MUT: case L::ELLIPSIS: case L::PUB: case L::RPAREN:
      return true;
    default: return false;
  }
}

// 13.1
bool Layout::end_is_name(size_t i) const {
  size_t next = next_on_line(i);
  if (next == L::FAT_ARROW || (next == L::ARROW && i == arm_start_)) return true;
  if (at(i).line_break || i == 0) return assignment_at(i + 1) || next == L::COLON;
  if (at(i).semicolon) return false;
  if (is_binary_operator(prev_) || is_assignment(prev_)) return true;
  switch (prev_) {
    case L::COLON: case L::COLONCOLON: case L::BAR_OPEN: case L::PARAMS_OPEN: case L::INTERP_OPEN: case L::LPAREN: case L::LAMBDA_LPAREN: case L::OPTIONS_LPAREN:
    case L::LBRACKET: case L::COMMA: case L::LET: case L::MUT: case L::FOR: case L::RETURN: case L::IF: case L::POST_IF: case L::UNLESS:
    case L::POST_UNLESS: case L::WHILE: case L::UNTIL: case L::ELSIF: case L::MATCH: case L::AWAIT: case L::RAISE: case L::BANG:
    case L::TILDE:
      return true;
    default: return false;
  }
}

// Does an operand begin at i, on the line of the word before it?
bool Layout::operand_begins(size_t i) const {
  const LayoutToken& token = at(i);
  if (token.line_break || token.semicolon) return false;
  switch (token.type) {
    case L::NAME: case L::TYPE_NAME: case L::STRING_OPEN: case L::HEREDOC: case L::SPAWN: case L::MATCH: case L::BEGIN: case L::SELECT:
    case L::MOVE: case L::COPY: case L::CONSUME: case L::AWAIT: case L::DATA: case L::TEST: case L::DEFAULT: case L::AFTER:
    case L::NOT: case L::FORALL: case L::EXISTS: case L::JOIN: case L::TYPE: case L::WITH: case L::HANDLE: case L::LOOP:
      return true;
    case L::LPAREN: case L::LBRACKET: return token.space;
    case L::MINUS: case L::BANG: case L::TILDE: case L::SEND: case L::AMP: case L::COLON:
      return token.space && !at(i + 1).space;
    default: return is_literal(token.type);
  }
}

bool Layout::with_follows(size_t i) const {
  for (size_t k = i + 1; k < tokens_.size() - 1; ++k) {
    if (at(k).semicolon || (at(k).line_break && !is_binary_operator(at(k - 1).type) && at(k).type != L::DOT)) return false;
    if (at(k).type == L::WITH && at(k - 1).type != L::DOT) return true;
    if (at(k).match != kNone && at(k).match > k) k = at(k).match;
    else if (at(k).type == L::RPAREN || at(k).type == L::RBRACE) return false;
    else if (at(k).type == L::DO) return true;      // a block in the handled expression: `with` follows its `end`
  }
  return false;
}

bool Layout::quantifier_follows(size_t i) const {
  if (prev_ == L::STRING_CLOSE || prev_ == L::QUOTED) return true;     // property "…" forall(…)
  size_t end = reader_.pattern(i + 1);
  return end != kNone && at(end).type == L::IN && !at(i + 1).line_break;
}

// Words that are keywords only in some places.
bool Layout::soft_keyword(size_t i, size_t type) const {
  size_t next = next_on_line(i);
  bool named = next == L::NAME || next == L::TYPE_NAME;
  bool named_or_string = named || next == L::STRING_OPEN || next == L::QUOTED;
  switch (type) {
    case L::DATA: case L::TEST: case L::PROPERTY: case L::LITMUS: case L::EFFECT: case L::TRAIT: case L::MODULE: case L::EXTERN:
    case L::TYPE: case L::CONST: case L::IMPORT: case L::USE: case L::EXPORT:
      return item_can_stand() && named_or_string;
    case L::EXAMPLES: return statement_starts() && next == 0;
    case L::STRUCT: case L::CLASS: case L::ENUM: return named;
    case L::IMPL: return next != 0;
    case L::HANDLE: return with_follows(i);
    case L::COPY: case L::MOVE: case L::CONSUME: case L::JOIN: return operand_begins(i + 1);
    case L::AWAIT: return operand_begins(i + 1) || next == L::LPAREN;
    case L::DEFAULT: return i == arm_start_ && top().kind == Open::select && (next == L::FAT_ARROW || next == L::IF);
    case L::AFTER: return i == arm_start_ && top().kind == Open::select && next != L::SEND && next != L::ASSIGN;
    case L::FORALL: case L::EXISTS: return quantifier_follows(i);
    case L::RAISES: return next == L::TYPE_NAME;
    case L::REQUIRES: case L::ENSURES: case L::INVARIANT:
      return (statement_starts() || at(i).line_break) && (operand_begins(i + 1) || next == L::LPAREN);
    case L::DERIVE: return next == L::LPAREN && (statement_starts() || at(i).line_break);
    case L::WHERE: return declaration_line_ || (top().kind == Open::function && top().head);
    case L::AS: return import_line_;
    case L::DYN: return named && !ends_operand(prev_);
    case L::ASYNC: return next == L::FN;
    case L::SELECT:
      return next == 0 || (next == L::LPAREN && at(i + 1).match != kNone && line_ends_after(at(i + 1).match));
    case L::LOOP: return next == 0 || next == L::DO;
    case L::UNSAFE: return next == 0;
    case L::THEN_WORD: return top().kind == Open::if_block && top().head;
    default: return true;
  }
}

bool Layout::declares(std::string_view name) const {
  const auto type = [&](size_t i) { return i < out_.size() ? out_[i]->getType() : size_t{0}; };
  for (size_t i = 0; i < out_.size(); ++i) {
    const size_t before = i > 0 ? type(i - 1) : 0;
    if (type(i) == L::STAR && before == L::COLONCOLON) return true;      // `import shapes::*`
    if (type(i) != L::NAME || before == L::DOT || before == L::SAFE_DOT || out_[i]->getText() != name) continue;
    const bool called = type(i + 1) == L::LPAREN && out_[i + 1]->getStartIndex() == out_[i]->getStopIndex() + 1;
    const size_t first = type(i + 2) == L::MUT ? i + 3 : i + 2;
    const bool method = before == L::FN && first < out_.size() && out_[first]->getText() == "self";
    if (!called || (before == L::FN && !method)) return true;
  }
  return false;
}

}  // namespace ariac::parse
