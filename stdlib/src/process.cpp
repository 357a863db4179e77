// The program and its surroundings.
#include <aria/std/process.hpp>

#include <cstdlib>

#include <aria/main.hpp>
#include <aria/std/console.hpp>

namespace aria {

std::optional<String> env(const String& name) {
  const char* value = std::getenv(name.c_str());
  return value != nullptr ? std::optional<String>(value) : std::nullopt;
}

Array<String> args() {
  const ProgramArguments given = program_arguments();
  return Array<String>(given.values, given.values + given.count);
}

void exit(Int code) {
  flush_output();
  std::_Exit(static_cast<int>((code & 0xFF).value()));
}

}  // namespace aria
