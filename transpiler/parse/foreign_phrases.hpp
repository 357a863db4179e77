// Phrases of other languages that end in a syntax error: what was meant is said in our words.
#pragma once

#include <optional>
#include <string>

#include "antlr4-runtime.h"

namespace ariac::parse {

// What to write instead of the phrase that the token belongs to, if it is one that people bring along.
std::optional<std::string> foreign_phrase(antlr4::Parser& parser, antlr4::Token* offending);

}  // namespace ariac::parse
