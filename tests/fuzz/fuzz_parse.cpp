// Any bytes give a tree and messages that can be shown, without a crash.
#include <cstddef>
#include <cstdint>
#include <string>

#include "ast/dump.hpp"
#include "diagnostics/render.hpp"
#include "parse/parse.hpp"
#include "source/source_manager.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ariac::source::SourceManager sources;
  ariac::support::Interner interner;
  ariac::ast::NodeIds ids;
  ariac::diagnostics::Sink sink;
  const auto& file = sources.add("fuzz.aria", std::string(reinterpret_cast<const char*>(data), size));
  const auto tree = ariac::parse::parse(file, interner, ids, sink);
  ariac::ast::dump(*tree, interner);
  ariac::diagnostics::render_text(sink.listing(), sources);
  return 0;
}
