// Tree: one parsed file. Owns its nodes; never changes after parsing.
#pragma once

#include <memory>
#include <vector>

#include "ast/decl.hpp"
#include "ast/control.hpp"
#include "ast/pattern.hpp"
#include "ast/stmt.hpp"
#include "ast/type_expr.hpp"
#include "support/arena.hpp"

namespace ariac::ast {

enum class CommentKind : std::uint8_t { line, block, doc, module_doc };

// A comment, in the order of the file. `text` is without marks.
struct Comment {
  CommentKind kind = CommentKind::line;
  std::string_view text;
  SourceRange range;
  bool own_line = true;          // nothing but blanks stands before it
};

struct Tree {
  source::FileId file;
  support::Arena arena;
  Body items;                    // declarations, and the statements of the program that is run
  std::vector<Comment> comments;
  bool has_errors = false;
  std::vector<SourceRange> errors;   // where they were reported: later phases stay silent about the items around these places
};

}  // namespace ariac::ast
