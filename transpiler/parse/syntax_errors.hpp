// The parser's mistakes in our own words, and how it goes on after one (13.9): every rule gives up at once except those
// for statements, members and variants; those skip what they have opened (the layout pass knows where that ends) and
// the rest of their line. A statement that ends where its line does not is noticed between statements, so that those
// after it are read as usual.
#pragma once

#include <exception>
#include <string>
#include <vector>

#include "antlr4-runtime.h"
#include "parse/problem.hpp"

namespace ariac::parse {

class Recovery : public antlr4::DefaultErrorStrategy {
 public:
  explicit Recovery(const std::vector<size_t>& closers) : closers_(closers) {}

  // The names that what was skipped may have declared for others.
  const std::vector<std::string>& lost_names() const { return lost_names_; }
  void lose_names(antlr4::TokenStream& tokens, const Part& part);

  void recover(antlr4::Parser* parser, std::exception_ptr problem) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void sync(antlr4::Parser* parser) override;

 private:
  void skip(antlr4::Parser* parser, antlr4::ParserRuleContext* broken);
  void skip_tokens(antlr4::Parser* parser, antlr4::ParserRuleContext* broken);

  void lose_names(antlr4::TokenStream& tokens, size_t begin, size_t end);

  std::vector<std::string> lost_names_;
  const std::vector<size_t>& closers_;   // where each opened body or bracket ends
};

class ProblemCollector : public antlr4::BaseErrorListener {
 public:
  explicit ProblemCollector(std::vector<Problem>& problems) : problems_(problems) {}
  void syntaxError(antlr4::Recognizer* recognizer, antlr4::Token* offending, size_t line, size_t column, const std::string& message,
                   std::exception_ptr problem) override;

 private:
  std::vector<Problem>& problems_;
};

}  // namespace ariac::parse
