// The classes as bit sets.
#include "parse/token_kinds.hpp"

#include <initializer_list>

#include "AriaLexer.h"

namespace ariac::parse {

using L = AriaLexer;

namespace {
bool one_of(size_t type, std::initializer_list<size_t> set) {
  for (size_t member : set)
    if (member == type) return true;
  return false;
}
}  // namespace

bool is_keyword(size_t type) { return type >= L::AND && type <= L::DEFAULT; }

bool is_range(size_t type) { return one_of(type, {L::RANGE, L::RANGE_EXCLUSIVE, L::RANGE_INCLUSIVE}); }

bool is_literal(size_t type) { return one_of(type, {L::INT, L::FLOAT, L::CHAR, L::QUOTED, L::RAW_STRING}); }

bool ends_operand(size_t type) {
  return is_literal(type) || one_of(type, {L::NAME, L::TYPE_NAME, L::STRING_CLOSE, L::STRING_BROKEN, L::HEREDOC_END, L::RPAREN,
                                           L::RBRACKET, L::RBRACE, L::END, L::INLINE_END, L::TRY, L::RANGLE, L::SPAWN_NAME, L::OPEN_RANGE});
}

bool starts_operand(size_t type) {
  return is_literal(type) || one_of(type, {L::NAME, L::TYPE_NAME, L::STRING_OPEN, L::HEREDOC, L::LPAREN, L::LBRACKET, L::LBRACE,
                                           L::COLON, L::MINUS, L::BANG, L::TILDE, L::SEND, L::AMP, L::BAR, L::OR_OR, L::NOT,
                                           L::AWAIT, L::SPAWN, L::IF, L::MATCH, L::BEGIN, L::SELECT, L::WITH, L::RAISE, L::FN,
                                           L::MOVE, L::COPY, L::CONSUME, L::LOOP, L::HANDLE, L::FORALL, L::EXISTS, L::JOIN, L::END});
}

bool is_assignment(size_t type) {
  return one_of(type, {L::ASSIGN, L::PLUS_ASSIGN, L::MINUS_ASSIGN, L::STAR_ASSIGN, L::SLASH_ASSIGN, L::FLOOR_ASSIGN,
                       L::PERCENT_ASSIGN, L::POWER_ASSIGN, L::AMP_ASSIGN, L::BAR_ASSIGN, L::CARET_ASSIGN, L::SHL_ASSIGN,
                       L::SHR_ASSIGN, L::COALESCE_ASSIGN});
}

bool continues_operand(size_t type) {
  return is_range(type) || one_of(type, {L::POWER, L::STAR, L::SLASH, L::FLOOR, L::PERCENT, L::PLUS, L::MINUS, L::WRAP_PLUS, L::WRAP_MINUS,
                                         L::WRAP_STAR, L::SHL, L::AMP, L::CARET, L::BAR, L::DOT, L::SAFE_DOT, L::COLONCOLON, L::LPAREN, L::LBRACKET});
}

bool is_binary_operator(size_t type) {
  return is_range(type) || one_of(type, {L::AND, L::OR, L::NOT, L::IN, L::IS, L::IS_PATTERN, L::IMPLIES, L::PIPE, L::SEND, L::SPACESHIP, L::EQ,
                                         L::NE, L::LE, L::LT, L::GT, L::GE, L::SHL, L::SHR, L::POWER, L::STAR, L::FLOOR, L::SLASH,
                                         L::PERCENT, L::PLUS, L::MINUS, L::WRAP_PLUS, L::WRAP_MINUS, L::WRAP_STAR, L::AND_AND,
                                         L::AMP, L::OR_OR, L::BAR, L::CARET, L::COALESCE, L::QUESTION});
}

bool is_prefix_operator(size_t type) {
  return one_of(type, {L::MINUS, L::PLUS, L::BANG, L::TILDE, L::NOT, L::SEND, L::AWAIT, L::MOVE, L::COPY, L::CONSUME, L::AMP, L::JOIN, L::STAR});
}

bool closes_body(size_t type) {
  return one_of(type, {L::END, L::RBRACE, L::INTERP_CLOSE, L::RPAREN, L::RBRACKET, L::ELSE, L::ELSIF, L::RESCUE, L::ENSURE,
                       L::INLINE_END, static_cast<size_t>(-1)});
}

}  // namespace ariac::parse
