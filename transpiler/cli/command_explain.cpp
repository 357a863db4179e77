// `aria explain CODE`: the page of a diagnostic.
#include <algorithm>
#include <cctype>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/did_you_mean.hpp"
#include "diagnostics/catalogue.hpp"
#include "driver/digest.hpp"
#include "driver/installation.hpp"

namespace ariac::cli {
namespace {

// What there is to say about a code that has no page of its own: the catalogue's entry.
std::string page_from(const diagnostics::Entry& entry) {
  std::string page = "# " + std::string(entry.code) + ": " + std::string(entry.name) + "\n\n";
  return page + std::string(diagnostics::name_of(entry.severity)) + ": " + std::string(entry.message) + "\n";
}

ExitCode explain(std::string code, const Session& session) {
  std::transform(code.begin(), code.end(), code.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const diagnostics::Entry* entry = diagnostics::find_entry(code);
  if (entry == nullptr) {
    std::vector<std::string> codes;
    for (const diagnostics::Entry& known : diagnostics::all_entries()) {
      codes.emplace_back(known.code);
    }
    const auto meant = nearest_word(code, codes);
    session.complain("there is no diagnostic `" + code + "`", meant ? "did you mean `" + *meant + "`?" : "codes look like `E0150`; they stand in the brackets of each message");
    return ExitCode::usage;
  }
  const auto page = driver::read_whole_file(driver::find_installation().pages / (code + ".md"));
  const std::string text = page ? *page : page_from(*entry);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return ExitCode::ok;
}

}  // namespace

void add_explain(CommandLine& line) {
  Command command = line.add("explain", "Explain a diagnostic: `aria explain E0150`");
  auto code = std::make_shared<std::string>();
  command.argument("code", *code, "The code in the brackets of a message");
  command.runs([code, &session = command.session()] { return explain(*code, session); });
}

}  // namespace ariac::cli
