// The phases in order. Each reads what the ones before it made and adds its own table.
#include "driver/pipeline.hpp"

#include "driver/load_modules.hpp"
#include "ownership/own.hpp"

namespace ariac::driver {
namespace {

void resolve_names(Compilation& compilation) {
  const auto phase = compilation.timings.phase("resolve");
  compilation.bindings = resolve::resolve(compilation.modules, compilation.interner, compilation.sink);
}

void check_ownership(Compilation& compilation) {
  const auto phase = compilation.timings.phase("ownership");
  ownership::check_bodies(compilation.bindings, compilation.interner, compilation.sink);
}

}  // namespace

void check_program(Compilation& compilation, const Project& project, const Installation& installation) {
  load_modules(compilation, project, installation);
  resolve_names(compilation);
  if (!compilation.sink.has_errors()) check_ownership(compilation);
}

Emission emit_program(Compilation&, LineMarks) { return {}; }

}  // namespace ariac::driver
