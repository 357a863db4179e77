// The phases in order. Each reads what the ones before it made and adds its own table.
#include "driver/pipeline.hpp"

#include "cpp/print.hpp"
#include "driver/load_modules.hpp"
#include "driver/split_source.hpp"
#include "effects/infer_effects.hpp"
#include "lower/lower.hpp"
#include "lower/unavailable.hpp"
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
  compilation.effects = effects::infer_effects(compilation.bindings, *compilation.types, compilation.interner, compilation.sink,
                                                 {.lints = compilation.options.strict, .no_tasks = compilation.options.runtime == Runtime::none});
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

lower::Input lowering_input(Compilation& compilation) {
  return {compilation.sources, compilation.interner, compilation.bindings, *compilation.types,
          compilation.effects, compilation.uses, compilation.sink, checks_of(compilation.options)};
}

std::vector<lower::ModuleUnit> lower_modules(Compilation& compilation) {
  const auto phase = compilation.timings.phase("lower");
  return lower::lower(lowering_input(compilation));
}

void print_source(const lower::ModuleUnit& unit, const cpp::PrintOptions& options, Emission& emission) {
  emission.sources.push_back({unit.path + ".aria.cpp", cpp::print(unit.unit.source, options).text});
}

void print_parts(const lower::ModuleUnit& unit, const cpp::PrintOptions& options, Emission& emission) {
  const std::string shared_path = unit.path + ".aria.shared.hpp";
  const SplitSource split = split_source(unit.unit.source, shared_path.substr(shared_path.rfind('/') + 1));
  if (split.parts.size() == 1) {
    print_source(unit, options, emission);
    return;
  }
  emission.headers.push_back({shared_path, cpp::print(split.shared, options).text});
  for (std::size_t i = 0; i < split.parts.size(); ++i) {
    emission.sources.push_back({unit.path + ".aria." + std::to_string(i + 1) + ".cpp", cpp::print(split.parts[i], options).text});
  }
}

Emission print_units(Compilation& compilation, const std::vector<lower::ModuleUnit>& units, LineMarks line_marks, Sources sources) {
  const auto phase = compilation.timings.phase("print");
  const cpp::PrintOptions options{.line_directives = line_marks != LineMarks::none};
  Emission emission;
  for (const lower::ModuleUnit& unit : units) {
    if (!unit.unit.header.decls.empty()) {
      emission.headers.push_back({unit.path + ".aria.hpp", cpp::print(unit.unit.header, options).text});
    }
    if (!unit.unit.source.decls.empty()) {
      sources == Sources::split ? print_parts(unit, options, emission) : print_source(unit, options, emission);
    }
  }
  return emission;
}

}  // namespace

void parse_program(Compilation& compilation, const Project& project, const Installation& installation) {
  load_modules(compilation, project, installation);
}

void check_program(Compilation& compilation, const Project& project, const Installation& installation) {
  parse_program(compilation, project, installation);
  resolve_names(compilation);
  infer_types(compilation);
  infer_effects(compilation);
  own_values(compilation);
  if (!compilation.sink.has_errors()) lower::report_unavailable(lowering_input(compilation));
}

Emission emit_program(Compilation& compilation, LineMarks line_marks, Sources sources) {
  return print_units(compilation, lower_modules(compilation), line_marks, sources);
}

}  // namespace ariac::driver
