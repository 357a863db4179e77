// Reports of uncaught errors.
#include "base/report.hpp"

#include <unistd.h>

#include <cstdio>

#include <aria/detail/panic_record.hpp>

#include "base/trace.hpp"

namespace aria::detail {

namespace {

std::string place(const char* words, Site site) {
  if (!site) {
    return "";
  }
  return std::string("  ") + words + " " + site.file + ":" + std::to_string(site.line) + "\n";
}

std::string headline(const ErrorRecord& record) {
  const std::string type = record.type_name();
  const std::string text = record.text();
  if (record.kind() == ErrorKind::panic) {
    return "panic: " + text + "\n";
  }
  return with_type(type, text) + "\n";
}

const PanicRecord* panic_of(const ErrorRecord& record) {
  return static_cast<const PanicRecord*>(record.payload(typeid(PanicRecord)));
}

std::string body(const ErrorRecord& record, PanicTrace wanted, int depth) {
  std::string text = place("raised at", record.site());
  if (const PanicRecord* panic = panic_of(record)) {
    const std::string trace = wanted == PanicTrace::full ? describe_trace(panic->trace()) : "";
    text = trace.empty() ? place("at", record.site()) : trace;
  }
  text += place("in a task spawned at", record.spawn_site());
  constexpr int deepest = 16;
  if (depth == deepest) {
    return text;
  }
  if (const ErrorRef cause = record.cause()) {
    text += "caused by " + headline(*cause) + body(*cause, wanted, depth + 1);
  }
  for (const ErrorRef& other : record.suppressed()) {
    text += "suppressed " + headline(*other) + body(*other, wanted, depth + 1);
  }
  if (const std::size_t more = record.suppressed_dropped(); more > 0) {
    text += "and " + std::to_string(more) + " more suppressed errors\n";
  }
  return text;
}

}  // namespace

std::string with_type(const std::string& type, const std::string& text) {
  const bool says_it = text == type || text.starts_with(type + "(");
  return says_it ? text : text.empty() ? type : type + ": " + text;
}

std::string describe_uncaught(const ErrorRecord& record, PanicTrace trace) {
  const char* prefix = record.kind() == ErrorKind::error ? "error: " : "";
  return prefix + headline(record) + body(record, trace, 0);
}

void write_report(const std::string& text) {
  std::fflush(stdout);
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = write(STDERR_FILENO, text.data() + done, text.size() - done);
    if (n <= 0) {
      return;
    }
    done += static_cast<std::size_t>(n);
  }
}

int exit_code_of(const ErrorRecord& record) noexcept {
  switch (record.kind()) {
    case ErrorKind::panic:
      return 101;
    case ErrorKind::cancelled:
      return 0;
    case ErrorKind::error:
      break;
  }
  return 1;
}

}  // namespace aria::detail
