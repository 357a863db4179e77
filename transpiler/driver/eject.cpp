// `aria eject`: the emission with a CMake project around it that needs no Aria tool.
#include "driver/eject.hpp"

#include <algorithm>
#include <cctype>

#include "driver/digest.hpp"
#include "driver/failure.hpp"
#include "driver/file_output.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

constexpr const char* first_line = "# An Aria program, ejected: plain C++ from here on.";

// A CMake target's name: letters, digits, `_`, `-`.
std::string target_name(const std::string& name) {
  std::string target = name;
  std::replace_if(target.begin(), target.end(), [](unsigned char c) { return std::isalnum(c) == 0 && c != '_' && c != '-'; }, '_');
  return target.empty() || target == "test" || target == "all" ? target + "_program" : target;
}

// A CMake bracket argument holds any text as it is.
std::string quoted(const std::string& text) { return "[==[" + text + "]==]"; }

// What only some programs link, as the headers they include say.
std::string special_archives(const Emission& emission) {
  std::string archives = emission.includes("aria/std/regex.hpp") ? "aria_regex " : "";
  archives += emission.includes("aria/std/json.hpp") ? "aria_json " : "";
  archives += emission.includes("aria/http.hpp") ? "aria_http " : "";
  return archives + (emission.uses_network() ? "aria_io " : "");
}

std::string project_text(const Emission& emission, const std::string& name) {
  std::string text = std::string(first_line) + R"(
cmake_minimum_required(VERSION 3.20)
project()" + target_name(name) + R"( LANGUAGES C CXX)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
find_package(Threads REQUIRED)

# What the program calls: built as far as it is used.
add_subdirectory(runtime EXCLUDE_FROM_ALL)
add_subdirectory(stdlib EXCLUDE_FROM_ALL)

add_executable()" + target_name(name) + "\n";
  for (const EmittedFile& source : emission.sources) {
    text += "  " + quoted("src/" + source.path) + "\n";
  }
  text += ")\ntarget_include_directories(" + target_name(name) + " PRIVATE src)\n";
  return text + "target_link_libraries(" + target_name(name) + " PRIVATE " + special_archives(emission) + "aria_std aria_runtime aria_base)\n";
}

void copy_sources(const fs::path& from, const fs::path& to) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(from, error), end; !error && entry != end; entry.increment(error)) {
    const std::string kind = entry->path().extension().string();
    if (kind == ".hpp" || kind == ".cpp" || kind == ".def" || kind == ".S" || entry->path().filename() == "CMakeLists.txt") {
      write_if_changed(to / entry->path().lexically_relative(from), read_whole_file(entry->path()).value_or(""));
    }
  }
  if (error) {
    throw EnvironmentFailure("cannot read " + from.string() + ": " + error.message(), "`aria doctor` shows what is missing");
  }
}

void expect_own_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error) || fs::is_empty(folder, error)) {
    return;
  }
  const auto project = read_whole_file(folder / "CMakeLists.txt");
  if (!project || !project->starts_with(first_line)) {
    throw UnreadableInput(folder.string() + " holds something else: eject into a new folder");
  }
}

}  // namespace

void eject(const Emission& emission, const std::string& name, const Installation& installation, const fs::path& folder) {
  expect_own_folder(folder);
  for (const auto* files : {&emission.headers, &emission.sources}) {
    for (const EmittedFile& file : *files) {
      write_if_changed(folder / "src" / file.path, file.text);
    }
  }
  for (const fs::path& source : installation.sources) {
    copy_sources(source, folder / source.filename());
  }
  write_if_changed(folder / "CMakeLists.txt", project_text(emission, name));
}

}  // namespace ariac::driver
