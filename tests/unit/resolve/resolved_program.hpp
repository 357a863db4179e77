// A program of several small files, parsed and resolved against a small library: the vocabulary of these tests.
//
//   Resolved program({{"main", "fn main = 1"}, {"geo::area", "pub fn square(n) = n"}});
//   EXPECT_THAT(program.problems(), ElementsAre("main:1 E1001"));
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "parse/parse.hpp"
#include "resolve/resolve.hpp"
#include "source/source_manager.hpp"

namespace ariac::tests {

struct File {
  std::string path;      // `a::b`; the first file is the program
  std::string text;
};

class Resolved {
 public:
  explicit Resolved(const std::string& program) : Resolved(std::vector<File>{{"main", program}}) {}

  explicit Resolved(const std::vector<File>& files, const std::vector<std::string>& nearby = {}) {
    for (const File& file : files) add(file, false);
    add({"std::prelude::small", kLibrary}, true);
    std::vector<std::vector<support::Symbol>> others;
    for (const std::string& path : nearby) others.push_back(path_of(path));
    bindings = std::make_unique<resolve::Bindings>(resolve::resolve(modules_, interner, sink, others));
  }

  // `file:line code`, in order of place.
  std::vector<std::string> problems() const {
    std::vector<std::string> result;
    for (const diagnostics::Diagnostic* one : sink.listing().shown)
      result.push_back(sources.file(one->range.file).path() + ":" + std::to_string(sources.begin_of(one->range).line) + " " +
                       std::string(one->code));
    return result;
  }

  // All that is said about the first problem.
  std::string first_text() const {
    const auto listing = sink.listing();
    if (listing.shown.empty()) return "";
    std::string text = listing.shown.front()->message;
    for (const std::string& help : listing.shown.front()->helps) text += "\n" + help;
    for (const diagnostics::Suggestion& suggestion : listing.shown.front()->suggestions) text += "\n" + suggestion.text;
    return text;
  }

  source::SourceManager sources;
  support::Interner interner;
  diagnostics::Sink sink;
  ast::NodeIds ids;
  std::vector<std::unique_ptr<ast::Tree>> trees;
  std::unique_ptr<resolve::Bindings> bindings;

 private:
  static constexpr const char* kLibrary =
      "extern Aria from \"x.hpp\"\n"
      "type Int\ntype String\ntype Bool\ntype Array<T>\ntype Channel<T>\n"
      "enum Option<T>\n  Some(T)\n  None\nend\n"
      "trait Display\n  fn to_string(self) -> String\nend\n"
      "trait Eq\n  fn eq(self, other: Self) -> Bool\nend\n"
      "fn println<T: Display>(x: T) !{Console}\nfn println() !{Console}\n"
      "fn panic(message: String) -> Never\n"
      "end\n";

  std::vector<support::Symbol> path_of(const std::string& text) {
    std::vector<support::Symbol> path;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find("::", at), text.size());
      path.push_back(interner.intern(text.substr(at, end - at)));
      at = end + 2;
    }
    return path;
  }

  void add(const File& file, bool is_library) {
    const source::SourceFile& source = sources.add(file.path, file.text);
    trees.push_back(parse::parse(source, interner, ids, sink));
    resolve::ModuleSource module;
    module.tree = trees.back().get();
    module.path = path_of(file.path);
    module.is_library = is_library;
    module.is_program = modules_.empty();
    modules_.push_back(std::move(module));
  }

  std::vector<resolve::ModuleSource> modules_;
};

}  // namespace ariac::tests
