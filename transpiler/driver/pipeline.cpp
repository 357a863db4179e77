// The phases in order. Each reads what the ones before it made and adds its own table.
#include "driver/pipeline.hpp"

#include "driver/load_modules.hpp"

namespace ariac::driver {
namespace {

void resolve_names(Compilation& compilation) {
  const auto phase = compilation.timings.phase("resolve");
  compilation.bindings = resolve::resolve(compilation.modules, compilation.interner, compilation.sink);
}

}  // namespace

void check_program(Compilation& compilation, const Project& project, const Installation& installation) {
  load_modules(compilation, project, installation);
  resolve_names(compilation);
}

Emission emit_program(Compilation&, LineMarks) { return {}; }

}  // namespace ariac::driver
