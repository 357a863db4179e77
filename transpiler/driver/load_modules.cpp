// A work list: a parsed file names other modules, each of which is a file under the source root or under the library.
//
// `a::b::X` may mean module `a::b`, module `a` with a block `b`, or a file for `X` itself: every prefix that has a file
// is loaded, and resolve() decides what the name means. Nothing outside the roots is ever read.
#include "driver/load_modules.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <set>

#include "driver/digest.hpp"
#include "driver/failure.hpp"
#include "parse/parse.hpp"
#include "resolve/imports.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

// A place where modules are looked for.
struct Root {
  fs::path folder;
  fs::path shown;  // what messages write in place of the folder
  bool is_library;
};

class Loader {
 public:
  Loader(Compilation& compilation, const Project& project, const Installation& installation)
      : compilation_(compilation), program_root_{project.root, project.shown_root, false}, library_root_{installation.prelude, "aria", true} {}

  void load_library() {
    std::error_code error;
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator entry(library_root_.folder, error), end; !error && entry != end; entry.increment(error)) {
      if (entry->path().extension() == ".aria") {
        files.push_back(entry->path().lexically_relative(library_root_.folder));
      }
    }
    if (files.empty()) {
      throw EnvironmentFailure("there is no library in " + library_root_.folder.string(), "`aria doctor` shows what is missing");
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      load(library_root_, file);
    }
  }

  void load_program(const fs::path& file) {
    const fs::path relative = file.lexically_normal().lexically_relative(program_root_.folder.lexically_normal());
    if (!load(program_root_, relative, true)) {
      throw UnreadableInput("cannot read " + file.string() + ": " + std::strerror(errno));
    }
    // Modules are added while the loop runs: each file may name further ones.
    for (std::size_t next = compilation_.modules.size() - 1; next < compilation_.modules.size(); ++next) {
      load_named_by(resolve::ModuleSource(compilation_.modules[next]));
    }
  }

 private:
  bool load(const Root& root, const fs::path& relative, bool is_program = false) {
    const fs::path file = root.folder / relative;
    if (!seen_.insert(file.lexically_normal()).second) {
      return true;
    }
    auto text = read_whole_file(file);
    if (!text) {
      compilation_.files_missed.push_back(file);
      return false;
    }
    compilation_.files_read.push_back(file);
    const source::SourceFile& source = compilation_.sources.add((root.shown / relative).lexically_normal().string(), std::move(*text));
    compilation_.trees.push_back(parse::parse(source, compilation_.interner, compilation_.node_ids, compilation_.sink));
    compilation_.modules.push_back({compilation_.trees.back().get(), path_of(relative, root.is_library), is_folder_index(relative), root.is_library, is_program});
    return true;
  }

  // `net/http.aria` is `net::http`; `net/mod.aria` is `net`; library modules begin with `std`.
  std::vector<support::Symbol> path_of(const fs::path& relative, bool is_library) {
    std::vector<support::Symbol> path;
    const auto add = [&](const std::string& name) { path.push_back(compilation_.interner.intern(module_name(name))); };
    if (is_library && *relative.begin() != "std") {
      add("std");
    }
    for (const fs::path& folder : relative.parent_path()) {
      add(folder.string());
    }
    if (!is_folder_index(relative)) {
      add(relative.stem().string());
    }
    return path;
  }

  static bool is_folder_index(const fs::path& relative) { return relative.filename() == "mod.aria" && relative.has_parent_path(); }

  void load_named_by(const resolve::ModuleSource& source) {
    for (const resolve::ImportRequest& request : resolve::imports_of(source, compilation_.interner)) {
      fs::path path;
      for (const support::Symbol name : request.path) {
        path /= compilation_.interner.text(name);
        load(program_root_, fs::path(path) += ".aria");
        load(program_root_, path / "mod.aria");
      }
    }
  }

  Compilation& compilation_;
  const Root program_root_;
  const Root library_root_;
  std::set<fs::path> seen_;
};

}  // namespace

std::string module_name(const std::string& file_stem) {
  std::string name = file_stem;
  for (char& character : name) {
    const auto byte = static_cast<unsigned char>(character);
    if (std::isalnum(byte) == 0 && character != '_' && byte < 0x80) {
      character = '_';
    }
  }
  return name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0 ? "m" + name : name;
}

void load_modules(Compilation& compilation, const Project& project, const Installation& installation) {
  const auto phase = compilation.timings.phase("parse");
  Loader loader(compilation, project, installation);
  loader.load_library();
  loader.load_program(project.file);
}

}  // namespace ariac::driver
