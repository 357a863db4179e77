// resolve: which declaration does each name mean?
//
//   1 collect   every declaration of every module becomes a Def
//   2 imports   `import`, `use`, re-exports; cycles between constants
//   3 names     every name in types, expressions and patterns becomes an Entity; locals and captures on the way
#pragma once

#include <span>
#include <vector>

#include "ast/tree.hpp"
#include "diagnostics/sink.hpp"
#include "resolve/bindings.hpp"

namespace ariac::resolve {

// One parsed file with the module path the driver gave it.
struct ModuleSource {
  const ast::Tree* tree = nullptr;
  std::vector<support::Symbol> path;     // from its place under the source root; library modules begin with `std`
  bool is_folder_index = false;  // `mod.aria`: its path is that of its folder
  bool is_library = false;       // prelude and other library modules
  bool is_program = false;       // the file that is run: may hold top-level statements
};

// Loading the files of imports is the driver's task: it loads the closure of imports_of() before (imports.hpp).
// `nearby` are module paths that exist and were not loaded: they serve as suggestions. Errors go to the sink; the
// result is complete for everything that resolved.
Bindings resolve(std::span<const ModuleSource> modules, support::Interner& interner, diagnostics::Sink& sink,
                 std::span<const std::vector<support::Symbol>> nearby = {});

}  // namespace ariac::resolve
