// Binding powers by token.
#include "parse/precedence.hpp"

#include "AriaLexer.h"

namespace ariac::parse {

using L = AriaLexer;

Operator infix_operator(size_t type) {
  switch (type) {
    case L::SEND: return {1};
    case L::PIPE: return {2};
    case L::QUESTION: return {3, true};
    case L::COALESCE: return {4, true};
    case L::IMPLIES: return {5, true};
    case L::OR: case L::OR_OR: return {6};
    case L::AND: case L::AND_AND: return {7};
    // 8: prefix `not`
    case L::EQ: case L::NE: case L::LT: case L::GT: case L::LE: case L::GE: case L::SPACESHIP: case L::IN: case L::IS: case L::IS_PATTERN:
      return {kComparison};
    case L::RANGE: case L::RANGE_EXCLUSIVE: case L::RANGE_INCLUSIVE: return {11};
    case L::BAR: return {12};
    case L::CARET: return {13};
    case L::AMP: return {14};
    case L::SHL: case L::SHR: return {15};
    case L::PLUS: case L::MINUS: case L::WRAP_PLUS: case L::WRAP_MINUS: return {16};
    case L::STAR: case L::SLASH: case L::FLOOR: case L::PERCENT: case L::WRAP_STAR: return {17};
    // 18: prefix `-` and `+`
    case L::POWER: return {19, true};
    default: return {0};
  }
}

int prefix_level(size_t type) {
  switch (type) {
    case L::NOT: return 8;
    case L::MINUS: case L::PLUS: return 18;
    default: return 20;      // <- await move copy consume ~ ! &
  }
}

}  // namespace ariac::parse
