// `aria`: splits the command line, runs the command, turns failures into messages and exit codes.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/deep_stack.hpp"
#include "cli/report_internal_error.hpp"
#include "driver/build_program.hpp"

namespace ariac::cli {

namespace {

// Everything before the first `--` is ours, everything behind it the program's.
void split_arguments(int argc, char** argv, std::vector<std::string>& ours, Session& session) {
  session.command_line.assign(argv, argv + argc);
  const auto begin = session.command_line.begin() + (argc > 0 ? 1 : 0);
  const auto dashes = std::find(begin, session.command_line.end(), "--");
  ours.assign(begin, dashes);
  if (dashes != session.command_line.end()) {
    session.program_arguments.assign(dashes + 1, session.command_line.end());
  }
}

// Failures become messages and exit codes here; nothing is thrown further.
int run_command(std::vector<std::string> arguments, Session& session) {
  try {
    CommandLine line(session);
    for (auto* add : {add_run, add_build, add_check, add_emit, add_eject, add_effects, add_explain, add_doctor, add_clean, add_version, add_planned}) add(line);
    return line.run(std::move(arguments));
  } catch (const driver::UnreadableInput& failure) {
    session.complain(failure.what(), failure.help());
    return static_cast<int>(ExitCode::errors);
  } catch (const driver::EnvironmentFailure& failure) {
    session.complain(failure.what(), failure.help());
    return static_cast<int>(ExitCode::environment);
  } catch (const driver::RejectedEmission& rejected) {
    return static_cast<int>(report_internal_error(session, rejected.what(), rejected.command() + "\n\n" + rejected.output()));
  } catch (const std::exception& failure) {
    return static_cast<int>(report_internal_error(session, failure.what(), ""));
  }
}

}  // namespace
}  // namespace ariac::cli

int main(int argc, char** argv) {
  ariac::cli::Session session;
  std::vector<std::string> arguments;
  ariac::cli::split_arguments(argc, argv, arguments, session);
  return ariac::cli::on_deep_stack([&] { return ariac::cli::run_command(std::move(arguments), session); });
}
