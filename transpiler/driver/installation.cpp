// Reads aria.layout.
#include "driver/installation.hpp"

#include <fstream>

#include "driver/failure.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Installation read_layout(const fs::path& layout, const fs::path& tool) {
  Installation installation;
  installation.tool = tool;
  installation.layout = layout;
  const auto path = [&](const std::string& value) { return (layout.parent_path() / value).lexically_normal(); };
  std::ifstream in(layout);
  for (std::string line; std::getline(in, line);) {
    const auto equals = line.find('=');
    if (line.starts_with('#') || equals == std::string::npos) {
      continue;
    }
    const std::string key = trimmed(line.substr(0, equals));
    const std::string value = trimmed(line.substr(equals + 1));
    if (key == "prelude") {
      installation.prelude = path(value);
    } else if (key == "pages") {
      installation.pages = path(value);
    } else if (key == "include") {
      installation.includes.push_back(path(value));
    } else if (key == "source") {
      installation.sources.push_back(path(value));
    } else if (key == "archive") {
      installation.archives.push_back(path(value));
    } else if (key == "library") {
      installation.libraries.push_back(value);
    } else if (key == "cxx") {
      installation.cxx = value;
    }
  }
  return installation;
}

}  // namespace

Installation find_installation() {
  std::error_code error;
  const fs::path tool = fs::read_symlink("/proc/self/exe", error);
  if (error) {
    throw EnvironmentFailure("cannot find out where the tool stands: " + error.message(), "is /proc mounted?");
  }
  for (const fs::path& layout : {tool.parent_path() / "aria.layout", tool.parent_path().parent_path() / "share/aria/aria.layout"}) {
    if (fs::exists(layout, error)) {
      return read_layout(layout, tool);
    }
  }
  throw EnvironmentFailure("the tool's library is not beside it", "install the whole tool, not only its executable: `cmake --install`");
}

}  // namespace ariac::driver
