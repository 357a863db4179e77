// The phases in order. Each reads what the ones before it made and adds its own table.
#include "driver/pipeline.hpp"

#include "cpp/print.hpp"
#include "driver/load_modules.hpp"
#include "effects/infer_effects.hpp"
#include "lower/lower.hpp"
#include "ownership/own.hpp"
#include "types/infer.hpp"

namespace ariac::driver {
namespace {

void resolve_names(Compilation& compilation) {
  const auto phase = compilation.timings.phase("resolve");
  compilation.bindings = resolve::resolve(compilation.modules, compilation.interner, compilation.sink);
}

void infer_types(Compilation& compilation) {
  const auto phase = compilation.timings.phase("types");
  compilation.types = types::infer(compilation.bindings, compilation.interner, compilation.sink);
}

void infer_effects(Compilation& compilation) {
  const auto phase = compilation.timings.phase("effects");
  compilation.effects = effects::infer_effects(compilation.bindings, *compilation.types, compilation.interner, compilation.sink);
}

void own_values(Compilation& compilation) {
  const auto phase = compilation.timings.phase("ownership");
  compilation.uses = ownership::own(compilation.bindings, *compilation.types, compilation.interner, compilation.sink);
}

lower::ContractChecks checks_of(const BuildOptions& options) {
  switch (options.checked_contracts()) {
    case Contracts::none:
      return lower::ContractChecks::none;
    case Contracts::pre:
      return lower::ContractChecks::pre;
    case Contracts::all:
      break;
  }
  return lower::ContractChecks::all;
}

std::vector<lower::ModuleUnit> lower_modules(Compilation& compilation) {
  const auto phase = compilation.timings.phase("lower");
  return lower::lower({compilation.sources, compilation.interner, compilation.bindings, *compilation.types,
                       compilation.effects, compilation.uses, compilation.sink, checks_of(compilation.options)});
}

Emission print_units(Compilation& compilation, const std::vector<lower::ModuleUnit>& units, LineMarks line_marks) {
  const auto phase = compilation.timings.phase("print");
  const cpp::PrintOptions options{.line_directives = line_marks != LineMarks::none};
  Emission emission;
  for (const lower::ModuleUnit& unit : units) {
    if (!unit.unit.header.decls.empty()) {
      emission.headers.push_back({unit.path + ".aria.hpp", cpp::print(unit.unit.header, options).text});
    }
    if (!unit.unit.source.decls.empty()) {
      emission.sources.push_back({unit.path + ".aria.cpp", cpp::print(unit.unit.source, options).text});
    }
  }
  return emission;
}

}  // namespace

void check_program(Compilation& compilation, const Project& project, const Installation& installation) {
  load_modules(compilation, project, installation);
  resolve_names(compilation);
  infer_types(compilation);
  infer_effects(compilation);
  own_values(compilation);
}

Emission emit_program(Compilation& compilation, LineMarks line_marks) {
  return print_units(compilation, lower_modules(compilation), line_marks);
}

}  // namespace ariac::driver
