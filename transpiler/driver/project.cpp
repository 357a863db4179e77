// Finds aria.toml and the file that is run.
#include "driver/project.hpp"

#include <toml++/toml.h>

#include <cctype>
#include <iostream>
#include <iterator>

#include "driver/build_cache.hpp"
#include "driver/digest.hpp"
#include "driver/failure.hpp"
#include "driver/file_output.hpp"
#include "parse/foreign_words.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

constexpr const char* package_file = "aria.toml";

toml::table read_package(const fs::path& file) {
  try {
    return toml::parse(read_whole_file(file).value_or(""), file.string());
  } catch (const toml::parse_error& error) {
    throw UnreadableInput(file.string() + ":" + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
}

// A path that the package gives, which must not lead out of its folder.
fs::path inside(const toml::table& package, const char* key, const fs::path& folder, const char* otherwise) {
  const fs::path value = package["package"][key].value_or(std::string(otherwise));
  const fs::path path = (folder / value).lexically_normal();
  const fs::path from_folder = path.lexically_relative(folder.lexically_normal());
  if (value.is_absolute() || from_folder.empty() || *from_folder.begin() == "..") {
    throw UnreadableInput((folder / package_file).string() + ": `" + key + "` leads out of the package");
  }
  return path;
}

fs::path main_of(const fs::path& folder) {
  std::error_code error;
  if (const fs::path package = folder / package_file; fs::exists(package, error)) {
    const toml::table table = read_package(package);
    if (table["package"]["main"]) {
      if (!table["package"]["main"].is_string()) {
        throw UnreadableInput(package.string() + ": `main` is the name of a file, in quotes");
      }
      return inside(table, "main", folder, "");
    }
  }
  for (const char* candidate : {"main.aria", "src/main.aria"}) {
    if (fs::exists(folder / candidate, error)) {
      return folder / candidate;
    }
  }
  throw UnreadableInput("there is no main.aria and no src/main.aria in " + folder.string(), "name the file that is to be run");
}

// The name of a neighbour that may have been meant, or nothing.
std::string neighbour_of(const fs::path& file) {
  const std::string name = file.filename().string();
  const auto lower = [](std::string text) {
    for (char& c : text) {
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return text;
  };
  std::error_code error;
  for (fs::directory_iterator entry(file.has_parent_path() ? file.parent_path() : ".", error), end; !error && entry != end; entry.increment(error)) {
    const std::string other = entry->path().filename().string();
    const bool near = other == name + ".aria" || lower(other) == lower(name) || parse::is_slip_of(name, other);
    if (entry->path().extension() == ".aria" && near) {
      return (file.parent_path() / other).string();
    }
  }
  return "";
}

[[noreturn]] void refuse(const fs::path& file) {
  if (file.empty()) {
    throw UnreadableInput("the name of the file is empty");
  }
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (status.type() != fs::file_type::not_found && status.type() != fs::file_type::none) {
    throw UnreadableInput(file.string() + " is not a file");
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    throw UnreadableInput("cannot read " + file.string() + ": " + error.message());
  }
  const std::string meant = neighbour_of(file);
  throw UnreadableInput("there is no file " + file.string(), meant.empty() ? "" : "did you mean `" + meant + "`?");
}

bool holds(const fs::path& folder, const fs::path& file) {
  const fs::path relative = file.lexically_normal().lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

std::string program_name(const toml::table& package, const std::string& otherwise) {
  const std::string name = package["package"]["name"].value_or(otherwise);
  return name.empty() || name.find('/') != std::string::npos || name.starts_with('.') ? otherwise : name;
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

// The text is kept in the cache under its content, so that running the same text again builds nothing.
Project project_on_stdin() {
  const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  Project project;
  project.name = "stdin";
  project.root = BuildCache().stdin_folder(digest_of(text));
  project.file = project.root / "stdin.aria";
  write_if_changed(project.file, text);
  return project;
}

}  // namespace

Project find_project(const fs::path& what) {
  if (what == "-") {
    return project_on_stdin();
  }
  std::error_code error;
  Project project;
  project.file = fs::is_directory(what, error) ? main_of(what) : what;
  if (!fs::is_regular_file(project.file, error)) {
    refuse(project.file);
  }
  project.name = project.file.stem().string();
  project.root = folder_of(project.file);
  for (fs::path folder = fs::absolute(project.root).lexically_normal();; folder = folder.parent_path()) {
    const fs::path package = folder / package_file;
    if (fs::exists(package, error)) {
      const toml::table table = read_package(package);
      project.inputs.push_back(package);
      const fs::path root = inside(table, "root", folder, ".");
      if (holds(root, fs::absolute(project.file))) {
        project.root = fs::proximate(root);
        project.name = program_name(table, project.name);
      }
      break;
    }
    project.missing.push_back(package);
    if (folder == folder.parent_path()) {
      break;
    }
  }
  project.shown_root = project.root;
  return project;
}

}  // namespace ariac::driver
