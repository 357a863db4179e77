// What a program prints about an error that nobody rescued.
#pragma once

#include <cstdint>
#include <string>

#include <aria/detail/error_record.hpp>

namespace aria::detail {

// Whether a panic's report has the trace of Aria lines, which another process has to find, or only where it began.
enum class PanicTrace : std::uint8_t { full, none };

// The report: payload, raise site, spawn site, cause chain, suppressed errors; for a panic the trace.
std::string describe_uncaught(const ErrorRecord& record, PanicTrace trace = PanicTrace::full);

// `String: bad`; `NotFound(name: "x")`, which says its type itself.
std::string with_type(const std::string& type, const std::string& text);

// Writes text to standard error in one piece, after what the program has printed so far.
void write_report(const std::string& text);

// 1 for an error, 101 for a panic, 0 for a cancellation that was asked for.
int exit_code_of(const ErrorRecord& record) noexcept;

}  // namespace aria::detail
