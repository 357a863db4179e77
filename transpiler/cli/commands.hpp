// The commands of `aria`, one file each: command_NAME.cpp adds its subcommand, with its options, to the parser.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/session.hpp"

namespace ariac::cli {

void add_run(CLI::App& app, Session& session);
void add_build(CLI::App& app, Session& session);
void add_check(CLI::App& app, Session& session);
void add_emit(CLI::App& app, Session& session);
void add_eject(CLI::App& app, Session& session);
void add_effects(CLI::App& app, Session& session);
void add_explain(CLI::App& app, Session& session);
void add_doctor(CLI::App& app, Session& session);
void add_clean(CLI::App& app, Session& session);
void add_version(CLI::App& app, Session& session);

// Commands of the plan that are not there yet: each answers with E9900.
void add_planned(CLI::App& app, Session& session);

// --color, --message-format, -q, -v, --no-progress, before or after the command's name.
void add_global_options(CLI::App& app, GlobalOptions& options);

}  // namespace ariac::cli
