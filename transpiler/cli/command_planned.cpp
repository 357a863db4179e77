// Commands of the plan that this version does not have: each is known by name and answers E9900.
#include <array>

#include "cli/commands.hpp"
#include "diagnostics/catalogue/internal.hpp"

namespace ariac::cli {
namespace {

constexpr std::array planned{"test", "bench", "fmt", "lint", "fix", "doc", "repl", "eval", "new", "init", "lsp",
                             "trace", "ps", "deps", "env", "bug", "completions", "man"};

}  // namespace

void add_planned(CommandLine& line) {
  for (const char* name : planned) {
    Command command = line.add_hidden(name, "Not available yet");
    command.any_arguments();
    command.runs([&session = command.session(), name] {
      const source::SourceManager sources;
      diagnostics::Sink sink;
      sink.report({}, diag::NotAvailableYet{.feature = "`aria " + std::string(name) + "`"});
      return session.show(sink, sources, MessagesAre::aside);
    });
  }
}

}  // namespace ariac::cli
