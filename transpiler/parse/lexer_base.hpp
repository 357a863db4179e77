// Superclass of the generated lexer: heredocs, `#{` nesting and the few look-arounds that
// a lexer rule cannot express. Included by AriaLexer.h through `superClass`.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "antlr4-runtime.h"

namespace ariac::parse {

class LexerBase : public antlr4::Lexer {
 public:
  explicit LexerBase(antlr4::CharStream* input) : Lexer(input) {}

  std::unique_ptr<antlr4::Token> nextToken() override;
  void reset() override;

 protected:
  // Predicates named in AriaLexer.g4. They look at the characters after what has matched so far.
  bool at_file_start() const { return previous_ == 0; }
  bool first_on_line() const;
  bool block_comment_closes();
  bool name_suffix_allowed();
  bool float_allowed() const;
  bool heredoc_allowed() const;
  bool format_spec_ahead();
  bool next_is_not(char c) { return _input->LA(1) != static_cast<size_t>(c); }

 private:
  struct Heredoc {
    std::u32string id;
    bool raw = false;                  // `<<'ID'`
    std::size_t depth = 0;             // how many `#{` it stands in
  };

  bool foreign_type_name();
  bool closes_block();
  bool at_heredoc_end(const std::u32string& id);
  std::unique_ptr<antlr4::Token> heredoc_end_token();
  void note(antlr4::Token& token);
  void track_brackets(antlr4::CommonToken& token);
  void queue_heredoc(const std::string& text);
  bool begin_heredoc();

  size_t previous_ = 0;                // type of the last token that is not a comment
  std::vector<int> interpolations_;    // open brackets inside each `#{`
  std::deque<Heredoc> pending_;        // `<<ID` seen, bodies still to come
  std::vector<Heredoc> open_;          // whose bodies are being read, the innermost last
  bool heredoc_line_start_ = false;
};

}  // namespace ariac::parse
