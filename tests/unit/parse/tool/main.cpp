// ariac-parse [--json|--time|--quiet] FILE…: the tree of each file, and what is wrong with it.
#include <chrono>
#include <iostream>
#include <string_view>

#include "ast/dump.hpp"
#include "diagnostics/render.hpp"
#include "parse/parse.hpp"
#include "source/source_manager.hpp"

int main(int argc, char** argv) {
  bool json = false, time = false, quiet = false;
  int status = 0;
  ariac::source::SourceManager sources;
  ariac::support::Interner interner;
  ariac::ast::NodeIds ids;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--json") { json = true; continue; }
    if (argument == "--time") { time = true; continue; }
    if (argument == "--quiet") { quiet = true; continue; }
    const auto* file = sources.load(argv[i]);
    if (file == nullptr) {
      std::cerr << "cannot read " << argument << '\n';
      return 2;
    }
    ariac::diagnostics::Sink sink;
    const auto start = std::chrono::steady_clock::now();
    const auto tree = ariac::parse::parse(*file, interner, ids, sink);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    if (!quiet && !json) std::cout << ariac::ast::dump(*tree, interner);
    if (json) std::cout << ariac::diagnostics::render_json(sink.listing(), sources);
    else std::cerr << ariac::diagnostics::render_text(sink.listing(), sources);
    if (time) std::cerr << argument << ": " << static_cast<double>(file->text().size()) / 1e6 / taken.count() << " MB/s\n";
    if (sink.has_errors()) status = 1;
  }
  return status;
}
