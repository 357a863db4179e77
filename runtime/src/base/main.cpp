// The root of a program without tasks.
#include <aria/main.hpp>

#include <exception>

#include "base/report.hpp"
#include "base/stack_overflow.hpp"

namespace aria {

namespace {
ProgramArguments arguments;
}

ProgramArguments program_arguments() noexcept { return arguments; }

namespace detail {

void set_program_arguments(int argc, char** argv) noexcept {
  arguments = argc > 0 ? ProgramArguments{argc - 1, argv + 1} : ProgramArguments{};
}

int report_returned_error(const std::string& type_name, const std::string& text) {
  write_report("error: " + with_type(type_name, text) + "\n");
  return 1;
}

int run_root(int argc, char** argv, MainBody body, void* main_function) {
  set_program_arguments(argc, argv);
  install_overflow_report();
  const OverflowStack overflow_stack;
  try {
    return body(main_function);
  } catch (const Unwinding& error) {
    write_report(describe_uncaught(*error.record()));
    return exit_code_of(*error.record());
  } catch (const std::exception& foreign) {
    write_report(std::string("error: ForeignError: ") + foreign.what() + "\n");
    return 1;
  }
}

}  // namespace detail
}  // namespace aria
