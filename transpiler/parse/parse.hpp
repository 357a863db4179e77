// parse: one file to its tree. lexer (lexer_base) → layout pass → ANTLR's parser → Builder.
//
// Every file gives a tree, whatever bytes it holds; mistakes are reported to the sink, one message each (E3xxx).
#pragma once

#include <memory>

#include "ast/tree.hpp"
#include "diagnostics/sink.hpp"
#include "source/source_file.hpp"
#include "support/interner.hpp"

namespace ariac::parse {

std::unique_ptr<ast::Tree> parse(const source::SourceFile& file, support::Interner& interner, ast::NodeIds& ids, diagnostics::Sink& sink);

}  // namespace ariac::parse
