// What opens and closes bodies.
#include <algorithm>

#include "AriaLexer.h"
#include "parse/layout.hpp"
#include "parse/token_kinds.hpp"

namespace ariac::parse {

using L = AriaLexer;

void Layout::push(Open kind, size_t i, bool head) {
  Frame frame{kind};
  frame.out = out_.size();
  frame.line = at(i).token->getLine();
  frame.indent = indent_;
  frame.unmatched = at(i).match == kNone;
  frame.head = head;
  frame.foreign = !frames_.empty() && top().foreign;
  frames_.push_back(frame);
}

void Layout::pop() {
  if (frames_.size() == 1) return;
  depth_ -= top().rightward + top().ternaries;
  frames_.pop_back();
}

// The next token handed on closes what the innermost frame opened.
void Layout::close_top() {
  closers_[top().out] = out_.size();
  pop();
}

bool Layout::is_bracket(Open kind) const {
  return kind == Open::paren || kind == Open::bracket || kind == Open::map || kind == Open::interpolation || kind == Open::angle ||
         kind == Open::bars;
}

size_t Layout::place_word(size_t i, size_t type) {
  switch (type) {
    case L::IF: case L::UNLESS: place_if(i, type); return 1;
    case L::THEN_WORD: place_then(i); return 1;
    case L::ELSE: place_else(i); return 1;
    case L::ELSIF: top().head = true; break;
    case L::END: place_end(i); return 1;
    case L::FN: place_function(i); return 1;
    case L::FOR: place_for(i); return 1;
    case L::WITH: place_with(i); return 1;
    case L::IS: place_is(i); return 1;
    case L::WHILE: case L::UNTIL: push(Open::loop, i, true); break;
    case L::LOOP: push(Open::loop, i); break;
    case L::BEGIN: push(Open::begin, i); break;
    case L::MATCH: push(Open::match, i, true); break;
    case L::SELECT: push(Open::select, i, true); break;
    case L::HANDLE: push(Open::handle, i, true); break;
    case L::DO:
      if (top().kind == Open::with && top().head) { emit(i, L::WITH_DO); return 1; }
      // `while c do`, `for x in xs do`, `loop do` as in Ruby: the line's last `do` belongs to the loop and says nothing.
      if (top().kind == Open::loop && (top().head || prev_ == L::LOOP) && line_ends_after(i)) return 1;
      push(Open::do_block, i);
      break;
    case L::TRAIT: case L::EFFECT: push(Open::members, i); declaration_line_ = true; break;
    case L::EXTERN: place_extern(i); return 1;
    case L::STRUCT: case L::CLASS: case L::IMPL:
      push(top().foreign ? Open::members : Open::block, i);
      declaration_line_ = true;
      break;
    case L::ENUM: case L::MODULE: case L::TEST: case L::PROPERTY: case L::LITMUS: case L::EXAMPLES: case L::UNSAFE:
      push(Open::block, i);
      declaration_line_ = true;
      break;
    case L::DATA: case L::PUB: declaration_line_ = true; break;
    case L::IMPORT: case L::USE: case L::EXPORT: import_line_ = true; break;
    case L::RESCUE: top().rescue_line = true; break;
    case L::SPAWN:
      if (spawns_block(i)) { emit(i, L::SPAWN_BLOCK); return 1; }
      ++top().rightward;
      ++depth_;
      break;
    case L::RAISE: top().raising = true; [[fallthrough]];
    case L::RETURN: case L::BREAK: case L::FORALL: case L::EXISTS: ++top().rightward; ++depth_; break;
    default: break;
  }
  emit(i, type);
  return 1;
}

// --- if and else ---

void Layout::place_if(size_t i, size_t type) {
  bool after_operand = ends_operand(prev_) || prev_ == L::RETURN || prev_ == L::BREAK || prev_ == L::CONTINUE;
  bool guard = i > arm_start_ && i < arm_arrow_;
  bool in_brackets = top().kind == Open::bracket || top().kind == Open::map;   // lines do not separate there
  if ((after_operand && (!at(i).line_break || in_brackets)) || guard) {
    emit(i, type == L::IF ? L::POST_IF : L::POST_UNLESS);
    return;
  }
  if (type == L::IF && prev_ == L::ELSE && !at(i).line_break && top().kind == Open::if_block) {   // `else if` is `elsif`
    out_.pop_back();
    closers_.pop_back();
    top().head = true;
    top().has_else = false;
    emit(i, L::ELSIF);
    return;
  }
  push(Open::if_block, i, true);
  emit(i, type);
}

// `then` at the end of its line makes the block form; otherwise the `if` is inline.
void Layout::place_then(size_t i) {
  Frame& frame = top();
  if (line_ends_after(i) || frame.block_form) {
    frame.head = false;
    frame.block_form = true;
    if (!line_ends_after(i)) emit_virtual(L::SEP, i);
    return;                                               // the line end separates
  }
  frame.kind = Open::if_inline;
  frame.head = false;
  frame.then_out = out_.size();
  frame.branch_leads = at(i).line_break;
  frame.last_branch_line = at(i).token->getLine();
  out_[frame.out]->setType(L::INLINE_IF);
  emit(i, L::THEN);
}

void Layout::place_else(size_t i) {
  while (top().kind == Open::if_inline && top().has_else) pop();
  Frame& frame = top();
  bool was_inline = frame.kind == Open::if_inline;
  frame.has_else = true;
  if (was_inline && !line_ends_after(i)) {
    frame.branch_leads = at(i).line_break;
    frame.last_branch_line = at(i).token->getLine();
    emit(i, L::INLINE_ELSE);
    return;
  }
  if (was_inline) {                                       // a line end after `else`: the block form after all
    out_[frame.out]->setType(L::IF);
    out_[frame.then_out]->setType(L::SEP);
    frame.kind = Open::if_block;
    frame.block_form = true;
  }
  bool select_arm = frame.kind == Open::select && i == arm_start_;
  emit(i, select_arm ? L::DEFAULT : L::ELSE);
}

// `name(a, b)` above a body that stands deeper, and the `end` at i below it: one more than its place, or 0.
size_t Layout::head_without_fn(size_t i) const {
  const size_t column = at(i).token->getCharPositionInLine();
  size_t head = i;
  while (head > 0 && !(at(--head).line_break && at(head).token->getCharPositionInLine() <= column)) {}
  if (head == i || at(head).type != L::NAME || at(head).token->getCharPositionInLine() != column) return 0;
  const size_t last = at(head + 1).type == L::LPAREN && at(head + 1).match != kNone ? at(head + 1).match : head;
  return last != head && last + 1 < i && at(last + 1).line_break ? head + 1 : 0;
}

void Layout::place_end(size_t i) {
  if (top().kind == Open::if_inline && top().last_branch_line == at(i).token->getLine()) {
    close_top();
    emit(i, L::INLINE_END);
    return;
  }
  close_inline_ifs();
  if (top().kind == Open::file) {
    const size_t head = odd_end_ == 0 ? head_without_fn(i) : 0;
    if (head != 0) problem(ProblemKind::missing_word, head - 1, "fn", "`" + at(head - 1).token->getText() + "`");
    else problem(ProblemKind::stray_end, odd_end_ == 0 ? i : odd_end_, odd_end_opener_);
    if (odd_end_ != 0) problems_.back().text = odd_end_opener_;
    odd_end_ = 0;
    odd_end_opener_.clear();
    return;
  }
  if (odd_end_ == 0 && at(i).line_break && indent_ > top().indent && top().out < out_.size()) {
    odd_end_ = i;
    odd_end_opener_ = out_[top().out]->getText();
  }
  if (!is_bracket(top().kind) && top().kind != Open::block_brace) close_top();
  emit(i, L::END);
}

// --- Functions ---

void Layout::place_function(size_t i) {
  bool lambda = next_on_line(i) == L::LPAREN;
  push(Open::function, i, true);
  top().lambda = lambda;
  emit(i, lambda ? L::LAMBDA_FN : L::FN);
}

size_t Layout::next_line(size_t i) const {
  for (++i; i < tokens_.size() - 1 && !at(i).line_break; ++i)
    if (at(i).match != kNone && at(i).match > i) i = at(i).match;
  return i;
}

// Section 3: without a body when the next line, after its contract lines, starts with one of these.
void Layout::end_signature(size_t i) {
  if (top().lambda || frames_.size() < 2 || frames_[frames_.size() - 2].kind != Open::members) return;
  while (at(i).type == L::REQUIRES || at(i).type == L::ENSURES) i = next_line(i);
  switch (at(i).type) {
    case L::FN: case L::ASYNC: case L::CONST: case L::TYPE: case L::END: case L::AT: case L::PUB: break;
    case L::IMPL: case L::STRUCT: case L::CLASS: case L::ENUM: case L::TRAIT: case L::EFFECT:
      if (top().foreign) break;
      [[fallthrough]];
    default:
      if (!at(i).doc_comment) return;
  }
  out_[top().out]->setType(L::FN_SIGNATURE);
  pop();
}

void Layout::place_extern(size_t i) {
  bool block = extern_block_follows(i);
  if (block) {
    push(Open::members, i);
    top().foreign = true;
  }
  import_line_ = true;
  emit(i, block ? L::EXTERN_BLOCK : L::EXTERN);
}

// Section 12: a block when body-less signatures follow up to `end`; types, impls and traits with such signatures may
// stand among them.
bool Layout::extern_block_follows(size_t i) const {
  std::vector<size_t> open;                               // the types and impls around the line
  for (i = next_line(i); i < tokens_.size() - 1; i = next_line(i)) {
    const bool signatures = open.empty() || open.back() == L::IMPL || open.back() == L::TRAIT || open.back() == L::EFFECT;
    size_t word = i;
    while (at(word).type == L::AT || at(word).type == L::PUB) {          // `@name(…) pub fn …` on one line
      size_t next = at(word).type == L::AT ? word + 2 : word + 1;
      if (at(next).type == L::LPAREN && adjacent(next) && at(next).match != kNone) next = at(next).match + 1;
      if (at(next).line_break) break;
      word = next;
    }
    switch (at(word).type) {
      case L::END:
        if (open.empty()) return true;
        open.pop_back();
        break;
      case L::IMPL: case L::TRAIT: case L::EFFECT: case L::STRUCT: case L::CLASS: case L::ENUM: open.push_back(at(word).type); break;
      case L::FN: case L::ASYNC:
        if (open.empty() && short_form_follows(word)) return false;
        break;
      case L::AT: case L::PUB: case L::CONST: case L::TYPE: case L::DATA: case L::REQUIRES: case L::ENSURES: break;
      default:
        if (signatures) return false;
    }
  }
  return false;
}

bool Layout::short_form_follows(size_t i) const {
  int angles = 0;                                          // `<Item = T>` is no body
  for (size_t end = next_line(i); i < end; ++i) {
    if (at(i).type == L::LT) ++angles;
    if (at(i).type == L::GT) --angles;
    if (at(i).type == L::ASSIGN && angles == 0) return true;
    if (at(i).match != kNone && at(i).match > i) i = at(i).match;
  }
  return false;
}

// --- Other words ---

// 13.8: `spawn { … }`, `spawn(name: "n") do … end`
bool Layout::spawns_block(size_t i) const {
  size_t next = i + 1;
  if (at(next).type == L::LPAREN && !at(next).line_break && at(next).match != kNone && named_arguments(next)) next = at(next).match + 1;
  return !at(next).line_break && !at(next).semicolon && (at(next).type == L::LBRACE || at(next).type == L::DO);
}

// In a comprehension `for` opens no body.
void Layout::place_for(size_t i) {
  if (!ends_operand(prev_) || at(i).line_break) push(Open::loop, i, true);
  emit(i, L::FOR);
}

void Layout::place_with(size_t i) {
  if (top().kind == Open::handle && top().head) {
    top().head = false;
    emit(i, L::WITH);
    if (!line_ends_after(i)) begin_arm(i + 1);            // `handle f() with E.op(x) => … end`
    return;
  }
  push(Open::with, i, true);
  emit(i, L::WITH);
}

// Names that language.md makes words in one place only: `from`, and spawning methods (13.8).
void Layout::place_name(size_t i) {
  std::string text = at(i).token->getText();
  if (text == "from") {
    size_t before = out_.size() < 2 ? 0 : out_[out_.size() - 2]->getType();
    bool of_raise = prev_ == L::COMMA && top().raising && next_on_line(i) == L::COLON;
    bool of_extern = before == L::EXTERN || before == L::EXTERN_BLOCK;
    if (of_raise || of_extern) { emit(i, L::FROM); return; }
  }
  if (prev_ == L::DOT && (text == "spawn" || text == "start_soon")) {
    size_t type = L::NAME;
    bool options = false;
    if (next_on_line(i) == L::LPAREN) {
      prev_ = L::SPAWN_NAME;
      options = options_paren(i + 1) && operand_begins(at(i + 1).match + 1);
      prev_ = L::DOT;
    }
    bool operand = operand_begins(i + 1) && next_on_line(i) != L::LPAREN;
    if (options || operand) { type = L::SPAWN_NAME; ++top().rightward; ++depth_; }
    emit(i, type);
    return;
  }
  emit(i, L::NAME);
}

// --- Recovery (13.9) ---

void Layout::report_unclosed(const Frame& frame) {
  const antlr4::CommonToken& opener = *out_[frame.out];
  const bool brace = frame.kind == Open::block_brace;
  has_unclosed_bodies_ |= !brace;
  // `for x in xs do f(x) end`, `while c { f(x) }`: the block went to the call before it, as blocks do.
  std::string expected = brace ? "}" : "end";
  for (std::size_t i = frame.out + 1; !brace && i < out_.size() && out_[i]->getLine() == opener.getLine(); ++i) {
    const std::string text = out_[i]->getText();
    if ((text == "do" && frame.kind == Open::loop) || text == "{") expected = text;
  }
  problems_.push_back({brace ? ProblemKind::unclosed_bracket : ProblemKind::unclosed_body, opener.getStartIndex(), opener.getStopIndex() + 1, opener.getLine(), opener.getText(), expected});
}

// An `end` that stands less deep than the innermost body and as deep as one around it closes that one.
void Layout::recover_by_end(size_t i) {
  if (repair_ != Repair::indentation) return;
  close_inline_ifs();
  auto takes_end = [this](const Frame& frame) { return frame.kind != Open::file && frame.kind != Open::if_inline && !is_bracket(frame.kind) && frame.kind != Open::block_brace; };
  while (takes_end(top()) && top().indent > indent_) {
    bool outer = std::any_of(frames_.begin(), frames_.end(), [&](const Frame& frame) { return takes_end(frame) && frame.indent == indent_; });
    if (!outer) return;
    report_unclosed(top());
    close_top();
    emit_virtual(L::END, i);
  }
}

// Brackets that are open where an item or an `end` begins a line are never closed: the outermost one is at fault.
bool Layout::close_brackets() {
  const antlr4::CommonToken* fault = nullptr;
  const char* closer = "";
  for (; frames_.size() > 1 && is_bracket(top().kind); pop()) {
    if (top().kind != Open::paren && top().kind != Open::bracket && top().kind != Open::map) continue;
    fault = out_[top().out].get();
    closer = top().kind == Open::paren ? ")" : top().kind == Open::bracket ? "]" : "}";
  }
  if (fault == nullptr) return false;
  problems_.push_back({ProblemKind::unclosed_bracket, fault->getStartIndex(), fault->getStopIndex() + 1, fault->getLine(), fault->getText(), closer});
  return true;
}

// An item that begins no deeper than an open body shows that the body was never closed.
void Layout::recover(size_t i, size_t type) {
  bool item = type == L::FN || type == L::STRUCT || type == L::ENUM || type == L::IMPL || type == L::TRAIT || type == L::TEST ||
              type == L::PUB || type == L::AT || type == antlr4::Token::EOF;
  if (type == L::FN && next_on_line(i) == L::LPAREN) item = false;
  // A line that stands no deeper than the one that opened a bracket goes on with something else.
  const bool leaves_bracket = is_bracket(top().kind) && top().unmatched && indent_ <= top().indent && top().kind != Open::angle && top().kind != Open::bars;
  if (!item && type != L::END && !leaves_bracket) return;
  bool reported = close_brackets();
  if (top().kind == Open::function && top().head && (item || type == L::END)) end_signature(i);       // may have no body
  if (type == L::END) recover_by_end(i);
  if (!item) return;
  while (frames_.size() > 1) {
    const Frame& frame = top();
    // The items of a module may stand as deep as it; the members of a type that is closed do not.
    bool contains_items = out_[frame.out]->getType() == L::MODULE;
    bool deeper = indent_ > frame.indent || (contains_items && indent_ == frame.indent);
    if (type != antlr4::Token::EOF && deeper) return;
    if (frame.kind == Open::if_inline) { pop(); continue; }
    if (!reported) report_unclosed(frame);
    reported = true;
    bool needs_end = frame.kind != Open::block_brace;
    close_top();
    if (needs_end) emit_virtual(L::END, i);
  }
}

}  // namespace ariac::parse
