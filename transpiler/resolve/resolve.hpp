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
  std::vector<support::Symbol> path;
  bool is_library = false;       // prelude and other library modules
  bool is_program = false;       // the file that is run: may hold top-level statements
};

// Finds the file of an import the driver has not loaded yet is the driver's task: it loads the closure of imports
// before. Errors go to the sink; the result is complete for everything that resolved.
Bindings resolve(std::span<const ModuleSource> modules, support::Interner& interner, diagnostics::Sink& sink);

}  // namespace ariac::resolve
