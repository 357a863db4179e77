// The layout pass (language.md 13): tokens in, tokens out. It decides by tokens alone what depends
// on lines and neighbours, so that AriaParser.g4 needs no predicates:
//   separators · keyword or name · block, map or struct brace · lambda bar or bitwise or ·
//   type-argument angles · arm heads · inline or block `if` · postfix `?`, `if`, `unless`.
//
// layout.cpp         reading, the main walk, separators        layout_words.cpp   keyword or name
// layout_frames.cpp  what opens and closes bodies              layout_marks.cpp   brackets, bars, angles
// layout_foreign.cpp what other languages write
// pattern_reader.cpp where a type, a pattern or an arm head ends
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "antlr4-runtime.h"
#include "parse/pattern_reader.hpp"
#include "parse/problem.hpp"

namespace ariac::parse {

struct LayoutComment {
  size_t begin, end;     // code points
  bool own_line;
};

class Layout : public antlr4::TokenSource {
 public:
  // How to go on where a body is not closed. `items`: it is closed at the next item that stands no deeper than it.
  // `indentation`: also at an `end` that stands less deep, for files known to lack an `end`.
  enum class Repair { none, items, indentation };

  Layout(antlr4::Lexer& lexer, Repair repair);

  bool has_unclosed_bodies() const { return has_unclosed_bodies_; }

  const std::vector<Problem>& problems() const { return problems_; }
  const std::vector<LayoutComment>& comments() const { return comments_; }
  // For each token handed on: the index of the token that closes what it opens, or 0.
  const std::vector<size_t>& closers() const { return closers_; }
  // Where the items and statements at the margin of the file begin, in code points.
  const std::vector<size_t>& item_starts() const { return item_starts_; }

  // Whether something of this name may be declared in the file, or come into it from others: more than members and calls
  // mention it. Only before tokens are handed on.
  bool declares(std::string_view name) const;

  std::unique_ptr<antlr4::Token> nextToken() override;
  size_t getLine() const override { return lexer_.getLine(); }
  size_t getCharPositionInLine() override { return lexer_.getCharPositionInLine(); }
  antlr4::CharStream* getInputStream() override { return lexer_.getInputStream(); }
  std::string getSourceName() override { return lexer_.getSourceName(); }
  antlr4::TokenFactory<antlr4::CommonToken>* getTokenFactory() override { return lexer_.getTokenFactory(); }

 private:
  enum class Open { file, paren, bracket, map, angle, interpolation, block_brace, bars,
                    if_block, if_inline, loop, match, select, handle, begin, with, do_block, function, members, block };
  struct Frame {
    Open kind;
    size_t out = 0;              // the opening token in out_
    size_t line = 0, indent = 0; // of the line it stands on
    bool unmatched = false;      // a bracket that nothing closes
    bool head = false;           // still between the keyword and the end of its line
    bool lambda = false;         // bars of a lambda value; fn without a name
    bool has_else = false;
    bool block_form = false;     // an `if` known to end with `end`
    bool rescue_line = false;    // between `rescue` and the end of its line
    bool foreign = false;        // an extern block, or inside one
    bool raising = false;        // `raise` seen in this statement
    bool thin_arrows = false;    // a match whose first arm uses `->`
    size_t arms = 0;
    size_t then_out = 0;         // `then` in out_
    size_t last_branch_line = 0; // of an inline `if`
    bool branch_leads = false;   // its last `then` or `else` began a line
    size_t rightward = 0;        // operators that nest to the right without a bracket
    size_t chain = 0;            // operators and `.` since the last separator or comma
    size_t ternaries = 0;        // `?` that wait for their `:`
  };

  // layout.cpp: reading and walking
  void read();
  void splice_heredocs();
  void match_brackets();
  void run();
  size_t place(size_t i);                 // emits token i (or the operator it starts); returns how many were used
  void emit(size_t i, size_t type);
  void count(size_t i, size_t type);
  void emit_virtual(size_t type, size_t i);
  void finish();

  // layout_foreign.cpp: what is written as in other languages, and slips of the pen in keywords
  size_t mend(size_t i);                  // how many tokens are left out
  bool declares_field(size_t i) const;
  size_t mend_operator(size_t i);
  size_t mend_word(size_t i);
  size_t mend_modifier(size_t i);
  bool mend_foreign_word(size_t i);
  bool mend_misspelling(size_t i);
  bool mend_lone_word(size_t i);
  bool fits(size_t type, size_t i) const;
  bool mend_function_head(size_t i);
  void insert_missing_fn(size_t i);
  size_t mend_brace(size_t i);
  size_t mend_comma(size_t i);
  size_t mend_at(size_t i);
  void note_counting_loop(size_t i);

  // layout_slips.cpp: marks and words that are read as something else than was meant
  size_t mend_increment(size_t i);
  size_t end_of_block_bars(size_t i) const;
  void mend_block_bars(size_t i);
  void mend_keyword_read(size_t i);

  // layout_foreign.cpp
  size_t leave_out(size_t i, size_t tokens, ProblemKind kind, std::string text, std::string instead);
  bool becomes(size_t i, size_t type, ProblemKind kind, std::string_view word);
  bool line_starts(size_t i) const { return at(i).line_break || at(i).semicolon || i == 0; }

  // layout.cpp: separators (section 1, lines)
  void separate(size_t i, size_t type);
  bool line_continues(size_t type) const;
  bool else_is_inline() const;
  void end_head(size_t i);
  void close_inline_ifs();
  bool begin_arm(size_t i);

  // layout_words.cpp: section 1 and 13.1
  size_t word_type(size_t i) const;
  bool name_by_neighbours(size_t i) const;
  bool name_after(size_t previous) const;
  bool name_before_colon(size_t i) const;
  bool end_is_name(size_t i) const;
  bool soft_keyword(size_t i, size_t type) const;
  bool statement_starts() const;
  bool item_can_stand() const;
  bool operand_begins(size_t i) const;
  bool with_follows(size_t i) const;
  bool quantifier_follows(size_t i) const;
  bool line_ends_after(size_t i) const { return next_on_line(i) == 0; }
  size_t next_on_line(size_t i) const;
  bool assignment_at(size_t i) const;

  // layout_frames.cpp
  size_t place_word(size_t i, size_t type);
  void place_if(size_t i, size_t type);
  void place_then(size_t i);
  void place_else(size_t i);
  void place_end(size_t i);
  size_t head_without_fn(size_t i) const;
  void place_function(size_t i);
  void place_for(size_t i);
  void place_with(size_t i);
  void place_name(size_t i);
  bool spawns_block(size_t i) const;
  void place_extern(size_t i);
  void end_signature(size_t i);
  bool extern_block_follows(size_t i) const;
  bool short_form_follows(size_t i) const;
  size_t next_line(size_t i) const;
  void push(Open kind, size_t i, bool head = false);
  void pop();
  void close_top();
  void check_depth(size_t i);
  void unclosed_string(size_t i);
  void recover(size_t i, size_t type);
  void recover_by_end(size_t i);
  bool close_brackets();
  void report_unclosed(const Frame& frame);
  bool is_bracket(Open kind) const;
  bool in_open_head() const;

  // layout_marks.cpp: 13.2 to 13.8
  void place_is(size_t i);
  void place_paren(size_t i);
  bool lambda_paren(size_t i) const;
  bool options_paren(size_t i) const;
  bool named_arguments(size_t open) const;
  void place_brace(size_t i);
  size_t brace_type(size_t i) const;
  bool map_content(size_t i) const;
  bool declaration_content(size_t i) const;
  bool struct_content(size_t i) const;
  void place_bar(size_t i);
  size_t place_angle(size_t i);
  void close_bracket(size_t i, size_t type);
  void place_fat_arrow(size_t i);
  void place_attribute(size_t i);

  const LayoutToken& at(size_t i) const { return tokens_[i < tokens_.size() ? i : tokens_.size() - 1]; }
  bool adjacent(size_t i) const { return !at(i).space && !at(i).line_break; }   // to the token before it
  Frame& top() { return frames_.back(); }
  const Frame& top() const { return frames_.back(); }
  void problem(ProblemKind kind, size_t i, std::string text = "", std::string expected = "");

  antlr4::Lexer& lexer_;
  Repair repair_;
  bool has_unclosed_bodies_ = false;
  std::vector<LayoutToken> tokens_;                 // ends with EOF
  PatternReader reader_{tokens_};
  std::vector<std::unique_ptr<antlr4::CommonToken>> out_;
  std::vector<Frame> frames_;
  std::vector<bool> closes_angle_;    // by input token
  std::vector<Problem> problems_;
  std::vector<LayoutComment> comments_;
  std::vector<size_t> closers_;
  std::vector<size_t> item_starts_;
  std::vector<bool> body_braces_;     // by input token: a `}` that stands for `end`
  size_t block_bars_ = kNone;     // the bar that opens the parameters of a block without braces
  std::set<std::string> keyword_names_, keywords_read_;     // keywords that are declared as names; those told of
  size_t prev_ = 0;               // type of the last token handed on
  size_t arm_arrow_ = 0;          // where the head of the current arm ends
  size_t arm_start_ = 0;
  size_t attribute_end_ = 0;      // last token of an attribute before an item
  size_t indent_ = 0;             // column of the first token of the current line
  std::vector<size_t> open_ranges_;   // of the pattern being placed
  size_t pattern_end_ = 0;            // of the last pattern that follows an `is`
  size_t depth_ = 0;
  size_t odd_end_ = 0;            // the first `end` that stands deeper than what it closes
  std::string odd_end_opener_;
  bool braces_noted_ = false, commas_noted_ = false;
  bool declaration_line_ = false; // `where` may follow
  bool import_line_ = false;      // `as` may follow
  bool stopped_ = false;
  size_t next_ = 0;
};

}  // namespace ariac::parse
