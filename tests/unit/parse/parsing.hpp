// One parse of a text, with everything that a test looks at.
#pragma once

#include <memory>
#include <string>

#include "ast/dump.hpp"
#include "diagnostics/render.hpp"
#include "parse/parse.hpp"
#include "source/source_manager.hpp"

namespace ariac::parse {

struct Parsed {
  explicit Parsed(std::string text) : tree(parse(sources.add("test.aria", std::move(text)), interner, ids, sink)) {}

  std::string dump() const { return ast::dump(*tree, interner); }
  std::string messages() const { return diagnostics::render_short(sink.listing(), sources); }

  source::SourceManager sources;
  support::Interner interner;
  ast::NodeIds ids;
  diagnostics::Sink sink;
  std::unique_ptr<ast::Tree> tree;
};

}  // namespace ariac::parse
