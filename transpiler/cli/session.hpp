// Session: what every command shares: the global options, and how messages reach the user.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/sink.hpp"
#include "driver/failure.hpp"
#include "source/source_manager.hpp"

namespace ariac::cli {

using driver::ExitCode;

enum class MessageFormat { human, short_, json, sarif };
enum class ColourChoice { automatic, always, never };

struct GlobalOptions {
  MessageFormat format = MessageFormat::human;
  ColourChoice colour = ColourChoice::automatic;
  bool quiet = false;
  bool verbose = false;
  bool no_progress = false;
};

// Messages are data for `check` (stdout, when a machine reads them) and a side matter everywhere else (stderr).
enum class MessagesAre { data, aside };

class Session {
 public:
  GlobalOptions options;
  std::vector<std::string> program_arguments;  // what follows `--`
  std::vector<std::string> command_line;
  std::function<ExitCode()> chosen;            // the command to run

  // Shows diagnostics in the chosen format. Returns `errors` if there are any.
  ExitCode show(const diagnostics::Sink& sink, const source::SourceManager& sources, MessagesAre messages) const;

  // One line about the tool itself: `error: …` and `  = help: …`.
  void complain(std::string_view message, std::string_view help = {}) const;
  void say(std::string_view text) const;         // unless -q
  void say_verbosely(std::string_view text) const;  // only with -v

  // What is being done, on a line that the next one overwrites; only on a terminal.
  void progress(std::string_view text) const;
  void end_progress() const;

 private:
  bool colour_on_stderr() const;
  mutable bool progress_shown_ = false;
};

}  // namespace ariac::cli
