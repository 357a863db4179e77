// `aria doctor`: is everything there that building a program needs?
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>

#include "cli/commands.hpp"
#include "cli/tool_version.hpp"
#include "driver/build_cache.hpp"
#include "driver/toolchain.hpp"

namespace ariac::cli {
namespace {

namespace fs = std::filesystem;

class Checkup {
 public:
  void good(const std::string& what, const std::string& found) { fmt::print("ok       {:<12} {}\n", what, found); }
  void bad(const std::string& what, const std::string& problem) {
    fmt::print("missing  {:<12} {}\n", what, problem);
    healthy_ = false;
  }
  void expect_file(const std::string& what, const fs::path& file) {
    std::error_code error;
    fs::exists(file, error) ? good(what, file.string()) : bad(what, file.string());
  }
  ExitCode result() const { return healthy_ ? ExitCode::ok : ExitCode::environment; }

 private:
  bool healthy_ = true;
};

ExitCode examine() {
  Checkup checkup;
  const driver::Installation installation = driver::find_installation();
  checkup.good("tool", installation.tool.string() + " " + std::string(tool_version));
  checkup.expect_file("prelude", installation.prelude);
  for (const fs::path& folder : installation.includes) {
    checkup.expect_file("headers", folder);
  }
  for (const fs::path& archive : installation.archives) {
    checkup.expect_file("archive", archive);
  }
  try {
    const driver::Toolchain toolchain(installation, {});
    driver::BuildOptions optimised;
    optimised.profile = driver::Profile::release;
    const driver::Toolchain release(installation, optimised);
    checkup.good("compiler", toolchain.compiler().string() + ", " + toolchain.version());
    checkup.good("linker", toolchain.linker().empty() ? "the compiler's own (mold or lld would be faster)" : toolchain.linker());
    checkup.good("dev", fmt::format("{}", fmt::join(toolchain.with_flags(), " ")));
    checkup.good("release", fmt::format("{}", fmt::join(release.with_flags(), " ")));
    checkup.good("link", fmt::format("{}", fmt::join(release.link({}, "PROGRAM", false), " ")));
  } catch (const driver::EnvironmentFailure& failure) {
    checkup.bad("compiler", std::string(failure.what()) + "; " + failure.help());
  }
  const driver::BuildCache cache;
  try {
    cache.prepare();
    checkup.good("cache", cache.root().string());
  } catch (const driver::EnvironmentFailure& failure) {
    checkup.bad("cache", failure.what());
  }
  return checkup.result();
}

}  // namespace

void add_doctor(CommandLine& line) {
  line.add("doctor", "Check that everything is there that building a program needs").runs(examine);
}

}  // namespace ariac::cli
