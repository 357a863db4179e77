// Brackets, bars, angles and arrows (language.md 13.2 to 13.8).
#include "AriaLexer.h"
#include "parse/layout.hpp"
#include "parse/token_kinds.hpp"

namespace ariac::parse {

using L = AriaLexer;

// --- Patterns ---

// A pattern follows, unless what comes after it binds tighter than `is`: that is for the parser to refuse.
void Layout::place_is(size_t i) {
  open_ranges_.clear();
  const size_t end = reader_.tested(i + 1, open_ranges_);
  const bool reads = end != kNone && (at(end).line_break || !continues_operand(at(end).type));
  if (reads) pattern_end_ = end;
  else open_ranges_.clear();
  emit(i, reads ? L::IS_PATTERN : L::IS);
}

// --- Parentheses ---

void Layout::place_paren(size_t i) {
  size_t type = L::LPAREN;
  if (lambda_paren(i)) { type = L::LAMBDA_LPAREN; ++top().rightward; ++depth_; }
  else if (options_paren(i)) type = L::OPTIONS_LPAREN;
  push(Open::paren, i);
  emit(i, type);
}

// `(x) => e` is a lambda, except where a pattern or the key of a map stands.
bool Layout::lambda_paren(size_t i) const {
  size_t close = at(i).match;
  if (close == kNone || ends_operand(prev_) || at(close + 1).type != L::FAT_ARROW || at(close + 1).line_break) return false;
  bool in_arm_head = i >= arm_start_ && i < arm_arrow_;
  bool map_key = top().kind == Open::map && (prev_ == L::LBRACE || prev_ == L::COMMA);
  return !in_arm_head && i >= pattern_end_ && !map_key && !top().rescue_line;
}

// 13.8: `spawn(…)` with only named arguments holds options.
bool Layout::options_paren(size_t i) const {
  const bool after_spawn = prev_ == L::SPAWN || prev_ == L::SPAWN_BLOCK || prev_ == L::SPAWN_NAME;
  return after_spawn && at(i).match != kNone && named_arguments(i);
}

bool Layout::named_arguments(size_t i) const {
  const size_t close = at(i).match;
  for (size_t k = i + 1; k < close; ++k) {
    bool word = at(k).type == L::NAME || is_keyword(at(k).type);
    if (!word || at(k + 1).type != L::COLON) return false;
    for (k += 2; k < close && at(k).type != L::COMMA; ++k)
      if (at(k).match != kNone && at(k).match > k) k = at(k).match;
  }
  return close > i + 1;
}

// --- Braces (13.3) ---

void Layout::place_brace(size_t i) {
  size_t type = brace_type(i);
  bool block = type == L::BLOCK_LBRACE || type == L::WITH_LBRACE;
  if (type == L::WITH_LBRACE) frames_.pop_back();
  push(block ? Open::block_brace : Open::map, i);
  emit(i, type);
}

bool Layout::in_open_head() const {
  return top().head && (top().kind == Open::if_block || top().kind == Open::loop || top().kind == Open::match ||
                        top().kind == Open::with || top().kind == Open::handle);
}

size_t Layout::brace_type(size_t i) const {
  bool bars_inside = at(i + 1).type == L::BAR || at(i + 1).type == L::OR_OR;
  if (prev_ == L::BANG) return L::LBRACE;                                          // effect row
  if (i < pattern_end_) return L::STRUCT_LBRACE;
  bool head_ends = ends_operand(prev_) || prev_ == L::BAR_CLOSE || prev_ == L::EMPTY_BARS || prev_ == L::EMPTY_PARAMS;
  if (top().kind == Open::with && top().head && head_ends) return L::WITH_LBRACE;
  if (bars_inside || prev_ == L::SPAWN || prev_ == L::SPAWN_BLOCK) return L::BLOCK_LBRACE;
  bool map_entry = prev_ == L::FAT_ARROW && top().kind == Open::map;
  bool body = (prev_ == L::FAT_ARROW && !map_entry) || prev_ == L::BAR_CLOSE || prev_ == L::EMPTY_BARS;
  if (body) {
    if (at(i + 1).type == L::RBRACE) return L::UNIT_LBRACE;
    return map_content(i) ? L::LBRACE : L::BLOCK_LBRACE;
  }
  if (!ends_operand(prev_) || at(i).line_break) return prev_ == L::DEFER ? L::BLOCK_LBRACE : L::LBRACE;
  if (prev_ == L::TYPE_NAME || prev_ == L::RANGLE)
    if (struct_content(i) && !in_open_head()) return L::STRUCT_LBRACE;
  return L::BLOCK_LBRACE;
}

// `{name:`, or a `=>` at depth 0 before the first line end or `;` in the braces
bool Layout::map_content(size_t i) const {
  const size_t close = at(i).match;
  size_t k = i + 1;
  if ((at(k).type == L::NAME || at(k).type == L::TYPE_NAME || is_keyword(at(k).type)) && at(k + 1).type == L::COLON) return !declaration_content(i);
  for (; k < close && k < tokens_.size(); ++k) {
    if (k > i + 1 && (at(k).line_break || at(k).semicolon)) return false;
    if (at(k).semicolon) return false;
    if (at(k).type == L::FAT_ARROW) return true;
    if (at(k).match != kNone && at(k).match > k) {
      const bool arrow_after = at(at(k).match + 1).type == L::FAT_ARROW;
      k = at(k).match;
      if (arrow_after && k < close) return true;
    }
  }
  return false;
}

// `{name: Type = e`: a block, since no map has an assignment at depth 0
bool Layout::declaration_content(size_t i) const {
  for (size_t k = i + 2; k < at(i).match && k < tokens_.size() && !at(k).line_break && !at(k).semicolon; ++k) {
    if (at(k).type == L::ASSIGN) return true;
    if (at(k).match != kNone && at(k).match > k) k = at(k).match;
  }
  return false;
}

bool Layout::struct_content(size_t i) const {
  size_t k = i + 1;
  if (at(k).type == L::RBRACE || at(k).type == L::RANGE) return true;
  return (at(k).type == L::NAME || is_keyword(at(k).type)) && at(k + 1).type == L::COLON;
}

// --- Bars (13.2) ---

void Layout::place_bar(size_t i) {
  bool with_head = top().kind == Open::with && top().head;
  bool opens = !ends_operand(prev_) || with_head || at(i).line_break || i == block_bars_;
  bool of_block = with_head || prev_ == L::BLOCK_LBRACE || prev_ == L::WITH_LBRACE || prev_ == L::DO || prev_ == L::WITH_DO;
  if (at(i).type == L::OR_OR) {
    if (opens && !of_block) { ++top().rightward; ++depth_; }
    emit(i, !opens ? L::OR_OR : of_block ? L::EMPTY_PARAMS : L::EMPTY_BARS);
    return;
  }
  if (top().kind == Open::bars) {
    close_top();
    emit(i, L::BAR_CLOSE);
    return;
  }
  if (!opens) { emit(i, L::BAR); return; }
  if (!of_block) { ++top().rightward; ++depth_; }
  push(Open::bars, i);
  emit(i, of_block ? L::PARAMS_OPEN : L::BAR_OPEN);
}

// --- Angles (13.4) ---

// `>` tokens that do not close type arguments are joined to `>>`, `>=` and `>>=`.
size_t Layout::place_angle(size_t i) {
  if (at(i).type == L::LT) {
    bool head = prev_ == L::NAME || prev_ == L::TYPE_NAME || prev_ == L::IMPL || prev_ == L::FN;
    std::vector<size_t> closers;
    bool inside = top().kind == Open::angle;       // then the outer `<` has been read with all that is in it
    if (!head || !adjacent(i) || (!inside && reader_.angles(i, &closers) == kNone)) { emit(i, L::LT); return 1; }
    for (size_t closer : closers) closes_angle_[closer] = true;
    push(Open::angle, i);
    emit(i, L::LANGLE);
    return 1;
  }
  if (closes_angle_[i]) {
    if (top().kind == Open::angle) close_top();
    emit(i, L::RANGLE);
    return 1;
  }
  size_t last = i, type = L::GT;
  if (at(last + 1).type == L::GT && adjacent(last + 1) && !closes_angle_[last + 1]) { ++last; type = L::SHR; }
  if (at(last + 1).type == L::ASSIGN && adjacent(last + 1)) { ++last; type = type == L::SHR ? L::SHR_ASSIGN : L::GE; }
  tokens_[i].token->setStopIndex(at(last).token->getStopIndex());
  emit(i, type);
  return last - i + 1;
}

// --- Closing brackets and arrows ---

void Layout::close_bracket(size_t i, size_t type) {
  auto closes = [type](Open kind) {
    switch (type) {
      case L::RPAREN: return kind == Open::paren;
      case L::RBRACKET: return kind == Open::bracket;
      case L::INTERP_CLOSE: return kind == Open::interpolation;
      default: return kind == Open::map || kind == Open::block_brace;
    }
  };
  size_t f = frames_.size();
  while (f-- > 1 && !closes(frames_[f].kind)) {}
  bool reachable = f >= 1 && closes(frames_[f].kind);
  // Bodies without `end` inside the bracket: let the parser say so at this token.
  while (reachable && frames_.size() > f + 1) pop();
  if (!reachable && type == L::RBRACE && at(i).line_break && frames_.size() > 1 && !is_bracket(top().kind) && top().indent == indent_) {
    problem(ProblemKind::left_out, i, "}", "a body ends with `end`");
    place_end(i);
    return;
  }
  if (!reachable && type != L::INTERP_CLOSE) {
    const char* why = type == L::RPAREN ? "no `(` is open here" : type == L::RBRACKET ? "no `[` is open here" : "no `{` is open here";
    problem(ProblemKind::left_out, i, at(i).token->getText(), why);
    return;
  }
  if (reachable) close_top();
  emit(i, type);
}

// In `rescue E => name`, a single lower-case name up to the line's end is the binding (section 8).
void Layout::place_fat_arrow(size_t i) {
  bool name_alone = at(i + 1).type == L::NAME && !at(i + 1).line_break && line_ends_after(i + 1);
  bool binds = top().kind == Open::begin && top().rescue_line && name_alone;
  top().rescue_line = false;
  emit(i, binds ? L::BIND_ARROW : L::FAT_ARROW);
}

// The line of an attribute goes on with the item it belongs to.
void Layout::place_attribute(size_t i) {
  bool before_item = statement_starts() || (attribute_end_ != 0 && attribute_end_ == i - 1);
  if (before_item) {
    attribute_end_ = i + 1;
    size_t paren = i + 2;
    if (at(paren).type == L::LPAREN && adjacent(paren) && at(paren).match != kNone) attribute_end_ = at(paren).match;
  }
  emit(i, L::AT);
}

}  // namespace ariac::parse
