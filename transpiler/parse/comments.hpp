// Comments: kept in the tree in the order of the file, for the emitter and the formatter; `##` lines are attached to
// the item after them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ast/tree.hpp"

namespace ariac::parse {

// A comment as the lexer found it.
ast::Comment make_comment(std::string_view text, source::SourceRange range, bool own_line);

// The text of the `##` lines that end directly before the item at `begin`.
std::string_view attached_doc(ast::Tree& tree, std::string_view source, std::uint32_t begin);

}  // namespace ariac::parse
