// Classes of token types that both the lexer's base class and the layout pass ask for.
#pragma once

#include <cstddef>

namespace ariac::parse {

bool ends_operand(size_t type);        // an expression may end with this token
bool starts_operand(size_t type);      // … begin with this token (after layout has typed it)
bool continues_operand(size_t type);  // after an operand, binds tighter than a comparison
bool is_binary_operator(size_t type);  // a line that ends in it goes on
bool is_assignment(size_t type);       // `=` and its compound forms
bool is_keyword(size_t type);          // a word that the lexer typed as a keyword
bool is_prefix_operator(size_t type);  // may stand before an operand
bool closes_body(size_t type);         // no separator stands before it
bool is_literal(size_t type);
bool is_range(size_t type);

}  // namespace ariac::parse
