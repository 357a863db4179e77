// Reading the tokens, the main walk, and separators.
#include "parse/layout.hpp"

#include <algorithm>

#include "AriaLexer.h"
#include "parse/token_kinds.hpp"

namespace ariac::parse {

using antlr4::CommonToken;
using antlr4::Token;
using L = AriaLexer;

namespace {
constexpr size_t kMaxDepth = 256;
constexpr size_t kMaxChain = 10'000;

// The lexer takes a `###` that a second one closes for a comment of many lines; this one stands alone.
bool is_comment_fence(const std::string& text) { return text.starts_with("###") && text.find_first_not_of(" \t", 3) == std::string::npos; }
}

Layout::Layout(antlr4::Lexer& lexer, Repair repair) : lexer_(lexer), repair_(repair) {
  read();
  splice_heredocs();
  match_brackets();
  closes_angle_.resize(tokens_.size());
  out_.reserve(tokens_.size() + tokens_.size() / 4);
  run();
  tokens_ = std::vector<LayoutToken>();      // only what is handed on stays
  closes_angle_ = std::vector<bool>();
}

std::unique_ptr<Token> Layout::nextToken() {
  size_t i = std::min(next_++, out_.size() - 1);
  if (out_[i]) return std::move(out_[i]);
  auto end = std::make_unique<CommonToken>(Token::EOF);   // asked again after the end
  return end;
}

// --- Reading ---

// Line ends, `;` and comments become flags of the token that follows them.
void Layout::read() {
  LayoutToken next;
  next.line_break = true;
  bool unclosed_comment = false;
  size_t expected = 0;      // where the next token starts if no space stands before it
  for (;;) {
    std::unique_ptr<Token> token = lexer_.nextToken();
    auto* common = static_cast<CommonToken*>(token.release());
    next.owned.reset(common);
    next.token = common;
    if (unclosed_comment && common->getType() != Token::EOF) continue;
    if (common->getChannel() != Token::DEFAULT_CHANNEL) {
      unclosed_comment = common->getType() == L::COMMENT && next.line_break && is_comment_fence(common->getText());
      if (unclosed_comment)
        problems_.push_back({ProblemKind::unclosed_comment, common->getStartIndex(), common->getStopIndex() + 1, common->getLine(), "", ""});
      next.doc_comment |= common->getType() == L::DOC_COMMENT && !common->getText().starts_with("##!");
      comments_.push_back({common->getStartIndex(), common->getStopIndex() + 1, next.line_break});
      continue;
    }
    next.type = common->getType();
    if (next.type == L::NEWLINE) { next.line_break = true; continue; }
    if (next.type == L::SEMICOLON) { next.semicolon = true; continue; }
    if (next.type == L::STRAY) {                              // reported, and read as a blank
      problems_.push_back({ProblemKind::stray_character, common->getStartIndex(), common->getStopIndex() + 1, common->getLine(), common->getText(), ""});
      continue;
    }
    next.space = next.line_break || common->getStartIndex() != expected;
    expected = common->getStopIndex() + 1;
    bool last = next.type == Token::EOF;
    tokens_.push_back(std::move(next));
    next = {};
    next.line_break = tokens_.back().type == L::STRING_BROKEN;
    if (last) return;
  }
}

void Layout::match_brackets() {
  std::vector<size_t> open;
  auto closer_of = [](size_t type) -> size_t {
    switch (type) {
      case L::LPAREN: return L::RPAREN;
      case L::LBRACKET: return L::RBRACKET;
      case L::LBRACE: return L::RBRACE;
      case L::INTERP_OPEN: return L::INTERP_CLOSE;
      case L::STRING_OPEN: return L::STRING_CLOSE;
      case L::HEREDOC: return L::HEREDOC_END;
      default: return 0;
    }
  };
  for (size_t i = 0; i < tokens_.size(); ++i) {
    size_t type = tokens_[i].type;
    if (closer_of(type)) { open.push_back(i); continue; }
    if (type == L::STRING_BROKEN && !open.empty()) open.pop_back();
    bool closer = type == L::RPAREN || type == L::RBRACKET || type == L::RBRACE || type == L::INTERP_CLOSE ||
                  type == L::STRING_CLOSE || type == L::HEREDOC_END;
    if (!closer || open.empty() || closer_of(tokens_[open.back()].type) != type) continue;
    tokens_[open.back()].match = i;
    tokens_[i].match = open.back();
    open.pop_back();
  }
}

// --- The walk ---

void Layout::run() {
  frames_.push_back({Open::file});
  for (size_t i = 0; !stopped_ && at(i).type != Token::EOF;) {
    if (at(i).line_break) indent_ = at(i).token->getCharPositionInLine();
    if (attribute_end_ != 0 && attribute_end_ + 1 == i) prev_ = L::SEP;     // the item after an attribute
    if (const size_t left_out = mend(i); left_out > 0) {
      i += left_out;
      continue;
    }
    size_t type = word_type(i);
    if (repair_ != Repair::none && at(i).line_break) recover(i, type);
    if (at(i).line_break && indent_ == 0 && frames_.size() == 1 && !closes_body(type)) item_starts_.push_back(at(i).token->getStartIndex());
    separate(i, type);
    i += place(i);
    check_depth(std::min(i, tokens_.size() - 1));
  }
  finish();
}

void Layout::finish() {
  size_t last = tokens_.size() - 1;
  close_inline_ifs();
  // `module a::b` that is never closed names the file.
  if (frames_.size() == 2 && top().kind == Open::block && out_[top().out]->getType() == L::MODULE && top().out == 0) {
    out_[0]->setType(L::MODULE_HEADER);
    frames_.pop_back();
  }
  has_unclosed_bodies_ |= frames_.size() > 1;
  if (repair_ != Repair::none && !stopped_) recover(last, Token::EOF);
  tokens_[last].line_break = false;
  emit(last, Token::EOF);
}

// What counts against the limits of 13.9.
void Layout::count(size_t i, size_t type) {
  if (type == L::COMMA) {
    depth_ -= top().rightward;
    top().chain = top().rightward = 0;
    return;
  }
  const bool applies = (type == L::LPAREN && ends_operand(prev_) && prev_ != L::NAME && prev_ != L::TYPE_NAME) || (type == L::LBRACKET && ends_operand(prev_));
  const bool links = is_binary_operator(type) || type == L::DOT || type == L::SAFE_DOT || applies;
  if (links && ++top().chain == kMaxChain + 1) {
    problem(ProblemKind::chain_too_long, i);
    stopped_ = true;
  }
  const bool pattern_at = type == L::AT && (prev_ == L::NAME || prev_ == L::TYPE_NAME) && attribute_end_ < i;
  const bool repeated = (is_prefix_operator(type) && is_prefix_operator(prev_)) || (type == L::TRY && prev_ == L::TRY);
  const bool nests = type == L::POWER || type == L::COALESCE || type == L::IMPLIES || type == L::ARROW || type == L::COLONCOLON ||
                     type == L::POST_IF || type == L::POST_UNLESS;
  if (nests || repeated || pattern_at) {
    ++top().rightward;
    ++depth_;
  }
}

void Layout::emit(size_t i, size_t type) {
  if (type == L::NAME && is_keyword(at(i).type) && !name_after(prev_)) keyword_names_.insert(at(i).token->getText());
  if (type != L::LPAREN && type != L::LBRACKET) count(i, type);
  prev_ = type;
  tokens_[i].token->setType(type);
  out_.push_back(std::move(tokens_[i].owned));
  closers_.push_back(0);
}

// A token of no width: where the line before ended, or, for an arm, where it begins.
void Layout::emit_virtual(size_t type, size_t i) {
  auto token = std::make_unique<CommonToken>(at(i).token);
  token->setType(type);
  token->setStopIndex(token->getStartIndex() - 1);
  if (type != L::ARM && !out_.empty()) {
    const CommonToken& last = *out_.back();
    token->setLine(last.getLine());
    token->setStartIndex(last.getStopIndex() + 1);
    token->setStopIndex(last.getStopIndex());
  }
  out_.push_back(std::move(token));
  closers_.push_back(0);
  prev_ = type;
}

void Layout::problem(ProblemKind kind, size_t i, std::string text, std::string expected) {
  const CommonToken& token = *at(i).token;
  problems_.push_back({kind, token.getStartIndex(), token.getStopIndex() + 1, token.getLine(), std::move(text), std::move(expected)});
}

void Layout::unclosed_string(size_t i) {
  // `"#{name"`: the quote that should have ended the text began one within.
  if (top().kind == Open::interpolation && out_[top().out]->getLine() == at(i).token->getLine()) {
    const CommonToken& opener = *out_[top().out];
    problems_.push_back({ProblemKind::unclosed_bracket, opener.getStartIndex(), opener.getStopIndex() + 1, opener.getLine(), opener.getText(), "}"});
    return;
  }
  problem(ProblemKind::unclosed_string, i);
  size_t open = i;
  while (open > 0 && at(open).type != L::STRING_OPEN) --open;
  for (size_t k = open + 1; k < i; ++k)
    if (at(k).token->getText().find_first_not_of(" \t(){}[].,;:|+-*/<>=!?#") != std::string::npos) problems_.back().text = at(k).token->getText();
  problems_.back().begin = at(open).token->getStartIndex();
  problems_.back().end = std::max(problems_.back().begin, at(i).token->getStartIndex());
}

void Layout::check_depth(size_t i) {
  if (depth_ + frames_.size() <= kMaxDepth || stopped_) return;
  problem(ProblemKind::too_deep, i > 0 ? i - 1 : 0);
  stopped_ = true;
}

size_t Layout::place(size_t i) {
  size_t type = word_type(i);
  switch (type) {
    case L::LPAREN: count(i, type); place_paren(i); return 1;
    case L::LBRACKET: count(i, type); push(Open::bracket, i); emit(i, type); return 1;
    case L::LBRACE: place_brace(i); return 1;
    case L::INTERP_OPEN: push(Open::interpolation, i); emit(i, type); return 1;
    case L::RPAREN: case L::RBRACKET: case L::RBRACE: case L::INTERP_CLOSE: close_bracket(i, type); return 1;
    case L::BAR: case L::OR_OR: place_bar(i); return 1;
    case L::LT: case L::GT: return place_angle(i);
    case L::QUESTION:                                     // 13.5: postfix try has no space before it
      if (ends_operand(prev_) && adjacent(i)) { emit(i, L::TRY); return 1; }
      ++top().ternaries;
      ++depth_;
      emit(i, type);
      return 1;
    case L::COLON:
      if (top().ternaries > 0 && ends_operand(prev_)) { --top().ternaries; --depth_; }
      emit(i, type);
      return 1;
    case L::ELLIPSIS:
      if (ends_operand(prev_) && !at(i).line_break) {
        problem(ProblemKind::three_dots, i);
        type = L::RANGE;
      }
      emit(i, type);
      return 1;
    case L::RANGE: case L::RANGE_EXCLUSIVE: case L::RANGE_INCLUSIVE:
      emit(i, std::find(open_ranges_.begin(), open_ranges_.end(), i) != open_ranges_.end() ? size_t{L::OPEN_RANGE} : type);
      return 1;
    case L::ARROW: emit(i, i == arm_arrow_ ? size_t{L::FAT_ARROW} : type); return 1;
    case L::FAT_ARROW: place_fat_arrow(i); return 1;
    case L::ASSIGN:
      emit(i, type);
      if (top().kind == Open::function && top().head) pop();    // short form: no `end`
      return 1;
    case L::AT: place_attribute(i); return 1;
    case L::STRING_BROKEN:
      unclosed_string(i);
      emit(i, L::STRING_CLOSE);
      return 1;
    case L::HEREDOC_END:
      if (at(i).token->getStopIndex() + 1 == at(i).token->getStartIndex()) problem(ProblemKind::unclosed_heredoc, at(i).match == kNone ? i : at(i).match);
      emit(i, type);
      return 1;
    case L::BAD_ESCAPE: problem(ProblemKind::bad_escape, i, at(i).token->getText()); return 1;
    case L::NAME: place_name(i); return 1;
    default:
      if (is_keyword(type)) return place_word(i, type);
      emit(i, type);
      return 1;
  }
}

// --- Separators (section 1) ---

// Called before token i is placed: what do the line end or the `;` before it mean?
void Layout::separate(size_t i, size_t type) {
  if (at(i).semicolon && !at(i).line_break) {
    if (is_bracket(top().kind)) return;
    close_inline_ifs();
  } else {
    if (!at(i).line_break || prev_ == 0 || is_bracket(top().kind)) return;
    if (attribute_end_ != 0 && attribute_end_ + 1 == i) return;
    if (prev_ == L::FAT_ARROW && begin_arm(i)) return;            // an arm without a body
    if (line_continues(type)) return;
    close_inline_ifs();
  }
  end_head(i);
  top().rescue_line = top().raising = false;
  depth_ -= top().rightward + top().ternaries;
  top().rightward = top().ternaries = top().chain = 0;
  declaration_line_ = import_line_ = false;
  if (begin_arm(i)) return;
  if (!closes_body(type) && prev_ != L::SEP) emit_virtual(L::SEP, i);
}

bool Layout::line_continues(size_t type) const {
  if (type == L::DOT || type == L::SAFE_DOT || type == L::PIPE) return true;
  if (type == L::THEN_WORD) return true;                          // word_type has checked for an open `if`
  if (type == L::ELSE) return else_is_inline();
  bool star_of_import = prev_ == L::STAR && import_line_;
  if (is_binary_operator(prev_)) return !star_of_import;
  return is_assignment(prev_) || prev_ == L::COMMA || prev_ == L::ARROW || prev_ == L::FAT_ARROW || prev_ == L::LANGLE;
}

// A leading `else` belongs to the inline `if` whose `then` or `else` began the line before, otherwise to the innermost
// block form without one.
bool Layout::else_is_inline() const {
  bool inline_waits = false, led = false;
  for (size_t f = frames_.size(); f-- > 0;) {
    const Frame& frame = frames_[f];
    if (frame.kind == Open::if_inline) {
      inline_waits |= !frame.has_else;
      led |= frame.branch_leads;
      continue;
    }
    if (inline_waits && led) return true;
    bool takes_else = frame.kind == Open::if_block || frame.kind == Open::begin || frame.kind == Open::select;
    return inline_waits && !(takes_else && !frame.has_else);
  }
  return inline_waits;
}

void Layout::close_inline_ifs() {
  while (top().kind == Open::if_inline) pop();
}

// The line that opened a body ends here.
void Layout::end_head(size_t i) {
  Frame& frame = top();
  if (!frame.head) return;
  if (frame.kind == Open::handle) return;                         // its arms begin after `with`
  frame.head = false;
  if (frame.kind == Open::if_block) frame.block_form = true;
  if (frame.kind == Open::function) end_signature(i);
}

// Section 6: a line begins an arm exactly when what stands before its first `=>` reads as a pattern.
bool Layout::begin_arm(size_t i) {
  size_t f = frames_.size() - 1;
  while (frames_[f].kind == Open::if_inline) --f;
  Frame& frame = frames_[f];
  size_t arrow = kNone;
  if (frame.head) return false;
  if (frame.kind == Open::match) {
    bool first = frame.arms == 0;
    open_ranges_.clear();
    arrow = reader_.match_arm(i, first || frame.thin_arrows, open_ranges_);
    if (arrow != kNone && first) frame.thin_arrows = at(arrow).type == L::ARROW;
  } else if (frame.kind == Open::select) {
    arrow = reader_.select_arm(i);
  } else if (frame.kind == Open::handle) {
    arrow = reader_.handle_arm(i);
  }
  if (arrow == kNone) {
    open_ranges_.clear();
    return false;
  }
  close_inline_ifs();
  ++top().arms;
  arm_start_ = i;
  arm_arrow_ = arrow;
  emit_virtual(L::ARM, i);
  return true;
}

}  // namespace ariac::parse
