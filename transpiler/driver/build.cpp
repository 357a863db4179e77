// Steps: ask the manifest · take the folder's lock and ask again · front end · C++ · link · write the manifest.
#include "driver/build.hpp"

#include <algorithm>
#include <cstdlib>

#include "ast/match.hpp"
#include "driver/build_cache.hpp"
#include "driver/build_program.hpp"
#include "driver/failure.hpp"
#include "driver/folder_lock.hpp"
#include "driver/manifest.hpp"
#include "driver/pipeline.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

// Everything but the content of files that decides which program comes out.
Digest build_key(const fs::path& file, const Installation& installation, const BuildOptions& options) {
  const char* compiler = std::getenv("ARIA_CXX");
  KeyBuilder key;
  key.add(file.string()).add(installation.tool.string()).add(compiler != nullptr ? compiler : "");
  for (const int choice : {static_cast<int>(options.profile), static_cast<int>(options.checked_contracts()), static_cast<int>(options.runtime), options.strict ? 1 : 0}) {
    key.add(std::to_string(choice));
  }
  return key.digest();
}

Manifest manifest_of(const Compilation& compilation, const Project& project, const Installation& installation, const Toolchain& toolchain) {
  Manifest manifest;
  manifest.read_file(installation.tool);
  manifest.read_file(installation.layout);
  for (const auto* files : {&compilation.files_read, &project.inputs, &toolchain.inputs()}) {
    for (const fs::path& file : *files) {
      manifest.read_file(fs::absolute(file));
    }
  }
  for (const auto* files : {&compilation.files_missed, &project.missing}) {
    for (const fs::path& file : *files) {
      manifest.missed_file(fs::absolute(file));
    }
  }
  return manifest;
}

// A file of declarations is a module: it can be checked and emitted, but there is nothing to run.
void expect_entry(const Compilation& compilation, const Project& project) {
  for (const resolve::ModuleSource& module : compilation.modules) {
    const auto is_entry = [&](const ast::Stmt* item) {
      const auto* declared = ast::as<ast::DeclStmt>(item);
      const auto* function = declared != nullptr ? ast::as<ast::FunctionDecl>(declared->decl) : nullptr;
      return declared == nullptr || (function != nullptr && compilation.interner.text(function->name.symbol) == "main");
    };
    const auto& items = module.tree->items.statements;
    if (module.is_program && std::none_of(items.begin(), items.end(), is_entry)) {
      throw UnreadableInput("there is nothing to run: " + project.file.string() + " has no `main` and no statements", "write statements, or `fn main` … `end`");
    }
  }
}

}  // namespace

BuildResult build(const fs::path& what, const BuildOptions& options, const BuildListener& listener) {
  const auto began = fs::file_time_type::clock::now();
  const Installation installation = find_installation();
  const Project project = find_project(what);
  const BuildCache cache;
  const fs::path file = fs::weakly_canonical(project.file);
  const Digest key = build_key(file, installation, options);
  BuildResult result{program_of(cache.manifest(key)), nullptr, project.name};
  if (result.program) {
    return result;
  }
  cache.prepare();
  const FolderLock turn(cache.lock(digest_of(file.parent_path().string())), listener.waiting);
  result.program = program_of(cache.manifest(key));  // the one we waited for may have built the same
  if (result.program) {
    return result;
  }

  listener.progress("checking " + project.file.string());
  result.compilation = std::make_unique<Compilation>(options);
  Compilation& compilation = *result.compilation;
  check_program(compilation, project, installation);
  if (compilation.sink.has_errors()) {
    return result;
  }
  expect_entry(compilation, project);
  const Emission emission = emit_program(compilation, LineMarks::relative, options.profile == Profile::dev ? Sources::split : Sources::whole);
  if (compilation.sink.has_errors()) {
    return result;
  }
  const Toolchain toolchain(installation, options);
  result.program = build_program(emission, project.name, {toolchain, cache, cache.emitted_folder(key), listener.progress}, compilation.timings);
  manifest_of(compilation, project, installation, toolchain).write(cache.manifest(key), *result.program, began);
  cache.forget_old();
  return result;
}

}  // namespace ariac::driver
