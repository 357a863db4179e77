// Marks and words that are read as something else than was meant, each told once: `x++` inside an expression, a block
// in bars without braces, and a variable that is called like a keyword.
#include <algorithm>
#include <array>

#include "AriaLexer.h"
#include "parse/foreign_words.hpp"
#include "parse/layout.hpp"
#include "parse/token_kinds.hpp"

namespace ariac::parse {

using L = AriaLexer;

// `x++`, `f(x++)`, `x++ + 1`: joined to the operand before it and to nothing behind; `a + +b` and `a++b` are sums.
size_t Layout::mend_increment(size_t i) {
  const size_t type = at(i).type;
  if (at(i + 1).type != type || !adjacent(i + 1) || !ends_operand(prev_) || at(i).line_break) return 0;
  const bool ends_line = line_ends_after(i + 1);
  const bool ends_value = ends_line || is_binary_operator(at(i + 2).type) || closes_body(at(i + 2).type) || at(i + 2).type == L::COMMA;
  if (!ends_line && (!adjacent(i) || (adjacent(i + 2) && (!ends_value || at(i + 2).type == type)))) return 0;
  const bool is_name = prev_ == L::NAME && (out_.size() < 2 || !name_after(out_[out_.size() - 2]->getType()));
  return leave_out(i, 2, ProblemKind::no_increment, type == L::PLUS ? "++" : "--", is_name ? out_.back()->getText() : "name");
}

// The bar that closes `|a, (b, c)|` after a call, written as nobody writes two `|` between values; kNone: it is none.
size_t Layout::end_of_block_bars(size_t i) const {
  const bool after_call = prev_ == L::RPAREN || (prev_ == L::NAME && out_.size() > 1 && (out_[out_.size() - 2]->getType() == L::DOT || out_[out_.size() - 2]->getType() == L::SAFE_DOT));
  const bool in_pattern = i < pattern_end_ || (i >= arm_start_ && i < arm_arrow_);
  if (!after_call || in_pattern || (top().kind == Open::with && top().head) || top().kind == Open::bars) return kNone;
  if (!at(i).space || at(i).line_break || !adjacent(i + 1)) return kNone;
  size_t k = i + 1;
  while (at(k).type == L::NAME || at(k).type == L::COMMA || at(k).type == L::LPAREN || at(k).type == L::RPAREN || at(k).type == L::MUT) ++k;
  const bool closes = k > i + 1 && k < tokens_.size() && at(k).type == L::BAR && adjacent(k);
  return closes && (at(k + 1).space || line_ends_after(k)) ? k : kNone;
}

// With lines of its own the block is read as `do |x| … end`; in one line the parser stops at the bar.
void Layout::mend_block_bars(size_t i) {
  const size_t close = end_of_block_bars(i);
  if (close == kNone) return;
  if (!line_ends_after(close)) {
    block_bars_ = i;
    return;
  }
  problem(ProblemKind::left_out, i, "|", kBlockBars);
  push(Open::do_block, i);
  emit_virtual(L::DO, i);
}

// `pub = 3` declares a name; where it is read, the word is a keyword.
void Layout::mend_keyword_read(size_t i) {
  constexpr std::array kDeclaring{L::PUB, L::IMPL, L::LET, L::MUT};
  constexpr std::array kOthers{L::IF, L::UNLESS, L::WHILE, L::UNTIL, L::FOR, L::MATCH, L::WITH, L::SPAWN, L::AWAIT, L::FN, L::NOT, L::AND, L::OR, L::IN, L::IS};
  const size_t type = at(i).type, next = at(i + 1).type;
  const bool declaring = std::ranges::find(kDeclaring, type) != kDeclaring.end();
  if (!declaring && std::ranges::find(kOthers, type) == kOthers.end()) return;
  const std::string word = at(i).token->getText();
  if (!keyword_names_.contains(word) || ends_operand(prev_) || word_type(i) != type) return;
  const bool ends = next == L::RPAREN || next == L::RBRACKET || next == L::RBRACE || next == L::INTERP_CLOSE || next == L::COMMA;
  const bool goes_on = next_on_line(i) != 0 && (next == L::EQ || next == L::NE || next == L::STAR || next == L::SLASH || next == L::PERCENT);
  const bool alone = declaring && (line_ends_after(i) || is_binary_operator(next) || next == L::DOT);
  if (!ends && !goes_on && !alone) return;
  if (keywords_read_.insert(word).second) problem(ProblemKind::left_out, i, word, "`" + word + "` is a keyword, and is read as one here: give the variable another name");
  tokens_[i].type = L::NAME;
}

}  // namespace ariac::parse
