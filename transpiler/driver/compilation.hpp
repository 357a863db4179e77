// Compilation: everything one run of the front end reads and makes, in the order in which it is made.
// Each phase only adds its own table; what is made before stays as it is.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "ast/tree.hpp"
#include "diagnostics/sink.hpp"
#include "driver/options.hpp"
#include "driver/timings.hpp"
#include "effects/effect_table.hpp"
#include "ownership/use_table.hpp"
#include "resolve/resolve.hpp"
#include "source/source_manager.hpp"
#include "types/type_table.hpp"

namespace ariac::driver {

struct Compilation {
  explicit Compilation(const BuildOptions& chosen)
      : options(chosen), sink(chosen.strict ? diagnostics::Strictness::strict : diagnostics::Strictness::normal) {}

  const BuildOptions options;
  source::SourceManager sources;
  support::Interner interner;
  ast::NodeIds node_ids;
  diagnostics::Sink sink;
  Timings timings;

  std::vector<std::filesystem::path> files_read;    // for the manifest, as are:
  std::vector<std::filesystem::path> files_missed;  // places where a module would have been found
  std::vector<std::unique_ptr<ast::Tree>> trees;
  std::vector<resolve::ModuleSource> modules;
  resolve::Bindings bindings;
  std::unique_ptr<types::TypeTable> types;
  effects::EffectTable effects;
  ownership::UseTable uses;
};

}  // namespace ariac::driver
