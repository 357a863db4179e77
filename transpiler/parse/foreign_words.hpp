// What people who know other languages write where Aria has a word of its own, and slips of the pen in Aria's words.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ariac::parse {

// A word at the start of a statement. `type` is the token type it is read as; 0: it is left out, and `word` says why.
struct ForeignWord {
  std::size_t type = 0;
  std::string_view word;
};

std::optional<ForeignWord> foreign_statement_word(std::string_view text);   // before a name or a value: `def f`, `throw e`
std::optional<ForeignWord> foreign_lone_word(std::string_view text);        // alone on its line: `try`, `finally`, `endif`
std::optional<ForeignWord> foreign_modifier(std::string_view text);         // before a declaration: `private fn f`

std::string_view foreign_call(std::string_view text);                       // `puts x`: what is written here, or nothing

// `xs.each |x| f(x)`
inline constexpr const char* kBlockBars = "a block stands in braces, or between `do` and `end`: `xs.each { |x| … }`";

// One letter too many, too few, other, or two of them swapped; words of one letter are near to nothing.
bool is_slip_of(std::string_view written, std::string_view word);

}  // namespace ariac::parse
