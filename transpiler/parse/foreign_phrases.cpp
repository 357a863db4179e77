// One condition for each phrase, by the tokens around the one that could not stand there.
#include "parse/foreign_phrases.hpp"

#include "AriaLexer.h"
#include "AriaParser.h"
#include "parse/foreign_words.hpp"
#include "parse/token_kinds.hpp"

namespace ariac::parse {

namespace {

using antlr4::Token;
using L = AriaLexer;
using P = AriaParser;

constexpr const char* kSet = "a set is made of an array, `[1, 2].to_set`; an entry of a map is `key => value`";

// The innermost bracket that is open there; null: none on the way to the start of the statement.
Token* opening_bracket(antlr4::TokenStream& tokens, size_t index) {
  int depth = 0;
  while (index-- > 0) {
    Token* token = tokens.get(index);
    const size_t type = token->getType();
    if (type == L::RPAREN || type == L::RBRACKET || type == L::RBRACE) ++depth;
    if ((type == L::LPAREN || type == L::LBRACKET || type == L::LBRACE) && depth-- == 0) return token;
    if (type == L::SEP || type == L::ARM) return nullptr;
  }
  return nullptr;
}

size_t bracket_around(antlr4::TokenStream& tokens, size_t index) {
  const Token* bracket = opening_bracket(tokens, index);
  return bracket != nullptr ? bracket->getType() : 0;
}

// `xs[`, `f(`: the bracket belongs to what stands before it.
bool is_joined(antlr4::TokenStream& tokens, const Token* bracket) {
  if (bracket == nullptr || bracket->getTokenIndex() == 0) return false;
  const Token* before = tokens.get(bracket->getTokenIndex() - 1);
  return before->getStopIndex() + 1 == bracket->getStartIndex() && ends_operand(before->getType());
}

bool begins_value(antlr4::Parser& parser) {
  const size_t rule = parser.getContext()->getRuleIndex();
  return rule == P::RuleExpr || rule == P::RuleOperand || rule == P::RulePrimary || rule == P::RuleArgument || rule == P::RuleElement;
}

// The word that the statement begins with; 0: it is in brackets.
size_t statement_word(antlr4::TokenStream& tokens, size_t index) {
  if (bracket_around(tokens, index) != 0) return 0;
  while (index > 0 && tokens.get(index - 1)->getType() != L::SEP && tokens.get(index - 1)->getType() != L::ARM) --index;
  return tokens.get(index)->getType();
}

// `{1, 2}`, `Set{1, 2}`: values without `=>` from the brace on.
bool lists_values(antlr4::TokenStream& tokens, size_t index) {
  int depth = 0;
  while (index-- > 0) {
    const size_t type = tokens.get(index)->getType();
    if (type == L::RPAREN || type == L::RBRACKET || type == L::RBRACE) ++depth;
    const bool opens = type == L::LPAREN || type == L::LBRACKET || type == L::LBRACE || type == L::BLOCK_LBRACE;
    if (opens && depth-- == 0) return type == L::LBRACE || (type == L::BLOCK_LBRACE && index > 0 && tokens.get(index - 1)->getType() == L::TYPE_NAME);
    if (depth == 0 && (type == L::FAT_ARROW || type == L::SEP || type == L::ARM || type == L::COMMA)) return false;
  }
  return false;
}

// `parse::<Int>()`, `Map::<String, Int>.new`
std::string type_arguments_after(antlr4::TokenStream& tokens, size_t colons) {
  const std::string name = colons > 0 ? tokens.get(colons - 1)->getText() : "f";
  if (name == "parse") return "a text is read by a method of the type: `.to_int`, `.to_float`";
  return "type arguments follow the name without `::`, as in `" + name + "<Int>`, and are rarely needed";
}

std::optional<std::string> foreign_start(Token* offending, Token* next) {
  if (offending->getType() == L::ARROW) return "a lambda is written `|x| …`";                                            // `-> x { x }`
  if (offending->getText() == "%" && next != nullptr && next->getText() == "w") return "an array of texts is `[\"a\", \"b\"]`";   // `%w[a b]`
  return std::nullopt;
}

std::optional<std::string> foreign_word(Token* offending, Token* next) {
  const std::string text = offending->getText();
  const bool type_follows = next != nullptr && next->getType() == L::TYPE_NAME;
  if ((text == "as" || text == "as!") && type_follows) return "a value is converted by a method: `.to_int`, `.to_float`, `.to_string`";
  if (text == "instanceof" || text == "isa" || text == "is_a?") return "types are known before the program runs: what an enum or a `dyn` value is, `match` tells";
  if (text == "throws" && type_follows) return "what a function raises is inferred; a promise of it stands behind the result, as `!{Raise<" + next->getText() + ">}`";
  if (text == "step" || text == "by") return "with steps a range is `(1..10).step(2)`";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> foreign_phrase(antlr4::Parser& parser, Token* offending) {
  auto& tokens = *parser.getTokenStream();
  Token* before = tokens.LT(-1);
  if (before == nullptr || before->getLine() != offending->getLine()) return foreign_start(offending, tokens.LT(2));
  if (const auto word = foreign_word(offending, tokens.LT(2))) return word;
  const size_t first = before->getTokenIndex() > 0 ? tokens.get(before->getTokenIndex() - 1)->getType() : 0;
  const size_t previous = before->getType();
  switch (offending->getType()) {
    case L::COLON:                                         // `{"a": 1}`, `["a": 1]`
      if (bracket_around(tokens, offending->getTokenIndex()) == L::LBRACE) return "an entry of a map is `key => value`";
      if (bracket_around(tokens, offending->getTokenIndex()) != L::LBRACKET) return std::nullopt;
      return is_joined(tokens, opening_bracket(tokens, offending->getTokenIndex())) ? "a part is `xs[0..<2]`" : "a map is `{key => value}`";
    case L::MUT:                                           // `f(mut x)`, `f(&mut x)`
      if (is_joined(tokens, opening_bracket(tokens, offending->getTokenIndex()))) return "an argument that is changed is written bare: `f(x)`; the parameter says `mut`";
      return std::nullopt;
    case L::IF:                                            // `f("a" if c else "b")`
      if (bracket_around(tokens, offending->getTokenIndex()) == L::LPAREN) return "a choice in one line is `if c then a else b`, or `c ? a : b`";
      return std::nullopt;
    case L::ELSIF: return "in one line it is `else if`";
    case L::ELSE:                                          // `let Ok(n) = e else return`
      if (statement_word(tokens, offending->getTokenIndex()) == L::LET) return "a pattern that may not fit is asked by `if let pattern = value`, or by `match`";
      return std::nullopt;
    case L::LBRACKET:                                      // `x: Int[]`
      if (previous == L::TYPE_NAME && tokens.LA(2) == L::RBRACKET) return "the type of an array is `[" + before->getText() + "]`";
      return std::nullopt;
    case L::QUESTION:                                      // `x: ?Int`
      if (previous == L::COLON && tokens.LA(2) == L::TYPE_NAME) return "an optional type is `" + tokens.LT(2)->getText() + "?`";
      return std::nullopt;
    case L::LT: case L::LANGLE:
      if (previous == L::COLONCOLON) return type_arguments_after(tokens, before->getTokenIndex());
      if (previous != L::TYPE_NAME) return std::nullopt;   // `class Dog < Animal`, `x: List<int>`
      if (first == L::CLASS || first == L::STRUCT) return "no type inherits from another: what types share is a `trait`, and a field may hold another value";
      if (tokens.LA(2) == L::NAME) return "the name of a type begins with a capital: `Int`, `String`";
      return std::nullopt;
    case L::ARROW:                                         // `->(x) { … }`
      if (begins_value(parser)) return "a lambda is written `|x| …`";
      return std::nullopt;
    case L::FAT_ARROW:                                     // `xs.map(x => x + 1)`
      if ((previous == L::NAME || previous == L::RPAREN) && bracket_around(tokens, offending->getTokenIndex()) == L::LPAREN) return "a lambda is written `|x| …`";
      return std::nullopt;
    case L::COMMA:                                         // `for k, v in m`
      if (previous == L::NAME && first == L::FOR) return "the parts stand in parentheses: `for (a, b) in …`";
      if (lists_values(tokens, offending->getTokenIndex())) return kSet;
      switch (statement_word(tokens, offending->getTokenIndex())) {
        case L::RETURN: return "several values are a tuple: `return (a, b)`";
        case L::RAISE: return "one value is raised: a text, or one of your own types, as of `data NotFound(id: Int)`";
        default: return std::nullopt;
      }
    case L::RBRACE:                                        // `{1}`
      if (lists_values(tokens, offending->getTokenIndex())) return kSet;
      return std::nullopt;
    case L::BAR_OPEN:                                      // `xs.each |x| f(x)`
      if (ends_operand(previous)) return kBlockBars;
      return std::nullopt;
    case L::GT:                                            // `a <> b`
      if (previous == L::LT) return "values are compared with `!=`";
      return std::nullopt;
    case L::BANG:                                          // `name!!`
      if (previous == L::NAME || previous == L::RPAREN) return "a value that may be nil is taken with `?? default`, a pattern, or `.unwrap`";
      return std::nullopt;
    case L::AT:                                            // `pub @shared class`
      if (previous == L::PUB) return "marks with `@` come first: `@shared pub class …`";
      return std::nullopt;
    case L::STRING_OPEN: case L::QUOTED:                   // `r'…'`
      if (previous == L::NAME && before->getText() == "r" && before->getStopIndex() + 1 == offending->getStartIndex()) return "a raw string is `r\"…\"`; one that holds quotes is a heredoc, `<<'END'`";
      return std::nullopt;
    case L::TYPE_NAME:                                     // a line that begins with `where`
      if (previous == L::NAME && before->getText() == "where") return "the bounds stand on the line of the head: `fn f<T>(x: T) where T: Display`";
      return std::nullopt;
    default: return std::nullopt;
  }
}

}  // namespace ariac::parse
