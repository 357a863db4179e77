// Messages on stderr, data on stdout; colour and progress only on a terminal.
#include "cli/session.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "diagnostics/render.hpp"

namespace ariac::cli {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

void write(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

}  // namespace

bool Session::colour_on_stderr() const {
  if (options.colour != ColourChoice::automatic) {
    return options.colour == ColourChoice::always;
  }
  return isatty(STDERR_FILENO) != 0 && !is_set("NO_COLOR");
}

ExitCode Session::show(const diagnostics::Sink& sink, const source::SourceManager& sources, MessagesAre messages) const {
  end_progress();
  const diagnostics::Listing listing = sink.listing();
  const ExitCode result = listing.errors > 0 ? ExitCode::errors : ExitCode::ok;
  std::FILE* machine = messages == MessagesAre::data ? stdout : stderr;
  switch (options.format) {
    case MessageFormat::json:
      if (messages == MessagesAre::data || !listing.shown.empty()) {
        write(machine, diagnostics::render_json(listing, sources));
      }
      return result;
    case MessageFormat::sarif:
      if (messages == MessagesAre::data || !listing.shown.empty()) {
        write(machine, diagnostics::render_sarif(listing, sources));
      }
      return result;
    case MessageFormat::short_:
      write(stderr, diagnostics::render_short(listing, sources));
      return result;
    case MessageFormat::human:
      break;
  }
  if (!listing.shown.empty()) {
    const auto colour = colour_on_stderr() ? diagnostics::Colour::on : diagnostics::Colour::off;
    write(stderr, diagnostics::render_text(listing, sources, colour));
  }
  return result;
}

void Session::complain(std::string_view message, std::string_view help) const {
  end_progress();
  const bool colour = colour_on_stderr();
  std::string text = colour ? "\033[1;31merror\033[0m: " : "error: ";
  text.append(message).append("\n");
  if (!help.empty()) {
    text.append("  = help: ").append(help).append("\n");
  }
  write(stderr, text);
}

void Session::say(std::string_view text) const {
  if (!options.quiet) {
    end_progress();
    write(stderr, std::string(text) + "\n");
  }
}

void Session::say_verbosely(std::string_view text) const {
  if (options.verbose) {
    say(text);
  }
}

void Session::progress(std::string_view text) const {
  if (options.quiet || options.no_progress || isatty(STDERR_FILENO) == 0) {
    return;
  }
  write(stderr, "\r\033[K" + std::string(text) + " …");
  progress_shown_ = true;
}

void Session::end_progress() const {
  if (progress_shown_) {
    write(stderr, "\r\033[K");
    progress_shown_ = false;
  }
}

}  // namespace ariac::cli
