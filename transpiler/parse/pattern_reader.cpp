// Looking ahead over types, patterns and arm heads.
#include "parse/pattern_reader.hpp"

#include "AriaLexer.h"
#include "parse/token_kinds.hpp"

namespace ariac::parse {

using L = AriaLexer;

namespace {
constexpr int kMaxDepth = 300;

struct Deeper {
  explicit Deeper(int& depth) : depth_(depth) { ++depth_; }
  ~Deeper() { --depth_; }
  int& depth_;
};

bool is_thin_or_fat(size_t type, bool thin) { return type == L::FAT_ARROW || (thin && type == L::ARROW); }
}  // namespace

bool PatternReader::is_word(size_t i) const {
  return is(i, L::NAME) || is(i, L::TYPE_NAME) || is_keyword(at(i).type);
}

// A keyword is a name in a pattern only where what follows leaves no other reading.
bool PatternReader::is_name_here(size_t i) const {
  if (is(i, L::NAME) || is(i, L::TYPE_NAME)) return true;
  if (!is_keyword(at(i).type)) return false;
  size_t next = at(i + 1).type;
  return is_thin_or_fat(next, thin_arrow_) || next == L::COMMA || next == L::RPAREN || next == L::RBRACKET || next == L::COLON ||
         next == L::AT || next == L::ASSIGN;
}

// --- Types ---

size_t PatternReader::path(size_t i, bool types_only) const {
  if (!is_word(i)) return kNone;
  while ((follows(i + 1, L::COLONCOLON) || follows(i + 1, L::DOT)) && is_word(i + 2)) i += 2;
  if (!types_only || is(i, L::TYPE_NAME)) return i + 1;
  return is(i, L::NAME) && at(i).token->getText().starts_with("c_") ? i + 1 : kNone;
}

size_t PatternReader::type_list(size_t i, size_t close, std::vector<size_t>* closers) const {
  while (i < close) {
    if (is(i, L::MUT)) ++i;
    if (is(i, L::NAME) && is(i + 1, L::COLON)) i += 2;
    i = type(i, closers);
    if (i == kNone || i > close) return kNone;
    if (i < close && !is(i++, L::COMMA)) return kNone;
  }
  return close + 1;
}

size_t PatternReader::function_tail(size_t i, std::vector<size_t>* closers) const {
  if (is(i, L::LPAREN) && at(i).match != kNone) i = type_list(i + 1, at(i).match, closers);
  if (i != kNone && is(i, L::ARROW)) {
    if (is(i + 1, L::LBRACE) && at(i + 1).match != kNone && primary_type(i + 1, nullptr) == kNone) i = at(i + 1).match;
    i = type(i + 1, closers);
  }
  if (i != kNone && is(i, L::BANG) && is(i + 1, L::LBRACE) && at(i + 1).match != kNone) i = at(i + 1).match + 1;
  return i;
}

size_t PatternReader::primary_type(size_t i, std::vector<size_t>* closers) const {
  if (is(i, L::DYN)) ++i;
  size_t close = at(i).match;
  if (is(i, L::LPAREN)) return close == kNone ? kNone : type_list(i + 1, close, closers);
  if (is(i, L::LBRACKET)) return close != kNone && type(i + 1, closers) == close ? close + 1 : kNone;
  if (is(i, L::LBRACE)) {
    size_t colon = type(i + 1, closers);
    if (colon == kNone || !is(colon, L::COLON)) return kNone;
    return type(colon + 1, closers) == close ? close + 1 : kNone;
  }
  size_t end = path(i, true);
  if (end == kNone) return kNone;
  if (is(end, L::LPAREN) && at(end - 1).token->getText() == "Fn") return function_tail(end, closers);
  if (is(end, L::LT)) return angles(end, closers);
  if (is(end, L::LBRACKET) && !at(end).space && at(end).match != kNone)
    return type_list(end + 1, at(end).match, closers);
  return end;
}

size_t PatternReader::type(size_t i, std::vector<size_t>* closers) const {
  Deeper deeper(depth_);
  if (depth_ > kMaxDepth) return kNone;
  i = primary_type(i, closers);
  while (i != kNone && (is(i, L::QUESTION) || is(i, L::COALESCE)) && !at(i).space) ++i;
  return i;
}

// 13.4: `<` types `>`; also parameters with bounds (`T: A + B = C`) and `Item = T`.
size_t PatternReader::angles(size_t i, std::vector<size_t>* closers) const {
  for (++i;; ++i) {
    i = type(i, closers);
    if (i != kNone && is(i, L::COLON)) {
      do i = type(i + 1, closers);
      while (i != kNone && is(i, L::PLUS));
    }
    if (i != kNone && is(i, L::ASSIGN)) i = type(i + 1, closers);
    if (i == kNone) return kNone;
    if (is(i, L::COMMA) && !is(i + 1, L::GT)) continue;
    if (is(i, L::COMMA)) ++i;
    if (!is(i, L::GT)) return kNone;
    if (closers) closers->push_back(i);
    return i + 1;
  }
}

// --- Patterns (section 6) ---

size_t PatternReader::value(size_t i) const {
  if (is(i, L::MINUS)) return is(i + 1, L::INT) || is(i + 1, L::FLOAT) ? i + 2 : kNone;
  if (is_literal(at(i).type)) return i + 1;
  if (is(i, L::STRING_OPEN) && at(i).match != kNone) return at(i).match + 1;
  return kNone;
}

size_t PatternReader::field(size_t i) const {
  if (is_word(i) && is(i + 1, L::COLON)) {
    i += 2;
    return is(i, L::COMMA) || is(i, L::RPAREN) || is(i, L::RBRACE) ? i : pattern(i);
  }
  if (is(i, L::ELLIPSIS) || is(i, L::RANGE)) {
    if (is(i, L::RANGE) && value(i + 1) != kNone) return pattern(i);
    return is_word(i + 1) ? i + 2 : i + 1;
  }
  return pattern(i);
}

size_t PatternReader::fields(size_t open) const {
  size_t close = at(open).match;
  if (close == kNone) return kNone;
  for (size_t i = open + 1; i < close;) {
    i = field(i);
    if (i == kNone || i > close) return kNone;
    if (i < close && !is(i++, L::COMMA)) return kNone;
  }
  return close + 1;
}

size_t PatternReader::single(size_t i) const {
  if (is(i, L::LPAREN) || is(i, L::LBRACKET)) return fields(i);
  if (is(i, L::COLON)) return is_word(i + 1) ? i + 2 : kNone;
  if (is_range(at(i).type)) {
    size_t end = value(i + 1);
    return end != kNone ? end : path(i + 1, false);
  }
  if (is(i, L::MUT)) ++i;
  if (follows(i + 1, L::AT) && is_word(i)) return single(i + 2);
  size_t end = value(i);
  if (end == kNone) {
    if (!is_name_here(i)) return kNone;
    end = path(i, false);
    if (end != kNone && is(end, L::LT) && !at(end).space) end = angles(end, nullptr);
    if (end != kNone && (follows(end, L::LPAREN) || (follows(end, L::LBRACE) && is(end - 1, L::TYPE_NAME)))) return fields(end);
  }
  return end == kNone || !is_range(at(end).type) || at(end).line_break ? end : range_end(end);
}

// What follows the `..` at i on its line, or nothing.
size_t PatternReader::range_end(size_t i) const {
  if (!at(i + 1).line_break) {
    const size_t bound = value(i + 1);
    if (bound != kNone) return bound;
    if (is(i + 1, L::NAME) || is(i + 1, L::TYPE_NAME)) return path(i + 1, false);
  }
  if (open_ranges_) open_ranges_->push_back(i);
  return i + 1;
}

size_t PatternReader::alternatives(size_t i) const {
  while (i != kNone && follows(i, L::BAR)) i = single(i + 1);
  return i;
}

size_t PatternReader::pattern(size_t i) const {
  Deeper deeper(depth_);
  if (depth_ > kMaxDepth) return kNone;
  i = single(i);
  if (i != kNone && follows(i, L::COLON)) i = type(i + 1);
  return alternatives(i);
}

size_t PatternReader::tested(size_t i, std::vector<size_t>& open_ranges) const {
  open_ranges_ = &open_ranges;
  i = alternatives(single(i));
  open_ranges_ = nullptr;
  return i;
}

// --- Arm heads ---

// The first `=>` at depth 0 before the line ends.
size_t PatternReader::arrow_on_line(size_t i, bool thin_arrow) const {
  for (size_t start = i; i < tokens_.size() - 1; ++i) {
    if (i > start && (at(i).line_break || at(i).semicolon) && !is_binary_operator(at(i - 1).type) && !is(i - 1, L::COMMA)) return kNone;
    if (is_thin_or_fat(at(i).type, thin_arrow)) return i;
    if (is(i, L::RPAREN) || is(i, L::RBRACE) || is(i, L::RBRACKET)) return kNone;
    if (at(i).match != kNone && at(i).match > i) i = at(i).match;
  }
  return kNone;
}

size_t PatternReader::match_arm(size_t i, bool thin_arrow, std::vector<size_t>& open_ranges) const {
  open_ranges_ = &open_ranges;
  thin_arrow_ = thin_arrow;
  size_t end = pattern(i);
  open_ranges_ = nullptr;
  thin_arrow_ = false;
  if (end == kNone) return kNone;
  if (is_thin_or_fat(at(end).type, thin_arrow) && !at(end).line_break) return end;
  return follows(end, L::IF) ? arrow_on_line(end, thin_arrow) : kNone;
}

// `pat = <-e`, `<-e`, `ch <- e`, `default`, `else`, `after d`, `closed(ch)`, a call or a value.
size_t PatternReader::select_arm(size_t i) const {
  size_t arrow = arrow_on_line(i, false);
  if (arrow == kNone) return kNone;
  if (is(i, L::SEND) || is(i, L::AFTER) || is(i, L::ELSE)) return arrow;
  size_t target = pattern(i);
  if (target != kNone && is(target, L::ASSIGN)) {
    // `n = ch.recv() =>` lacks its `<-`, which is told later; `f = (x) => e` is no arm.
    const bool lambda = is(arrow - 1, L::RPAREN) && at(arrow - 1).match == target + 1;
    return lambda ? kNone : arrow;
  }
  for (size_t k = i; k < arrow; ++k) {
    if (is(k, L::SEND)) return arrow;
    if (at(k).match != kNone && at(k).match > k) k = at(k).match;
  }
  if (!is_word(i)) return kNone;                  // `(x) => e` is a lambda
  size_t end = path(i, false);
  while (end < arrow && (is(end, L::LPAREN) || is(end, L::LBRACKET) || is(end, L::DOT)))
    end = is(end, L::DOT) ? end + 2 : at(end).match == kNone ? arrow : at(end).match + 1;
  return end == arrow || is(end, L::IF) ? arrow : kNone;
}

// `Effect.operation(patterns)` or `return(pattern)`.
size_t PatternReader::handle_arm(size_t i) const {
  size_t end = is(i, L::RETURN) ? i + 1 : path(i, false);
  if (end == kNone) return kNone;
  if (!is(i, L::RETURN) && end == i + 1) return kNone;
  if (follows(end, L::LPAREN)) end = fields(end);
  return end != kNone && follows(end, L::FAT_ARROW) ? end : kNone;
}

}  // namespace ariac::parse
