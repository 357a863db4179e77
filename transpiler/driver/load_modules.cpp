// A work list: a parsed file names other modules, each of which is a file under the source root or under the library.
//
// `a::b::X` may mean module `a::b`, module `a` with a block `b`, or a file for `X` itself: every prefix that has a file
// is loaded, and resolve() decides what the name means. Nothing outside the roots is ever read.
#include "driver/load_modules.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "ast/walk.hpp"
#include "driver/digest.hpp"
#include "driver/failure.hpp"
#include "parse/parse.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

using Names = std::vector<std::string>;

// A place where modules are looked for.
struct Root {
  fs::path folder;
  fs::path shown;  // what messages write in place of the folder
  bool is_library;
};

class Loader {
 public:
  Loader(Compilation& compilation, const Project& project, const Installation& installation)
      : compilation_(compilation), program_root_{project.root, project.root, false}, library_root_{installation.prelude, "aria", true} {}

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
      throw UnreadableInput("cannot read " + file.string());
    }
    // Trees grow while the loop runs: each file may name further ones.
    for (std::size_t next = compilation_.trees.size() - 1; next < compilation_.trees.size(); ++next) {
      load_named_by(*compilation_.trees[next]);
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
    folders_[compilation_.trees.back().get()] = relative.parent_path();
    compilation_.modules.push_back({compilation_.trees.back().get(), path_of(relative), root.is_library, is_program});
    return true;
  }

  std::vector<support::Symbol> path_of(const fs::path& relative) {
    std::vector<support::Symbol> path;
    for (const fs::path& folder : relative.parent_path()) {
      path.push_back(compilation_.interner.intern(module_name(folder.string())));
    }
    const std::string name = module_name(relative.stem().string());
    if (name != "mod" || path.empty()) {
      path.push_back(compilation_.interner.intern(name));
    }
    return path;
  }

  void load_named_by(const ast::Tree& tree) {
    std::map<std::string, Names> aliases;  // `import a::b as m`: `m::c` may be the file a/b/c.aria
    for (const ast::Stmt* statement : tree.items.statements) {
      ast::walk(*statement, [&](const ast::Node& node) {
        visit(node, folders_.at(&tree), aliases);
        return true;
      });
    }
  }

  void visit(const ast::Node& node, const fs::path& folder, std::map<std::string, Names>& aliases) {
    if (const auto* import = ast::as<ast::ImportDecl>(&node)) {
      for (const ast::ImportItem& item : import->items) {
        load_import(item, folder, aliases);
      }
    } else if (const auto* expr = ast::as<ast::PathExpr>(&node)) {
      load_path(expr->path, aliases);
    } else if (const auto* pattern = ast::as<ast::ConstructorPattern>(&node)) {
      load_path(pattern->path, aliases);
    } else if (const auto* type = ast::as<ast::NamedType>(&node)) {
      load_path(type->path, aliases);
    } else if (const auto* dyn = ast::as<ast::DynType>(&node)) {
      load_path(dyn->path, aliases);
    }
  }

  void load_import(const ast::ImportItem& item, const fs::path& folder, std::map<std::string, Names>& aliases) {
    if (!item.file.empty()) {
      const fs::path file = (folder / item.file).lexically_normal();
      if (file.is_absolute() || file.empty() || *file.begin() == "..") {
        return;
      }
      if (!load(program_root_, fs::path(file) += ".aria")) {
        load(program_root_, file / "mod.aria");
      }
      return;
    }
    Names names;
    for (const ast::Name& name : item.path) {
      names.emplace_back(compilation_.interner.text(name.symbol));
    }
    names = expanded(std::move(names), aliases);
    load_prefixes(names);
    if (!names.empty() && !item.everything) {
      aliases.emplace(item.alias ? std::string(compilation_.interner.text(item.alias.symbol)) : names.back(), names);
    }
  }

  void load_path(ast::Path path, const std::map<std::string, Names>& aliases) {
    if (path.size() < 2) {
      return;
    }
    Names names;
    for (const ast::PathSegment& segment : path) {
      names.emplace_back(compilation_.interner.text(segment.name.symbol));
    }
    load_prefixes(expanded(std::move(names), aliases));
  }

  static Names expanded(Names names, const std::map<std::string, Names>& aliases) {
    const auto alias = names.empty() ? aliases.end() : aliases.find(names.front());
    if (alias == aliases.end()) {
      return names;
    }
    Names whole = alias->second;
    whole.insert(whole.end(), names.begin() + 1, names.end());
    return whole;
  }

  void load_prefixes(const Names& names) {
    fs::path path;
    for (const std::string& name : names) {
      if (name.empty() || std::isupper(static_cast<unsigned char>(name.front())) != 0) {
        return;  // a type: what follows are its members
      }
      path /= name;
      load(program_root_, fs::path(path) += ".aria");
      load(program_root_, path / "mod.aria");
    }
  }

  Compilation& compilation_;
  const Root program_root_;
  const Root library_root_;
  std::set<fs::path> seen_;
  std::map<const ast::Tree*, fs::path> folders_;
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
