// Writes report files into the cache.
#include "cli/report_internal_error.hpp"

#include <unistd.h>

#include <ctime>

#include "cli/tool_version.hpp"
#include "diagnostics/catalogue/internal.hpp"
#include "driver/build_cache.hpp"
#include "driver/file_output.hpp"

namespace ariac::cli {
namespace {

std::string report_text(const Session& session, const std::string& what, const std::string& details) {
  std::string text = "aria " + std::string(tool_version) + ": " + what + "\n\ncommand:";
  for (const std::string& word : session.command_line) {
    text += " " + word;
  }
  return text + "\n\n" + details + "\n";
}

}  // namespace

ExitCode report_internal_error(const Session& session, const std::string& what, const std::string& details) {
  source::SourceManager sources;
  diagnostics::Sink sink;
  auto report = sink.report({}, diag::InternalError{.what = what});
  try {
    const auto file = driver::BuildCache().root() / "reports" / (std::to_string(std::time(nullptr)) + "-" + std::to_string(getpid()) + ".txt");
    driver::write_atomically(file, report_text(session, what, details));
    report.note("this is a mistake of the tool, not of your program; the report is in " + file.string());
  } catch (const driver::EnvironmentFailure& failure) {
    report.note(std::string("this is a mistake of the tool, not of your program; no report could be written: ") + failure.what());
  }
  session.show(sink, sources, MessagesAre::aside);
  return ExitCode::internal;
}

}  // namespace ariac::cli
