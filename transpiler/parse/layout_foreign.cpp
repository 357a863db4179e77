// What is written as in other languages, and slips of the pen in keywords: said once, and read as what was meant, so that
// the rest of the file makes sense. Only what can stand in no program is touched: most of it is two operands side by side.
#include <algorithm>
#include <array>

#include "AriaLexer.h"
#include "parse/foreign_words.hpp"
#include "parse/layout.hpp"
#include "parse/token_kinds.hpp"

namespace ariac::parse {

using L = AriaLexer;

namespace {

constexpr const char* kByAssigning = "a variable is declared by assigning it: `name = …`, or with its type: `name: Int = …`";
constexpr const char* kField = "a field or parameter is `name: Type`: leave it out";

struct Keyword {
  std::string_view word;
  size_t type;
};

constexpr std::array kOpening{
    Keyword{"fn", L::FN},         Keyword{"struct", L::STRUCT}, Keyword{"class", L::CLASS},   Keyword{"enum", L::ENUM},     Keyword{"impl", L::IMPL},
    Keyword{"trait", L::TRAIT},   Keyword{"data", L::DATA},     Keyword{"type", L::TYPE},     Keyword{"const", L::CONST},   Keyword{"module", L::MODULE},
    Keyword{"import", L::IMPORT}, Keyword{"effect", L::EFFECT}, Keyword{"test", L::TEST},     Keyword{"property", L::PROPERTY}, Keyword{"pub", L::PUB},
    Keyword{"let", L::LET},       Keyword{"for", L::FOR},       Keyword{"if", L::IF},         Keyword{"unless", L::UNLESS}, Keyword{"while", L::WHILE},
    Keyword{"until", L::UNTIL},   Keyword{"match", L::MATCH},   Keyword{"elsif", L::ELSIF},   Keyword{"rescue", L::RESCUE}, Keyword{"return", L::RETURN},
    Keyword{"raise", L::RAISE},   Keyword{"spawn", L::SPAWN},   Keyword{"defer", L::DEFER},   Keyword{"with", L::WITH},     Keyword{"handle", L::HANDLE},
    Keyword{"break", L::BREAK},   Keyword{"await", L::AWAIT},   Keyword{"derive", L::DERIVE},
};
constexpr std::array kBetween{
    Keyword{"do", L::DO},   Keyword{"then", L::THEN_WORD}, Keyword{"if", L::IF}, Keyword{"unless", L::UNLESS}, Keyword{"and", L::AND},     Keyword{"or", L::OR},
    Keyword{"in", L::IN},   Keyword{"is", L::IS},          Keyword{"else", L::ELSE}, Keyword{"as", L::AS},     Keyword{"implies", L::IMPLIES}, Keyword{"for", L::FOR},
    Keyword{"with", L::WITH}, Keyword{"where", L::WHERE},
};
constexpr std::array kPrefix{
    Keyword{"match", L::MATCH}, Keyword{"if", L::IF}, Keyword{"mut", L::MUT}, Keyword{"spawn", L::SPAWN}, Keyword{"await", L::AWAIT},
    Keyword{"not", L::NOT},     Keyword{"copy", L::COPY}, Keyword{"move", L::MOVE}, Keyword{"let", L::LET},
};
constexpr std::array kAloneInALine{
    Keyword{"end", L::END},   Keyword{"else", L::ELSE},   Keyword{"begin", L::BEGIN},   Keyword{"loop", L::LOOP},
    Keyword{"ensure", L::ENSURE}, Keyword{"rescue", L::RESCUE}, Keyword{"select", L::SELECT}, Keyword{"return", L::RETURN}, Keyword{"continue", L::CONTINUE},
};

bool begins_declaration(size_t type) {
  return type == L::FN || type == L::STRUCT || type == L::CLASS || type == L::ENUM || type == L::TRAIT || type == L::CONST || type == L::TYPE || type == L::DATA ||
         type == L::ASYNC || type == L::LET || type == L::MUT;
}

bool is_name(size_t type) { return type == L::NAME || type == L::TYPE_NAME; }

}  // namespace

// `var name: Type` in the body of a struct or class.
bool Layout::declares_field(size_t i) const {
  if (!line_starts(i) || top().kind != Open::block || top().out >= out_.size()) return false;
  const size_t opener = out_[top().out]->getType();
  return (opener == L::STRUCT || opener == L::CLASS) && at(i + 1).type == L::NAME && at(i + 2).type == L::COLON;
}

size_t Layout::mend(size_t i) {
  if (is_keyword(at(i).type)) mend_keyword_read(i);
  switch (at(i).type) {
    case L::NAME: return mend_word(i);
    case L::TYPE_NAME:
      if (mend_function_head(i)) return 0;
      // `Int x = 3`
      if (line_starts(i) && at(i + 1).type == L::NAME && !at(i + 1).line_break && at(i + 2).type == L::ASSIGN && !at(i + 2).line_break && top().kind != Open::block)
        return leave_out(i, 1, ProblemKind::left_out, at(i).token->getText(), kByAssigning);
      return 0;
    case L::LET: return declares_field(i) ? leave_out(i, 1, ProblemKind::left_out, "let", kField) : 0;
    case L::MUT:                                                                // `mut x = 3`
      if (declares_field(i)) return leave_out(i, 1, ProblemKind::left_out, "mut", kField);
      if (!statement_starts() && !line_starts(i)) return 0;
      if (is_bracket(top().kind) || at(i + 1).line_break || (at(i + 2).type != L::ASSIGN && at(i + 2).type != L::COLON) || at(i + 2).line_break) return 0;
      return leave_out(i, 1, ProblemKind::left_out, "mut", "a variable may be assigned again without a mark: `x = …`; `let mut x = …` says so, too");
    case L::WHILE: case L::UNTIL: {                                              // `begin … end while c`, `x += 1 while c`
      if (line_starts(i) || statement_starts() || at(i).semicolon || !ends_operand(prev_) || is_bracket(top().kind)) return 0;
      size_t end = i + 1;
      while (end + 1 < tokens_.size() && !at(end).line_break && !at(end).semicolon) ++end;
      return leave_out(i, end - i, ProblemKind::left_out, at(i).token->getText(), "a loop is `while c … end`; one that asks at its end is `loop … break if c end`");
    }
    case L::MOVE:                                                               // `spawn move || { … }`
      if (at(i + 1).line_break || (at(i + 1).type != L::BAR && at(i + 1).type != L::OR_OR) || ends_operand(prev_)) return 0;
      return leave_out(i, 1, ProblemKind::left_out, "move", "a closure that is kept or spawned takes along what it captures");
    case L::LBRACE: case L::RBRACE: return mend_brace(i);
    case L::COMMA: return mend_comma(i);
    case L::DATA:                                                               // `data class User(…)`
      if (at(i + 1).type == L::CLASS && next_on_line(i) != 0 && statement_starts()) {
        leave_out(i, 2, ProblemKind::left_out, "data class", "a record is `data Name(field: Type)`");
        tokens_[i].type = L::DATA;
        separate(i, L::DATA);
        place_word(i, L::DATA);
        tokens_[i + 2].line_break = false;
        return 2;
      }
      return 0;
    case L::ELSE:
      if (top().kind == Open::match && line_starts(i)) {
        problem(ProblemKind::left_out, i, "else", "the arm for all other values is `_ => …`");
        if (at(i + 1).type == L::FAT_ARROW || at(i + 1).type == L::ARROW) {
          tokens_[i].type = L::NAME;
          return 0;
        }
        emit_virtual(L::ARM, i);
        emit(i, L::NAME);
        emit_virtual(L::FAT_ARROW, i);
        return 1;
      }
      [[fallthrough]];
    case L::BEGIN: case L::ENSURE: case L::LOOP: case L::RESCUE:
      // `else:` at the end of its line is no name.
      if (!line_starts(i) || at(i + 1).type != L::COLON || at(i + 1).line_break || !line_ends_after(i + 1) || is_bracket(top().kind)) return 0;
      problem(ProblemKind::colon_before_body, i + 1);
      separate(i, at(i).type);
      place_word(i, at(i).type);
      return 2;
    default: return mend_operator(i);
  }
}

// `tokens` of them from i on are not handed on; the next one stands where they stood.
size_t Layout::leave_out(size_t i, size_t tokens, ProblemKind kind, std::string text, std::string instead) {
  problem(kind, i, std::move(text), std::move(instead));
  problems_.back().end = at(i + tokens - 1).token->getStopIndex() + 1;
  LayoutToken& next = tokens_[std::min(i + tokens, tokens_.size() - 1)];
  if (at(i).line_break && !next.line_break) next.token->setCharPositionInLine(at(i).token->getCharPositionInLine());
  next.line_break |= at(i).line_break;
  next.semicolon |= at(i).semicolon;
  next.space = true;
  return tokens;
}

bool Layout::becomes(size_t i, size_t type, ProblemKind kind, std::string_view word) {
  problem(kind, i, at(i).token->getText(), std::string(word));
  tokens_[i].type = type;
  return true;
}

// --- Operators ---

size_t Layout::mend_operator(size_t i) {
  const size_t type = at(i).type, next = at(i + 1).type;
  const bool joined = adjacent(i + 1);
  switch (type) {
    case L::PLUS: case L::MINUS: return mend_increment(i);
    case L::BAR: mend_block_bars(i); return 0;
    case L::COLON:
      if (next == L::ASSIGN && joined && is_name(prev_) && !is_bracket(top().kind)) return leave_out(i, 1, ProblemKind::left_out, ":=", kByAssigning);
      if (line_ends_after(i) && !line_starts(i) && (in_open_head() || (top().kind == Open::function && top().head) || (declaration_line_ && !is_bracket(top().kind))))
        return leave_out(i, 1, ProblemKind::colon_before_body, "", "");
      mend_function_head(i);
      return 0;
    case L::FAT_ARROW: mend_function_head(i); return 0;
    case L::AT: return mend_at(i);
    case L::FOR: if (line_starts(i)) note_counting_loop(i); return 0;
    case L::ASSIGN:
      if (!adjacent(i) || (prev_ != L::EQ && prev_ != L::NE)) return 0;
      return leave_out(i, 1, ProblemKind::left_out, prev_ == L::EQ ? "===" : "!==", prev_ == L::EQ ? "values are compared with `==`" : "values are compared with `!=`");
    case L::SLASH: {
      if (!joined || (next != L::STAR && next != L::POWER)) return 0;
      size_t end = i + 2;
      while (end + 2 < tokens_.size() && !((at(end).type == L::STAR || at(end).type == L::POWER) && at(end + 1).type == L::SLASH && adjacent(end + 1))) ++end;
      return leave_out(i, end + 2 - i, ProblemKind::left_out, "/*", "a comment begins with `#`; one of several lines stands between two lines of `###`");
    }
    default: return 0;
  }
}

// A `,` at the end of a field or an arm: only in a file that is known to be broken.
size_t Layout::mend_comma(size_t i) {
  const bool of_member = (top().kind == Open::block || top().kind == Open::match) && !declaration_line_ && !top().head;
  if (repair_ == Repair::none || !of_member || !line_ends_after(i)) return 0;
  if (commas_noted_) return 1;                             // who writes one writes all
  commas_noted_ = true;
  return leave_out(i, 1, ProblemKind::left_out, ",", "each stands on a line of its own, with nothing between");
}

// `@name = value`, `x = @name`
size_t Layout::mend_at(size_t i) {
  const bool of_value = is_assignment(prev_) || is_binary_operator(prev_) || prev_ == L::INTERP_OPEN;
  const bool of_place = (line_starts(i) || statement_starts()) && (assignment_at(i + 2) || at(i + 2).type == L::DOT);
  if (at(i + 1).type != L::NAME || !adjacent(i + 1) || (!of_value && !of_place)) return 0;
  return leave_out(i, 1, ProblemKind::left_out, "@", "a field of the own value is written `self." + at(i + 1).token->getText() + "`");
}

// `for (let i = 0; i < n; i += 1)`, `for i := 0; …`
void Layout::note_counting_loop(size_t i) {
  for (size_t k = i + 1; k + 1 < tokens_.size() && !at(k).line_break; ++k) {
    if (at(k).type == L::IN) return;
    if (!at(k).semicolon) continue;
    problem(ProblemKind::left_out, i, "for", "a loop over numbers is `for i in 0..<n`");
    problems_.back().text = ";";
    problems_.back().begin = at(k - 1).token->getStopIndex() + 1;
    problems_.back().end = problems_.back().begin + 1;
    return;
  }
}

// `fn f(x: Int): Int`, `fn f(x: Int) => Int`, `fn f(x: Int) Int`
bool Layout::mend_function_head(size_t i) {
  if (top().kind != Open::function || !top().head || top().lambda || line_starts(i) || (prev_ != L::RPAREN && prev_ != L::NAME)) return false;
  const size_t type = at(i).type;
  if (type == L::TYPE_NAME) {
    if (prev_ != L::RPAREN) return false;
    problem(ProblemKind::missing_word, i, "->", "the result type");
    emit_virtual(L::ARROW, i);
    return true;
  }
  const bool of_result = at(i + 1).type == L::TYPE_NAME || at(i + 1).type == L::LBRACKET;
  if (type == L::COLON && of_result) {
    problem(ProblemKind::left_out, i, ":", "a result type is written `-> Int`");
    tokens_[i].type = L::ARROW;
  } else if (type == L::FAT_ARROW) {
    problem(ProblemKind::left_out, i, "=>", "a result type is written `-> Int`, a body of one expression `= …`");
    tokens_[i].type = of_result && line_ends_after(i + 1) ? L::ARROW : L::ASSIGN;
  } else {
    return false;
  }
  return true;
}

// --- Words ---

size_t Layout::mend_word(size_t i) {
  const bool member = prev_ == L::DOT || prev_ == L::SAFE_DOT || prev_ == L::COLONCOLON || prev_ == L::AT || prev_ == L::FN;
  if (member && !line_starts(i)) return 0;
  const LayoutToken& next = at(i + 1);
  const bool same_line = next_on_line(i) != 0;
  if (same_line && next.type == L::STRING_OPEN && !next.space && next.match != kNone && at(i).token->getText().size() == 1)      // f"…"
    return leave_out(i, 1, ProblemKind::left_out, at(i).token->getText(), "every string may hold `#{…}`: leave it out");
  const bool in_list = (prev_ == L::LPAREN || prev_ == L::COMMA) && next.type == L::NAME && at(i + 2).type == L::COLON;
  if ((in_list || declares_field(i)) && (at(i).token->getText() == "val" || at(i).token->getText() == "var"))
    return leave_out(i, 1, ProblemKind::left_out, at(i).token->getText(), kField);
  const bool side_by_side = same_line && next.space && (is_name(next.type) || is_literal(next.type) || next.type == L::STRING_OPEN || begins_declaration(next.type));
  if (side_by_side && at(i).token->getText() == "new" && next.type == L::TYPE_NAME && !(line_starts(i) && top().kind == Open::block))
    return leave_out(i, 1, ProblemKind::left_out, "new", "a value is made by calling its type: `" + next.token->getText() + "(…)`");
  if (side_by_side && (line_starts(i) || prev_ == L::PUB))
    if (const size_t tokens = mend_modifier(i)) return tokens;
  const bool in_arms = top().kind == Open::match || top().kind == Open::select;
  if (line_starts(i) && in_arms && same_line && next.space && (at(i).token->getText() == "case" || at(i).token->getText() == "when"))
    return leave_out(i, 1, ProblemKind::left_out, at(i).token->getText(), top().kind == Open::match ? "an arm of a `match` is `pattern => …`" : "an arm of a `select` is `name = <-channel => …`");
  if (line_starts(i) && top().kind == Open::select && at(i).token->getText() == "_" && next.type == L::FAT_ARROW) {
    problem(ProblemKind::left_out, i, "_", "the arm for when no other can go on is `default => …`");
    tokens_[i].type = L::DEFAULT;
  }
  if (mend_foreign_word(i)) return 0;
  if (side_by_side || (ends_operand(prev_) && !line_starts(i))) {
    if (mend_misspelling(i)) return 0;
  }
  if (mend_lone_word(i)) return 0;
  insert_missing_fn(i);
  return 0;
}

// `private fn f`, `public name: String`
size_t Layout::mend_modifier(size_t i) {
  const LayoutToken& next = at(i + 1);
  const bool declares = begins_declaration(next.type) || at(i + 2).type == L::COLON || (next.type == L::NAME && foreign_statement_word(next.token->getText()));
  if (!declares || next.type == L::LET) return 0;
  const std::string text = at(i).token->getText();
  const auto modifier = foreign_modifier(text);
  if (!modifier) return 0;
  if (modifier->type == 0) return leave_out(i, 1, ProblemKind::left_out, text, std::string(modifier->word));
  becomes(i, modifier->type, ProblemKind::foreign_keyword, modifier->word);
  return 0;
}

bool Layout::mend_foreign_word(size_t i) {
  if (!line_starts(i) && prev_ != L::PUB && !statement_starts()) return false;
  const LayoutToken& next = at(i + 1);
  if (next_on_line(i) == 0 || assignment_at(i + 1) || next.type == L::DOT || next.type == L::COLON || !next.space) return false;
  const std::string text = at(i).token->getText();
  const auto meant = foreign_statement_word(text);
  if (!meant) return false;
  const bool value_follows = is_name(next.type) || is_literal(next.type) || next.type == L::STRING_OPEN;
  switch (meant->type) {
    case L::FN: if (!is_name(next.type) && !is_keyword(next.type)) return false; break;
    case L::ELSIF: if (top().kind != Open::if_block) return false; break;
    case L::LET: if (!is_name(next.type) && next.type != L::LPAREN) return false; break;
    case L::MATCH: {
      const bool braced = next.type == L::LPAREN && next.match != kNone && at(next.match + 1).type == L::LBRACE && line_ends_after(next.match + 1);
      if (!value_follows && !braced) return false;
      break;
    }
    case L::RESCUE: if (top().kind != Open::begin) return false; break;     // also `catch (e)`
    case L::SPAWN: if (!is_name(next.type)) return false; break;
    case L::DATA: if (next.type != L::TYPE_NAME) return false; break;
    default:
      if (!value_follows) return false;
  }
  return becomes(i, meant->type, ProblemKind::foreign_keyword, meant->word);
}

// Is what stands around it what stands around this keyword?
bool Layout::fits(size_t type, size_t i) const {
  const LayoutToken& next = at(i + 1);
  const bool same_line = next_on_line(i) != 0;
  const size_t after = at(i + 2).line_break ? 0 : at(i + 2).type;
  switch (type) {
    case L::FN: return is_name(next.type) && (after == 0 || after == L::LPAREN || after == L::ASSIGN || after == L::ARROW || after == L::LT || after == L::BANG);
    case L::STRUCT: case L::CLASS: case L::ENUM: case L::TRAIT: case L::DATA: case L::TYPE: case L::EFFECT: case L::IMPL: return next.type == L::TYPE_NAME;
    case L::CONST: return is_name(next.type) && (after == L::ASSIGN || after == L::COLON);
    case L::LET: return is_name(next.type) && (prev_ == L::IF || prev_ == L::WHILE || prev_ == L::ELSIF || after == L::ASSIGN || after == L::COLON || next.type == L::MUT);
    case L::MODULE: case L::IMPORT: return is_name(next.type) || next.type == L::STRING_OPEN;
    case L::TEST: case L::PROPERTY: return next.type == L::STRING_OPEN;
    case L::PUB: return after == L::COLON || begins_declaration(next.type);
    case L::DERIVE: return next.type == L::LPAREN;
    case L::FOR: {
      for (size_t k = i + 1; k < tokens_.size() && !at(k).line_break; ++k)
        if (at(k).type == L::IN) return true;
      return false;
    }
    case L::ELSIF: return top().kind == Open::if_block;
    case L::RESCUE: return top().kind == Open::begin && at(i).token->getCharPositionInLine() == top().indent;
    case L::DO: return !same_line || next.type == L::BAR;
    case L::THEN_WORD: return top().kind == Open::if_block && top().head;
    case L::IN: return top().kind == Open::loop && top().head;
    case L::ELSE: return top().kind == Open::if_inline;
    case L::AS: return import_line_;
    case L::WHERE: return declaration_line_ || (top().kind == Open::function && top().head);
    case L::MUT: return prev_ == L::LET || prev_ == L::LPAREN || prev_ == L::COMMA;
    default: return same_line;
  }
}

bool Layout::mend_misspelling(size_t i) {
  const auto mend_from = [&](const auto& keywords, const std::string& text) {
    for (const Keyword& keyword : keywords)
      if (is_slip_of(text, keyword.word) && fits(keyword.type, i)) return becomes(i, keyword.type, ProblemKind::misspelled_keyword, keyword.word);
    return false;
  };
  const std::string text = at(i).token->getText();
  if (text == "from") return false;
  if (line_starts(i) || prev_ == L::PUB || statement_starts()) return mend_from(kOpening, text);
  return ends_operand(prev_) ? mend_from(kBetween, text) : mend_from(kPrefix, text);
}

// `ned`, `try`: a name alone on its line may be a call, so only in a file that is known to be broken.
bool Layout::mend_lone_word(size_t i) {
  if (repair_ == Repair::none || !at(i).line_break || is_bracket(top().kind)) return false;
  const bool braced = at(i + 1).type == L::LBRACE && line_ends_after(i + 1) && !at(i + 1).line_break;
  if (next_on_line(i) != 0 && !braced) return false;
  const size_t column = at(i).token->getCharPositionInLine();
  const size_t body = braced ? i + 2 : i + 1;
  const bool opens = at(body).line_break && at(body).token->getCharPositionInLine() > column;
  const auto stands = [&](size_t type) {
    switch (type) {
      case L::END: return frames_.size() > 1 && top().indent == column;
      case L::ELSE: return (top().kind == Open::if_block || top().kind == Open::begin) && top().indent == column;
      case L::ENSURE: case L::RESCUE: return top().kind == Open::begin && top().indent == column;
      case L::BEGIN: case L::LOOP: case L::SELECT: return opens;
      default: return true;
    }
  };
  const std::string text = at(i).token->getText();
  if (const auto meant = foreign_lone_word(text); meant && stands(meant->type)) return becomes(i, meant->type, ProblemKind::foreign_keyword, meant->word);
  for (const Keyword& keyword : kAloneInALine)
    if (!braced && is_slip_of(text, keyword.word) && stands(keyword.type)) return becomes(i, keyword.type, ProblemKind::misspelled_keyword, keyword.word);
  return false;
}

// `area(self) -> Float` at the start of a line
void Layout::insert_missing_fn(size_t i) {
  const size_t close = at(i + 1).match;
  if (!line_starts(i) || at(i + 1).type != L::LPAREN || !adjacent(i + 1) || close == kNone || at(close + 1).type != L::ARROW || at(close + 1).line_break) return;
  if (is_bracket(top().kind) || top().kind == Open::match || top().kind == Open::select || top().kind == Open::handle) return;
  problem(ProblemKind::missing_word, i, "fn", "`" + at(i).token->getText() + "`");
  if (repair_ != Repair::none) recover(i, L::FN);
  separate(i, L::FN);
  push(Open::function, i, true);
  emit_virtual(L::FN, i);
  tokens_[i].line_break = tokens_[i].semicolon = false;
}

// --- Braces around bodies ---

// Only in a file that is known to be broken: in others, a brace at the end of a line is a block or a map.
size_t Layout::mend_brace(size_t i) {
  if (repair_ == Repair::none) return 0;
  if (at(i).type == L::RBRACE) {
    if (i >= body_braces_.size() || !body_braces_[i]) return 0;
    const size_t next = next_on_line(i);
    const std::string word = next == L::NAME ? at(i + 1).token->getText() : "";
    const bool goes_on = next == L::ELSE || next == L::ELSIF || next == L::RESCUE || next == L::ENSURE || word == "catch" || word == "finally" || word == "elif";
    tokens_[i].type = goes_on ? at(i).type : size_t{L::END};
    if (!goes_on) return 0;
    LayoutToken& after = tokens_[i + 1];
    after.line_break = true;
    after.token->setCharPositionInLine(at(i).token->getCharPositionInLine());
    return 1;
  }
  const size_t before = at(i - (i > 0 ? 1 : 0)).type;
  const bool opens_body = (before == L::LOOP || before == L::SELECT) && prev_ == L::NAME;
  const bool head = in_open_head() || (top().kind == Open::function && top().head) || (top().kind == Open::block && declaration_line_) ||
                    prev_ == L::ELSE || prev_ == L::BEGIN || prev_ == L::ENSURE || opens_body || (top().kind == Open::begin && top().rescue_line);
  if (!head || at(i).line_break || !line_ends_after(i) || at(i).match == kNone || top().kind == Open::with) return 0;
  if (!ends_operand(prev_) && prev_ != L::ELSE && prev_ != L::BEGIN && prev_ != L::ENSURE) return 0;
  if (opens_body) {
    out_.back()->setType(before);
    push(before == L::LOOP ? Open::loop : Open::select, i - 1);
    top().out = out_.size() - 1;
  }
  body_braces_.resize(tokens_.size());
  body_braces_[at(i).match] = true;
  if (!braces_noted_) problem(ProblemKind::brace_body, i);
  braces_noted_ = true;
  return 1;
}

}  // namespace ariac::parse
