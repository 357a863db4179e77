// Internal errors: a mistake of ours. The user gets one message and a file to send; never a C++ compiler's output.
#pragma once

#include <string>

#include "cli/session.hpp"

namespace ariac::cli {

// Writes a report file with `details` and shows E9000. Returns ExitCode::internal.
ExitCode report_internal_error(const Session& session, const std::string& what, const std::string& details);

}  // namespace ariac::cli
